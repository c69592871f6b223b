import { CouponError } from '../money/coupon-error.js';
import { sum } from '../money/allocate.js';
import type { Cart } from '../model/cart.js';
import type { Allocation, Quote } from '../model/quote.js';
import { sortBy } from '../model/sort-by.js';

/**
 * Who bears what of an order's coupons, and what is each shop due?
 *
 * The platform has the shopper's money and pays the shops. A coupon's share of a line or a fee is borne by the platform as far as its
 * `funding` says, the rest by the shop whose line or fee it is. What belongs to no shop is the platform's own: there it bears the rest too,
 * as the seller. Every number below adds up to the quote's, by coupon, by line and by shop.
 */

export interface Settlement {
  readonly currency: string;
  /** What the shopper paid, minor units: what all the shops and the platform are due comes to this. */
  readonly paid: number;
  readonly platform: PlatformSettlement;
  /** By shop, in UTF-16 code units; the platform's own goods and fees, where there are any, first. */
  readonly shops: readonly ShopSettlement[];
  /** One for each coupon and line, then for each coupon and fee, in the quote's order. */
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

/**
 * Returns what each shop and the platform are due.
 * @param cart the cart of which the quote was made
 * @throws CouponError where it was made of another
 */
export function settle(cart: Cart, quote: Quote): Settlement {
  const rows: SettlementRow[] = [];
  const accounts = new Map<string | undefined, Account>();
  const accountOf = (shop: string | undefined): Account => {
    if (!accounts.has(shop))
      accounts.set(shop, { goods: 0, shipping: 0, borneByShop: 0, borneByPlatform: 0, paid: 0 });
    return accounts.get(shop)!;
  };
  for (const { line, shop, bearer, goods, shipping, paid, allocations } of partsOf(cart, quote)) {
    const account = accountOf(shop);
    account.goods += goods;
    account.shipping += shipping;
    account.paid += paid;
    for (const { coupon, amount, platform } of allocations) {
      account.borneByPlatform += platform;
      accountOf(bearer).borneByShop += amount - platform;
      rows.push({
        coupon,
        ...(line !== undefined && { line }),
        ...(shop !== undefined && { shop }),
        amount,
        borneByPlatform: platform,
        borneByShop: amount - platform,
        ...(bearer !== undefined && bearer !== shop && { bearer }),
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
  readonly line?: string;
  readonly shop: string | undefined;
  /** Who bears what the platform does not. */
  readonly bearer: string | undefined;
  readonly goods: number;
  readonly shipping: number;
  readonly paid: number;
  readonly allocations: readonly Allocation[];
}

function partsOf(cart: Cart, quote: Quote): Part[] {
  const demand = (argument: string, holds: boolean): void => {
    if (!holds)
      throw new CouponError('invalid-argument', argument, 'give the cart of which the quote was made.');
  };
  const { lines, shipping = [] } = cart;
  demand('quote.currency', quote.currency === cart.currency);
  demand('quote.lines', quote.lines.length === lines.length);
  demand('quote.fees', quote.fees.length === shipping.length);
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const feeOf = new Map(shipping.map(({ shop, fee }) => [shop, fee]));
  // A shop's coupon reaches the whole order's fee where all the goods are that shop's: then the shop bears it.
  const onlyShop = lines.every(({ shop }) => shop === lines[0]!.shop) ? lines[0]?.shop : undefined;
  return [
    ...quote.lines.map(({ id, subtotal, payable, allocations }, index): Part => {
      const line = lineOf.get(id);
      demand(
        `quote.lines[${index}]`,
        !!line && line.unitPrice * line.quantity === subtotal && lineOf.delete(id),
      );
      const { shop } = line!;
      return { line: id, shop, bearer: shop, goods: subtotal, shipping: 0, paid: payable, allocations };
    }),
    ...quote.fees.map(({ shop, fee, payable, allocations }, index): Part => {
      demand(`quote.fees[${index}]`, feeOf.get(shop) === fee && feeOf.delete(shop));
      return { shop, bearer: shop ?? onlyShop, goods: 0, shipping: fee, paid: payable, allocations };
    }),
  ];
}
