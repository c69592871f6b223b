import { sum } from '../money/allocate.js';
import { demand } from '../money/coupon-error.js';
import type { Cart } from '../model/cart.js';
import type { Quote } from '../model/quote.js';
import type { Refund, RefundedFee } from '../model/refund.js';
import { sortBy } from '../model/sort-by.js';
import { keptOf, takeBack, type Kept } from './refund-kept.js';
import { requireQuoteOf } from './require-quote-of.js';

/**
 * Who bears what of an order's coupons, and what is each shop due?
 *
 * The platform has the shopper's money and pays the shops. A coupon's share of a line or a fee is borne by the platform as far as its
 * `funding` says, the rest by the shop whose line or fee it is. What belongs to no shop is the platform's own: there it bears the rest too,
 * as the seller. Every number below adds up to the quote's (less what was refunded), by coupon, by line and by shop.
 */

export interface Settlement {
  readonly currency: string;
  /** What the shopper paid, minor units: what all the shops and the platform are due comes to this. */
  readonly paid: number;
  readonly platform: PlatformSettlement;
  /** By shop, in UTF-16 code units; the platform's own goods and fees, where there are any, first. */
  readonly shops: readonly ShopSettlement[];
  /** One for each coupon and line, then for each coupon and fee, in the quote's order; those that come to 0 are left out. */
  readonly rows: readonly SettlementRow[];
}

/** Minor units. */
export interface PlatformSettlement {
  /** What it bears of the discounts as the platform, on all goods and fees: the sum of `borneByPlatform`. */
  readonly borne: number;
  /** What of the shopper's money is left to it when the shops have what they are due; below 0 where it adds to it. */
  readonly due: number;
}

/** Minor units. `due = goods + shipping − borneByShop = paid + subsidy`. */
export interface ShopSettlement {
  /** Absent: the platform as the seller of its own goods, with the fee for the whole order. */
  readonly shop?: string;
  /** At list price. */
  readonly goods: number;
  /** Before coupons. */
  readonly shipping: number;
  /** What it bears of the coupons itself. */
  readonly borneByShop: number;
  /** What the platform bears of the coupons on its goods and fees. */
  readonly borneByPlatform: number;
  /** What the shopper paid for its goods and fees. */
  readonly paid: number;
  /** What the platform owes it beyond `paid`; below 0 where it bears a discount on the platform's fee. */
  readonly subsidy: number;
  /** What it gets in all. */
  readonly due: number;
}

/** One coupon's share of one line or fee, minor units. `amount = borneByPlatform + borneByShop`. */
export interface SettlementRow {
  readonly coupon: string;
  /** Absent: a shipping fee. */
  readonly line?: string;
  /** Whose line or fee; absent: the platform's own. */
  readonly shop?: string;
  readonly amount: number;
  readonly borneByPlatform: number;
  readonly borneByShop: number;
  /** The shop that bears `borneByShop` where it is not `shop`: of the whole order's fee, where all the goods are that shop's. */
  readonly bearer?: string;
}

export interface SettleOptions {
  /** All refunds of this order so far: then the settlement is of what is kept. */
  readonly refunds?: readonly Pick<Refund, 'lines' | 'fees'>[];
}

/**
 * Returns what each shop and the platform are due.
 * @param cart the cart of which the quote was made
 * @throws CouponError where the quote was made of another, or the refunds are not of this quote
 */
export function settle(cart: Cart, quote: Quote, { refunds = [] }: SettleOptions = {}): Settlement {
  const rows: SettlementRow[] = [];
  const accounts = new Map<string | undefined, Account>();
  const accountOf = (shop: string | undefined): Account => {
    const account = accounts.get(shop) ?? {
      goods: 0,
      shipping: 0,
      borneByShop: 0,
      borneByPlatform: 0,
      paid: 0,
    };
    accounts.set(shop, account);
    return account;
  };
  // What comes back and is taken off again by another refund keeps its place.
  const places = new Map(quote.applied.map(({ coupon }, place) => [coupon, place]));
  for (const { line, shop, bearer, kept } of partsOf(cart, quote, refunds)) {
    const account = accountOf(shop);
    const { payable, shares } = kept;
    account.paid += payable;
    account[line === undefined ? 'shipping' : 'goods'] += payable + discountOf(kept);
    const inOrder = [...shares].sort(([a], [b]) => places.get(a)! - places.get(b)!);
    for (const [coupon, { amount, platform }] of inOrder) {
      account.borneByPlatform += platform;
      accountOf(bearer).borneByShop += amount - platform;
      rows.push({
        coupon,
        ...(line !== undefined && { line }),
        ...(shop !== undefined && { shop }),
        amount,
        borneByPlatform: platform,
        borneByShop: amount - platform,
        ...(bearer !== shop && { bearer: bearer! }),
      });
    }
  }
  const shops = sortBy([...accounts], ([shop = '']) => shop).map(([shop, account]): ShopSettlement => {
    const due = account.goods + account.shipping - account.borneByShop;
    return { ...(shop !== undefined && { shop }), ...account, subsidy: due - account.paid, due };
  });
  const paid = sum(shops.map((each) => each.paid));
  return {
    currency: quote.currency,
    paid,
    platform: {
      borne: sum(shops.map(({ borneByPlatform }) => borneByPlatform)),
      due: paid - sum(shops.map(({ shop, due }) => (shop === undefined ? 0 : due))),
    },
    shops,
    rows,
  };
}

interface Account {
  goods: number;
  shipping: number;
  borneByShop: number;
  borneByPlatform: number;
  paid: number;
}

/** A line or a fee, and whose it is. */
interface Part {
  /** Absent: a fee. */
  readonly line?: string;
  readonly shop: string | undefined;
  /** Who bears what the platform does not. */
  readonly bearer: string | undefined;
  readonly kept: Kept;
}

function partsOf(cart: Cart, quote: Quote, refunds: NonNullable<SettleOptions['refunds']>): Part[] {
  const bought = requireQuoteOf(cart, quote);
  const lines = new Map(quote.lines.map((line) => [line.id, keptOf(line)]));
  const fees = new Map(quote.fees.map((fee) => [fee.shop, keptOf(fee)]));
  for (const refund of refunds) {
    for (const back of refund.lines) refundPart(lines, back.line, back);
    for (const back of refund.fees) refundPart(fees, back.shop, back);
  }
  // Not before: of two refunds, either may be given first.
  demandRefund(
    [...lines.values(), ...fees.values()].every((kept) => kept.payable >= 0 && discountOf(kept) >= 0),
  );
  // A shop's coupon reaches the whole order's fee where all the goods are that shop's: then the shop bears it.
  const [first] = cart.lines;
  const onlyShop = cart.lines.every(({ shop }) => shop === first!.shop) ? first?.shop : undefined;
  return [
    ...[...lines].map(([line, kept]): Part => {
      const { shop } = bought.get(line)!;
      return { line, shop, bearer: shop, kept };
    }),
    ...[...fees].map(([shop, kept]): Part => ({ shop, bearer: shop ?? onlyShop, kept })),
  ];
}

function refundPart<Key>(parts: Map<Key, Kept>, key: Key, back: Omit<RefundedFee, 'shop'>): void {
  demandRefund(parts.has(key));
  parts.set(key, takeBack(parts.get(key)!, back.amount, back.allocations));
}

function discountOf({ shares }: Kept): number {
  return sum([...shares.values()].map(({ amount }) => amount));
}

function demandRefund(holds: boolean): void {
  demand('options.refunds', holds, 'give the refunds of this quote, each once.');
}
