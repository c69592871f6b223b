import type { Adapter } from '../../../src/adapters/adapter.js';
import { quote } from '../../../src/engine/index.js';
import type { ImportedEntry } from '../../../src/importers/importer.js';
import type { Coupon } from '../../../src/model/coupon.js';
import { createRandom, type Random } from '../../faults/random.js';
import { createShopper } from './create-shopper.js';
import type { MedusaShop } from './set-up-shop.js';

/** One cart with one set of codes, as the preview has it and as Medusa does. */
export interface Comparison {
  readonly codes: readonly string[];
  /** Minor units: what the preview says is due. */
  readonly preview: number;
  /** What Medusa says. */
  readonly verdict: number;
  /** Whether Medusa took all of the codes. */
  readonly isTaken: boolean;
}

export interface AgreementOptions {
  readonly seed: number;
  readonly carts: number;
  /** Sets of codes for each cart. */
  readonly sets: number;
}

/** Compares random carts with random sets of one to three imported coupons, as many of them as go together in the preview. */
export async function measureAgreement(
  shop: MedusaShop,
  entries: readonly ImportedEntry[],
  { seed, carts, sets }: AgreementOptions,
): Promise<readonly Comparison[]> {
  const random = createRandom(seed);
  const feed = entries.map(({ coupon }) => ({ coupon, claim: { hidden: false } }));
  const comparisons: Comparison[] = [];
  for (let count = 0; count < carts; count++) {
    const region = random.chance(0.2) ? shop.grossRegion : shop.region;
    const shopper = await createShopper(shop, pickGoods(random), { coupons: feed, region });
    if (region === shop.region && random.chance(0.5)) await shopper.chooseShipping();
    const adapter = shopper.open();
    for (let set = 0; set < sets; set++) {
      const comparison = await compare(adapter, pickCoupons(random, entries));
      if (comparison) comparisons.push(comparison);
    }
    await adapter.close();
  }
  return comparisons;
}

/**
 * Says how often they agreed, and what was different where they did not.
 * @param approximated the codes of which the importer says that they are not exactly so
 */
export function describeAgreement(
  comparisons: readonly Comparison[],
  approximated: ReadonlySet<string>,
): string {
  const count = (of: readonly Comparison[], holds: (more: number) => boolean) =>
    of.filter(({ preview, verdict }) => holds(verdict - preview)).length;
  const isExact = ({ codes }: Comparison) => !codes.some((code) => approximated.has(code));
  const groups = {
    'one code': comparisons.filter(({ codes }) => codes.length === 1),
    'several codes': comparisons.filter(({ codes }) => codes.length > 1),
    'none of them approximated': comparisons.filter(isExact),
    all: comparisons,
  };
  const lines = Object.entries(groups).map(
    ([name, of]) =>
      `${name}: ${of.length} compared, ${count(of, (more) => more === 0)} equal to the cent, ` +
      `${count(of, (more) => Math.abs(more) === 1)} one cent apart, ` +
      `${count(of, (more) => more < -1)} cheaper at Medusa, ${count(of, (more) => more > 1)} dearer`,
  );
  const apart = comparisons
    .filter(({ preview, verdict }) => Math.abs(preview - verdict) > 0)
    .map(({ codes, preview, verdict }) => `  ${codes.join(' + ')}: ${preview} → ${verdict}`);
  return [...lines, ...apart.sort()].join('\n');
}

async function compare(adapter: Adapter, coupons: readonly Coupon[]): Promise<Comparison | undefined> {
  const call = { signal: new AbortController().signal };
  const cart = (await adapter.cart!().read(call)).cart!;
  const preview = quote(cart, coupons, { now: Date.now() });
  if (preview.applied.length === 0) return undefined;
  const desired = preview.applied.map(({ coupon: id }) => {
    const { code } = coupons.find((each) => each.id === id)!;
    return { coupon: id, ...(code && { code }) };
  });
  const { totals, outcomes } = await adapter.verify({ cart, desired }, call);
  return {
    codes: desired.map(({ coupon, code }) => code ?? coupon),
    preview: preview.payable,
    verdict: totals.payable,
    isTaken: outcomes.every(({ state }) => state === 'effective'),
  };
}

function pickGoods(random: Random): Readonly<Record<string, number>> {
  const quantities = ['Mug', 'Shirt', 'Sticker'].map((title) => [title, random.below(5)] as const);
  const some = quantities.filter(([, quantity]) => quantity > 0);
  return Object.fromEntries(some.length > 0 ? some : [['Mug', 1]]);
}

function pickCoupons(random: Random, entries: readonly ImportedEntry[]): readonly Coupon[] {
  const picked = new Set<Coupon>();
  for (let wanted = 1 + random.below(3); wanted > 0; wanted--) picked.add(random.pick(entries).coupon);
  return [...picked];
}
