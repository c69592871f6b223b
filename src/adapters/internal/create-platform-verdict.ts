import type { Coupon, Layer } from '../../model/coupon.js';
import type { Allocation, Quote } from '../../model/quote.js';
import type { Reason } from '../../model/refusal.js';
import { split } from '../../money/allocate.js';
import { hashCart } from '../../protocol/hash-cart.js';
import type { Outcome, Verdict } from '../../protocol/messages.js';
import type { PlatformCart, PlatformDiscount } from './platform.js';

/** A coupon that is to be on the cart. */
export interface Wanted {
  /** Its id. */
  readonly coupon: string;
  /** Absent: the platform gives it by itself. */
  readonly code?: string | undefined;
  /** Absent where the feed does not know it. */
  readonly definition?: Coupon | undefined;
}

/** One row of discount, whole minor units. */
interface Row {
  readonly from: string | undefined;
  /** Absent: the platform gives it by itself, and nobody asked for it. */
  readonly coupon: string | undefined;
  readonly label: string;
  readonly amount: number;
}

/** The smallest part of a minor unit that counts. */
const fractions = 10_000;

/**
 * Says what a platform's cart means for the coupons that were wanted: which took effect, what each takes off, what is due. Its numbers are taken as they are;
 * where they have fractions of a minor unit, the amount due is rounded once, half up, and the discounts by largest remainder, so that all adds up.
 *
 * @param reasonOf why a coupon was refused, where that is known
 * @param isSame whether two codes are one to the platform
 * @param splits whether its discounts by line are to be told
 */
export async function createPlatformVerdict(
  platform: PlatformCart,
  wanted: readonly Wanted[],
  reasonOf: (wanted: Wanted) => Reason | undefined,
  isSame: (one: string, other: string) => boolean,
  splits: boolean,
  at: number,
): Promise<Verdict> {
  const { cart, basis, tax, codes } = platform;
  const subtotal = sum(cart.lines.map(({ unitPrice, quantity }) => unitPrice * quantity));
  const shipping = sum((cart.shipping ?? []).map(({ fee }) => fee));
  // Never -0, which would be shown so.
  const payable = Math.round(platform.payable) + 0;
  const rows = toRows(platform.discounts, subtotal + shipping - payable, ({ code, promotion }) =>
    wanted.find((each) => (code && each.code ? isSame(each.code, code) : !code && each.coupon === promotion)),
  );
  const discount = sum(rows.map(({ amount }) => amount));
  const amountOf = (coupon: string) => sumOf(rows, (row) => row.coupon === coupon);
  const outcomes = wanted.map((each): Outcome => {
    const { coupon, code } = each;
    const amount = amountOf(coupon);
    if (amount > 0) return { coupon, state: 'effective', reasons: [], amount };
    const isAttached = code !== undefined && codes.some((other) => isSame(other, code));
    return {
      coupon,
      state: isAttached ? 'attached' : 'rejected',
      reasons: [reasonOf(each) ?? { code: 'unspecified', params: {} }],
    };
  });
  const automatic = [
    ...new Set(rows.filter(({ coupon, amount }) => !coupon && amount).map(({ label }) => label)),
  ].map((label) => ({ label, amount: sumOf(rows, (row) => !row.coupon && row.label === label) }));
  const adds = payable === subtotal + shipping - discount;
  const quote = splits && adds && automatic.length === 0 ? toQuote(platform, wanted, rows) : undefined;
  return {
    cartHash: await hashCart(cart),
    at,
    outcomes,
    automatic,
    totals: {
      subtotal,
      discount,
      ...(cart.shipping && { shipping }),
      ...(tax !== undefined && { tax: Math.round(tax) }),
      payable,
      basis,
    },
    ...(quote && { quote }),
  };
}

