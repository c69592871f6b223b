/**
 * How often do preview and verdict agree to the cent? Random carts and codes over the seeded catalogue: the preview is the engine's, over the feed that
 * `couponkit import vendure` writes; the verdict is Vendure's. `npm run bench:platforms` prints it.
 */
import type { Call } from '../../../src/adapters/adapter.js';
import { createVendureAdapter } from '../../../src/adapters/vendure.js';
import { best, check, quote } from '../../../src/engine/index.js';
import type { Cart } from '../../../src/model/cart.js';
import type { Coupon } from '../../../src/model/coupon.js';
import type { Quote } from '../../../src/model/quote.js';
import type { Verdict } from '../../../src/protocol/messages.js';
import { createMemoryStorage } from '../../adapters/memory-storage.js';
import { createRandom, type Random } from '../../faults/random.js';
import { createShopper, type Shopper } from './create-shopper.js';
import { importFeed, publicCodes } from './import-feed.js';
import type { Vendure } from './start-vendure.js';

export interface Agreement {
  readonly trials: number;
  /** In how many the amount due is the same. */
  readonly agreed: number;
  /** In how many each line's is, too. */
  readonly agreedByLine: number;
  /** Why not, in the others; with how many of each. */
  readonly reasons: ReadonlyMap<string, number>;
}

export interface AgreementOptions {
  readonly trials: number;
  readonly seed: number;
  /** The token of another channel than the default one. */
  readonly channel?: string;
}

/** All that have no limit: nothing is used up by what was measured before. */
const codes = [...publicCodes, 'MIN100', 'TWOMUGS', 'DRINK3', 'MUGSTICKER'];

/** Of 15% off 59.70: 8.955. */
export const halfCent = 'Vendure rounds exactly half a cent of a discount down, the preview up.';

/** Every other trial is the best set, as a session chooses it; the others are sets that a shopper might choose. */
export async function measureAgreement(
  vendure: Vendure,
  { trials, seed, channel }: AgreementOptions,
): Promise<Agreement> {
  const random = createRandom(seed);
  const feed = await importFeed(vendure, codes, channel);
  const coupons = feed.map((entry) => (entry as { coupon: Coupon }).coupon);
  const reasons = new Map<string, number>();
  let [agreed, agreedByLine] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const shopper = createShopper(vendure, channel);
    await fill(shopper, vendure, random);
    const adapter = createVendureAdapter({
      server: vendure.shopApi,
      ...(channel && { key: channel }),
      token: shopper.token,
      storage: createMemoryStorage(),
      coupons: { coupons: feed },
      engine: { check },
    });
    const cart = (await adapter.cart!().read(call())).cart!;
    const preview = choose(cart, coupons, trial % 2 === 0, random);
    const desired = preview.applied.map(({ coupon }) => {
      const { code } = coupons.find(({ id }) => id === coupon)!;
      return { coupon, ...(code && { code }) };
    });
    const verdict = await adapter.verify({ cart, desired }, call());
    await adapter.close();
    if (verdict.totals.payable === preview.payable) {
      agreed++;
      if (isSameByLine(preview, verdict)) agreedByLine++;
    } else {
      const reason = explain(preview, verdict, coupons);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  return { trials, agreed, agreedByLine, reasons };
}

/** One to five things, mostly few of each; every other cart has its delivery chosen. All in one request. */
async function fill(shopper: Shopper, { variants }: Vendure, random: Random): Promise<void> {
  const ids = [...variants.values()];
  const wanted = Array.from({ length: 1 + random.below(5) }, () => ({
    id: random.pick(ids),
    quantity: random.chance(0.9) ? 1 + random.below(4) : 5 + random.below(12),
  }));
  const delivery = random.chance(0.5) ? 1 + random.below(2) : 0;
  await shopper.ask(`mutation {
    ${wanted.map(({ id, quantity }, index) => `a${index}: addItemToOrder(productVariantId: "${id}", quantity: ${quantity}) { __typename }`).join('\n')}
    ${delivery ? `setOrderShippingMethod(shippingMethodId: ["${delivery}"]) { __typename }` : ''}
  }`);
}

function choose(cart: Cart, coupons: readonly Coupon[], isBest: boolean, random: Random): Quote {
  const options = { now: Date.now() };
  if (isBest) return best(cart, coupons, options);
  return quote(
    cart,
    coupons.filter(() => random.chance(0.4)),
    options,
  );
}

function isSameByLine(preview: Quote, { quote }: Verdict): boolean {
  const said = new Map(quote?.lines.map(({ id, payable }) => [id, payable]));
  return preview.lines.every(({ id, payable }) => said.get(id) === payable);
}

/** For a merchant, in one sentence. */
function explain(preview: Quote, verdict: Verdict, coupons: readonly Coupon[]): string {
  const idle = verdict.outcomes
    .filter(({ state }) => state !== 'effective')
    .map(({ coupon }) => coupons.find(({ id }) => id === coupon)!);
  if (idle.some(({ conditions }) => conditions && 'minCartSpend' in conditions))
    return 'Vendure measures a minimum after other discounts, the preview before.';
  if (idle.length > 0) return 'Vendure gives nothing for a coupon that the preview counts.';
  if (verdict.automatic.length > 0) return 'Vendure also gives a promotion that the preview leaves out.';
  const difference = verdict.totals.payable - preview.payable;
  const halves = preview.applied.filter(({ coupon }) => isPercent(coupons.find(({ id }) => id === coupon)!));
  if (difference > 0 && difference <= halves.length) return halfCent;
  if (Math.abs(difference) <= preview.lines.length) return 'Vendure rounds line by line: some cents.';
  return 'Vendure takes the discounts off in another order.';
}

function isPercent({ benefit }: Coupon): boolean {
  return benefit.kind === 'percent';
}

function call(): Call {
  return { signal: new AbortController().signal };
}
