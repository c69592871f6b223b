import type { Benefit } from '../benefits/benefit.js';
import type { Condition } from '../conditions/condition.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { sortBy } from '../model/sort-by.js';
import type {
  Trace,
  TracedCondition,
  TracedCoupon,
  TracedCut,
  TracedFee,
  TracedLine,
  TracedShare,
} from '../model/trace.js';
import { sum } from '../money/allocate.js';
import { percentOf } from '../money/divide.js';
import { Facts, type Candidate, type Circumstances } from './candidate.js';
import { createCheck } from './check.js';
import type { createEngine } from './create-engine.js';
import { measures as knownMeasures, type Measures } from './measures.js';
import { prepare, type QuoteOptions } from './prepare.js';
import { quotePrepared } from './quote.js';
import { createReader } from './terms.js';

/**
 * How does a quote come to its numbers? Coupon after coupon: what was measured, what the benefit came to, what cut it, how it was split.
 *
 * The engine's own quote is looked at again, so that a trace says what was computed, and never computes a price of its own.
 */

/**
 * Returns `explain` over some conditions and benefits: it takes what `quote` takes, and gives the quote in which each coupon says how it came to its
 * amount.
 * @param measures what conditions of a shop's own compare with what they require, by their names
 */
export function createExplain(
  { conditions, benefits }: Parameters<typeof createEngine>[0],
  measures: Measures = {},
) {
  const told: Measures = { ...knownMeasures, ...measures };
  const kinds = { conditions: conditions as readonly Condition[], benefits: benefits as readonly Benefit[] };
  const read = createReader({ ...kinds, check: createCheck(kinds.conditions, kinds.benefits) });
  return (cart: Cart, coupons: readonly Coupon[], options: QuoteOptions): Trace => {
    const prepared = prepare(cart, coupons, options, read);
    const { candidates, circumstances } = prepared;
    const quote = quotePrepared(prepared);
    // As the table has them.
    const places = [...sortBy(quote.lines, ({ id }) => id), ...sortBy(quote.fees, ({ shop = '' }) => shop)];
    const left = [...circumstances.table.list];
    let before = left;
    let payable = sum(left);
    const applied = quote.applied.map((each, index): TracedCoupon => {
      const candidate = candidates.find(({ terms }) => terms.id === each.coupon)!;
      // The coupons of one layer all see what the layers before left.
      if (each.layer !== quote.applied[index - 1]?.layer) before = [...left];
      const shares = places.map(
        ({ allocations }) => allocations.find(({ coupon }) => coupon === each.coupon) ?? nothing,
      );
      shares.forEach(({ amount }, place) => (left[place]! -= amount));
      payable -= each.amount;
      return {
        ...each,
        borneByShop: each.amount - each.platform,
        ...traceWorth(candidate, circumstances, before, each.amount, told),
        ...traceShares(candidate, circumstances, before, shares),
        payable,
      };
    });
    return { ...quote, applied };
  };
}

const nothing = { amount: 0, platform: 0 };

/** What a coupon looked at, and how that came to its amount. */
function traceWorth(
  candidate: Candidate,
  circumstances: Circumstances,
  before: readonly number[],
  amount: number,
  measures: Measures,
) {
  const { coupon, benefit, conditions } = candidate.terms;
  const facts = new Facts(candidate, circumstances, before);
  const { measured, units, base, on } = facts;
  const [offered, cuts] = traceCuts(candidate, circumstances, before, amount, base);
  const percentOff = benefit.percentOfBase?.(coupon.benefit, facts);
  return {
    issuer: coupon.issuer ?? 'platform',
    benefit: coupon.benefit,
    on,
    measured,
    units,
    conditions: conditions.map(({ condition, value }): TracedCondition => {
      const seen = measures[condition.name]?.(facts, value as never);
      return {
        condition: condition.name,
        required: value,
        ...(seen !== undefined && { measured: seen }),
        holds: !condition.refuse(value, facts).length,
      };
    }),
    base,
    ...(percentOff !== undefined && isPercentage(offered, base, percentOff) && { percentOff }),
    offered,
    cuts,
  };
}

/** Whichever of discount and price is rounded. */
function isPercentage(offered: number, base: number, percentOff: number): boolean {
  return [percentOf(base, percentOff), base - percentOf(base, 100 - percentOff)].includes(offered);
}

/** What a benefit comes to without anything that limits it, and what each limit makes of it. */
function traceCuts(
  candidate: Candidate,
  circumstances: Circumstances,
  before: readonly number[],
  amount: number,
  base: number,
): [offered: number, cuts: readonly TracedCut[]] {
  const { benefit, coupon } = candidate.terms;
  const facts = new Facts(withoutFloors(candidate), circumstances, before);
  const worthOf = (fields: Coupon['benefit']): number => {
    const discount = benefit.discount(fields, facts);
    return typeof discount === 'number' ? discount : sum([...discount.values()]);
  };
  // What a kind calls the most of something, and may do without, is a limit.
  const terms = Object.entries(coupon.benefit);
  const isCap = ([field]: (typeof terms)[number]): boolean =>
    field.startsWith('max') && `${field}?` in benefit.fields;
  let fields = Object.fromEntries(terms.filter((term) => !isCap(term))) as unknown as Coupon['benefit'];
  const offered = worthOf(fields);
  let worth = offered;
  const cuts: TracedCut[] = [];
  const cut = (cut: TracedCut): void => {
    if (cut.to < worth) cuts.push(cut);
    worth = Math.min(worth, cut.to);
  };
  for (const [field, value] of terms.filter(isCap)) {
    fields = { ...fields, [field]: value };
    cut({ by: 'cap', field, to: worthOf(fields) });
  }
  cut({ by: 'left', to: base });
  cut({ by: 'floor', to: amount });
  return [offered, cuts];
}

function withoutFloors(candidate: Candidate): Candidate {
  const open = (goods: Candidate['goods']) => goods.map((each) => ({ ...each, unitRoom: each.unitPrice }));
  return { ...candidate, goods: open(candidate.goods), others: open(candidate.others) };
}

/** How a coupon falls on what it reaches. */
function traceShares(
  { goods, others, places }: Candidate,
  { table }: Circumstances,
  before: readonly number[],
  shares: readonly { readonly amount: number; readonly platform: number }[],
) {
  const shareAt = (place: number): TracedShare => {
    const { amount, platform } = shares[place]!;
    return {
      before: before[place]!,
      room: Math.max(0, before[place]! - table.floor[place]!),
      amount,
      platform,
      borneByShop: amount - platform,
      after: before[place]! - amount,
    };
  };
  return {
    lines: [...goods, ...others]
      .sort((a, b) => a.place - b.place)
      .map(({ line: { id, shop }, quantity, place }): TracedLine => ({
        line: id,
        ...(shop !== undefined && { shop }),
        quantity,
        subtotal: table.list[place]!,
        inScope: goods.some((each) => each.place === place),
        ...shareAt(place),
      })),
    fees: table.fees
      .filter(({ place }) => places.includes(place))
      .map(({ shop, place }): TracedFee => ({
        ...(shop !== undefined && { shop }),
        fee: table.list[place]!,
        ...shareAt(place),
      })),
  };
}