/** @param expected what the discounts must add up to, where nothing but rounding is between */
function toRows(
  discounts: readonly PlatformDiscount[],
  expected: number,
  find: (discount: PlatformDiscount) => Wanted | undefined,
): readonly Row[] {
  const rows = discounts.map((discount) => ({ ...discount, coupon: find(discount)?.coupon }));
  const told = sum(rows.map(({ amount }) => amount));
  const total = Math.abs(told - expected) < 1 && expected >= 0 ? expected : Math.round(told);
  // First what each coupon takes off, then from where.
  const nameOf = ({ coupon, label }: (typeof rows)[number]) => coupon ?? `automatic ${label}`;
  const groups = [...new Set(rows.map(nameOf))].map((name) => rows.filter((row) => nameOf(row) === name));
  const amounts = allocateExactly(
    total,
    groups.map((group) => sum(group.map(({ amount }) => amount))),
  );
  return groups.flatMap((group, index) => {
    const shares = allocateExactly(
      amounts[index]!,
      group.map(({ amount }) => amount),
    );
    return group.map(({ from, coupon, label }, row) => ({ from, coupon, label, amount: shares[row]! }));
  });
}

/** @param weights with fractions */
function allocateExactly(total: number, weights: readonly number[]): readonly number[] {
  return split(
    total,
    weights.map((weight) => Math.round(weight * fractions)),
  );
}

/** Returns nothing where it is not told from where each coupon takes its discount, or where that would be more than is there. */
function toQuote(
  { cart, payable }: PlatformCart,
  wanted: readonly Wanted[],
  rows: readonly Row[],
): Quote | undefined {
  const places = [...cart.lines.map(({ id }) => id), ...(cart.shipping ? ['shipping'] : [])];
  if (!rows.every(({ from, amount }) => amount === 0 || places.includes(from ?? ''))) return undefined;
  if (cart.shipping && cart.shipping.length > 1) return undefined;
  const used = wanted.filter(({ coupon }) => rows.some((row) => row.coupon === coupon && row.amount > 0));
  const part = (from: string, list: number) => {
    const allocations = used
      .map(({ coupon, definition }): Allocation => {
        const amount = sumOf(rows, (row) => row.coupon === coupon && row.from === from);
        return { coupon, amount, platform: isOfShop(definition) ? 0 : amount };
      })
      .filter(({ amount }) => amount > 0);
    const discount = sum(allocations.map(({ amount }) => amount));
    return { discount, payable: list - discount, allocations };
  };
  const lines = cart.lines.map(({ id, unitPrice, quantity }) => {
    const subtotal = unitPrice * quantity;
    return { id, subtotal, ...part(id, subtotal) };
  });
  const fees = (cart.shipping ?? []).map((fee) => ({ ...fee, ...part('shipping', fee.fee) }));
  const parts = [...lines, ...fees];
  if (parts.some(({ payable }) => payable < 0)) return undefined;
  return {
    currency: cart.currency,
    subtotal: sum(lines.map(({ subtotal }) => subtotal)),
    shipping: sum(fees.map(({ fee }) => fee)),
    discount: sum(parts.map(({ discount }) => discount)),
    payable: Math.round(payable) + 0,
    lines,
    fees,
    applied: used.map(({ coupon, definition }) => {
      const shares = parts.flatMap((each) => each.allocations.filter((share) => share.coupon === coupon));
      return {
        coupon,
        layer: layerOf(
          definition,
          fees.some((fee) => fee.allocations.some((share) => share.coupon === coupon)),
        ),
        amount: sum(shares.map(({ amount }) => amount)),
        platform: sum(shares.map(({ platform }) => platform)),
      };
    }),
    refused: [],
  };
}

/** Under which heading it is shown; where the feed does not say, by what it took its discount from. */
function layerOf(definition: Coupon | undefined, takesShipping: boolean): Layer {
  return definition?.layer ?? (takesShipping ? 'shipping' : isOfShop(definition) ? 'shop' : 'platform');
}

function isOfShop(definition: Coupon | undefined): boolean {
  return typeof definition?.issuer === 'object';
}

function sumOf(rows: readonly Row[], isMeant: (row: Row) => boolean): number {
  return sum(rows.filter(isMeant).map(({ amount }) => amount));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
