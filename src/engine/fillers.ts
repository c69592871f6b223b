import { demand } from '../money/coupon-error.js';
import type { Cart, Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { appraise, type NudgeOptions, type Open, type Pricing } from './appraise.js';
import { cheapestCovers, combineCovers, type Cover, type Pickable } from './cheapest-covers.js';
import { addItems, roomIn } from './extend-cart.js';
import type { Steps } from './find-shortfalls.js';
import { smallestThatPays } from './smallest-that-pays.js';
import { isCounted, missingFor, type Need } from './need.js';
import { nextSteps } from './next-step.js';

/** Which of the merchant's products fill what a coupon lacks (凑单), so that its saving is worth them? */

/** A product that may be added: a line without id and quantity. */
export interface FillerProduct extends Omit<Line, 'id' | 'quantity'> {
  /** How many may be added; absent: any number. */
  readonly maxQuantity?: number;
}

export interface FillerOptions extends NudgeOptions {
  /** The id of the only coupon that is asked for; absent: all. */
  readonly coupon?: string;
}

export interface Filler {
  /** What to add: lines without their ids. */
  readonly items: readonly Omit<Line, 'id'>[];
  /** What the items come to at list price, minor units. */
  readonly spend: number;
  /** What is to pay then in all, fees included; minor units. */
  readonly payable: number;
  /** What is to pay then more than now, minor units; below 0 where the items cost less than nothing. */
  readonly extra: number;
  /** What is taken off then more than now, minor units: `spend − extra`; ≥ 1. */
  readonly saves: number;
  /** The coupons that come in, or give more, in the order of application. */
  readonly coupons: readonly string[];
}

export type Fillers = (
  cart: Cart,
  coupons: readonly Coupon[],
  products: readonly FillerProduct[],
  options: FillerOptions,
) => Filler[];

/** How many additions are tried for each coupon, */
const longlist = 24;
/** how many of these are of several products, */
const mixed = 3;
/** and how many of those with which it applies alone are priced. */
const shortlist = 6;

/**
 * Returns a function that says which products to add, so that a coupon that lacks only spend or quantity pays off in the best set: what is to pay
 * more for first, from the least on; then what gives more goods for it; then what is fewer units. Each is priced in the cart as it then
 * is, fees as they are now.
 * @param steps the kinds of benefits that give more from some amount on
 * @throws CouponError, that function, where a price or quantity of a product is not a safe integer ≥ 0
 */
export function createFillers(engine: Pricing, steps: Steps = nextSteps): Fillers {
  return (cart, coupons, products, { coupon: only, ...options }) => {
    products.forEach(demandProduct);
    const appraisal = appraise(engine, steps, cart, coupons, options, only);
    const { now, shortfalls, newIn, trial, isSpent } = appraisal;
    const room = roomIn(cart);

    const itemsOf = ({ picks }: Cover): Omit<Line, 'id'>[] =>
      [...picks].map(([index, quantity]) => {
        const { maxQuantity: _, ...item } = products[index]!;
        return { ...item, quantity };
      });

    const applies = (coupon: Coupon, extended: Cart): boolean =>
      engine.quote(extended, [coupon], options).applied.length > 0;

    /** The cheapest additions with which a coupon is not refused alone. */
    const coversOf = (shortfall: Open): Cover[] => {
      const { coupon, needs, more } = shortfall;
      const payoff = more && smallestThatPays(more, shortfall, appraisal);
      // What applies with more of what the cart holds, and still does not pay off, is left alone.
      if (more && !payoff && applies(coupon, more.cartWith(more.least))) return [];
      const covers = needs.map((need) => {
        const target = missingFor(need, cart);
        if (payoff && payoff.amount > more.least)
          target[more.of === 'spend' ? 'spend' : 'units'] = payoff.amount;
        return cheapestCovers(pickable(need, products), target, longlist, mixed);
      });
      return combineCovers(covers, (index) => products[index]!.maxQuantity ?? Infinity, longlist)
        .filter((cover) => cover.price <= room && applies(coupon, addItems(cart, itemsOf(cover))))
        .slice(0, shortlist);
    };

    const found = new Map<string, Filler & { readonly units: number; readonly key: string }>();
    for (const shortfall of shortfalls) {
      for (const cover of coversOf(shortfall)) {
        const items = itemsOf(cover);
        const key = JSON.stringify([...cover.picks].sort(([a], [b]) => a - b));
        if (found.has(key)) continue;
        const extended = addItems(cart, items);
        const { saves, then } = trial(extended, shortfall);
        if (!saves || !then) continue;
        found.set(key, {
          key,
          items,
          spend: cover.price,
          payable: then.payable,
          extra: then.payable - now.payable,
          saves: then.discount - now.discount,
          coupons: newIn(then, extended),
          units: items.reduce((units, { quantity }) => units + quantity, 0),
        });
      }
      if (isSpent()) break;
    }
    return [...found.values()]
      .sort((a, b) => a.extra - b.extra || b.spend - a.spend || a.units - b.units || (a.key < b.key ? -1 : 1))
      .map(({ units: _, key: __, ...filler }) => filler);
  };
}

/** The products that a need counts. */
function pickable(need: Need, products: readonly FillerProduct[]): Pickable[] {
  return products.flatMap((product, index) => {
    const { unitPrice, maxQuantity = Infinity } = product;
    return unitPrice && maxQuantity && isCounted(need, { ...product, id: '', quantity: 1 })
      ? [{ index, unitPrice, maxQuantity }]
      : [];
  });
}

function demandProduct({ unitPrice, maxQuantity = 0 }: FillerProduct, index: number): void {
  for (const [field, value] of Object.entries({ unitPrice, maxQuantity }))
    demand(
      `products[${index}].${field}`,
      Number.isSafeInteger(value) && value >= 0,
      'give a safe integer ≥ 0.',
    );
}
