import { quote, type KnownBenefit } from '../../src/engine/index.js';
import { matchesScope } from '../../src/model/match-scope.js';
import { defaultLimits, layers, type Coupon, type Layer, type Line } from '../../src/model/index.js';
import { unit } from '../instances/exact.js';
import type { AnyCoupon, Instance } from '../instances/instance.js';
import { listPrice } from '../instances/list-price.js';

/**
 * Which set of coupons pays least, as a mixed-integer linear program? For the family `exact` only, where the program says the same as the rules; its
 * formulas stand in bench/README.md. What one coupon takes off alone is asked of `quote`; which coupons go together, and what is left for the next
 * layer, is stated here anew. Amounts are in units of a million minor units, as solvers work to six or nine digits.
 */

export interface Term {
  readonly variable: string;
  readonly factor: number;
}

/** The sum of the terms is at most this. */
export interface Row {
  readonly terms: readonly Term[];
  readonly atMost: number;
}

export interface Program {
  /** To be as large as possible: what is saved. */
  readonly objective: readonly Term[];
  readonly rows: readonly Row[];
  /** The variables that are 0 or 1, in the order of `candidates`. All others are 0 or more. */
  readonly binaries: readonly string[];
  /** The coupons that apply alone. */
  readonly candidates: readonly Coupon[];
}

/** A coupon that applies alone. */
interface Candidate {
  readonly coupon: AnyCoupon;
  readonly layer: Layer;
  /** 1 where it is used. */
  readonly used: string;
  /** What it takes off. */
  readonly saved: string;
  /** What it takes off alone, units. */
  readonly alone: number;
  readonly lines: readonly Line[];
  /** What it takes off each line, units: an item coupon always, others alone. */
  readonly shares: ReadonlyMap<string, number>;
}

export function createProgram(instance: Instance): Program {
  const candidates = candidatesOf(instance);
  return {
    objective: candidates.map((each) =>
      isFixed(each) ? { variable: each.used, factor: each.alone } : { variable: each.saved, factor: 1 },
    ),
    rows: [...discountRows(candidates), ...legalityRows(candidates, instance)],
    binaries: candidates.map(({ used }) => used),
    candidates: candidates.map(({ coupon }) => coupon),
  };
}

function candidatesOf({ cart, coupons, options }: Instance): Candidate[] {
  return coupons.flatMap((coupon, index) => {
    const { applied, lines } = quote(cart, [coupon], options);
    return applied.map(({ layer, amount }): Candidate => ({
      coupon,
      layer,
      used: `y${index}`,
      saved: `d${index}`,
      alone: amount / unit,
      lines: cart.lines.filter(
        (line) =>
          (typeof coupon.issuer !== 'object' || line.shop === coupon.issuer.shop) &&
          matchesScope(line, coupon.scope),
      ),
      shares: new Map(lines.map(({ id, discount }) => [id, discount / unit])),
    }));
  });
}

/** Whether it takes off the same whatever was used before it. */
function isFixed({ layer }: Candidate): boolean {
  return layer === 'item' || layer === 'shipping';
}

/**
 * A coupon takes off nothing unless it is used, at most what it takes off alone (a percentage's cap is in that), and at most its percentage of what is
 * left of its lines.
 */
function discountRows(candidates: readonly Candidate[]): Row[] {
  const rows: Row[] = [];
  // Coupons of one layer on the same lines share the variable of what is left of them.
  const leftOf = new Map<string, string>();
  for (const candidate of candidates.filter((each) => !isFixed(each))) {
    const { coupon, layer, used, saved, alone, lines } = candidate;
    const key = [layer, ...lines.map(({ id }) => id)].join(' ');
    const left = leftOf.get(key) ?? `b${leftOf.size}`;
    if (!leftOf.has(key)) rows.push(leftRow(left, candidate, candidates));
    leftOf.set(key, left);
    const share = percentOf(coupon.benefit, lines) / 100;
    rows.push(
      {
        terms: [
          { variable: saved, factor: 1 },
          { variable: used, factor: -alone },
        ],
        atMost: 0,
      },
      {
        terms: [
          { variable: saved, factor: 1 },
          { variable: left, factor: -share },
        ],
        atMost: 0,
      },
    );
  }
  return rows;
}

/** The most percent that it takes off what is left of its lines; of an amount: all. */
function percentOf(benefit: KnownBenefit, lines: readonly Line[]): number {
  if (benefit.kind === 'percent') return benefit.percentOff;
  const reached =
    benefit.kind === 'tiered' &&
    benefit.tiers.filter(({ minSpend = 0 }) => minSpend <= listPrice(lines)).at(-1);
  return (reached && reached.percentOff) || 100;
}

/** What is left of the lines: list price less what the layers before take off. */
function leftRow(left: string, { layer, lines }: Candidate, candidates: readonly Candidate[]): Row {
  const ids = new Set(lines.map(({ id }) => id));
  const terms: Term[] = [{ variable: left, factor: 1 }];
  for (const other of candidates) {
    if (other.layer === 'shipping' || layers.indexOf(other.layer) >= layers.indexOf(layer)) continue;
    const common = other.lines.filter(({ id }) => ids.has(id));
    if (!common.length) continue;
    if (other.layer === 'item') {
      const factor = common.reduce((sum, { id }) => sum + other.shares.get(id)!, 0);
      terms.push({ variable: other.used, factor });
    } else if (common.length === other.lines.length) terms.push({ variable: other.saved, factor: 1 });
    else throw new Error(`${other.coupon.id} is split over lines in and out of scope: not linear.`);
  }
  return { terms, atMost: listPrice(lines) / unit };
}

/** Which coupons go together: semantics' rules 1 to 4. */
function legalityRows(candidates: readonly Candidate[], { cart, options }: Instance): Row[] {
  const limits = { ...defaultLimits, ...options.policy?.limits };
  // The same coupons often reach many lines: one row for all of them.
  const rows = new Map<string, Row>();
  const add = (some: readonly Candidate[], atMost: number, without?: Candidate): void => {
    const terms = some.map(({ used }) => ({ variable: used, factor: 1 }));
    if (without) terms.push({ variable: without.used, factor: atMost });
    const row = { terms, atMost };
    if (without || some.length > atMost) rows.set(JSON.stringify(row), row);
  };

  for (const layer of layers) {
    const all = candidates.filter((each) => each.layer === layer);
    const pools = layer === 'shop' ? groupBy(all, ({ coupon }) => JSON.stringify(coupon.issuer)) : [all];
    const onLines = cart.lines.map(({ id }) =>
      all.filter(({ lines }) => lines.some((line) => line.id === id)),
    );
    for (const some of onLines) add(some, 1);
    const limit = limits[layer];
    if (limit !== null) for (const pool of pools) add(pool, limit);
    for (const candidate of candidates) {
      if (candidate.coupon.combinesWith?.includes(layer) ?? true) continue;
      for (const some of limit === null ? onLines : pools) {
        const rivals = some.filter((other) => other !== candidate);
        if (rivals.length) add(rivals, limit ?? 1, candidate);
      }
    }
  }
  const grouped = candidates.filter(({ coupon }) => coupon.group);
  for (const group of groupBy(grouped, ({ coupon }) => coupon.group!)) add(group, 1);
  return [...rows.values()];
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}
