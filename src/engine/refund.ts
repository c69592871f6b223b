import { sum } from '../money/allocate.js';
import { demand } from '../money/coupon-error.js';
import type { Cart, Line } from '../model/cart.js';
import type { Quote, QuoteFee } from '../model/quote.js';
import type { Refund, RefundedCoupon, RefundedFee, RefundedLine, ReturnedUnits } from '../model/refund.js';
import type { Engine } from './create-engine.js';
import { difference, type Change } from './refund-kept.js';
import { keepProportional } from './refund-proportional.js';
import { recalculate, type AlreadyRefunded, type RecalculateOptions } from './refund-recalculated.js';
import { requireQuoteOf } from './require-quote-of.js';

/** What is paid back for what is returned, and what of each coupon does that undo? */

export type { AlreadyRefunded } from './refund-recalculated.js';

export type RefundOptions = {
  /** The `lines` of this order's earlier refunds, all in one list. */
  readonly already?: readonly AlreadyRefunded[];
  /** Whether the fees are paid back, with the last unit of the order. Default false. */
  readonly shipping?: boolean;
} & (
  | {
      /** Each unit gives back what was paid for it. The default. */
      readonly mode?: 'proportional';
    }
  | ({
      /** The kept goods are priced anew, as of `now`: with the moment of the order, coupons that have expired meanwhile still apply. */
      readonly mode: 'recalculated';
    } & RecalculateOptions)
);

/**
 * Returns `refund` over an engine: what returned units pay back, and what that undoes of each coupon, by funder. The refunds of one order, in one
 * mode, in any order and portions, add up to what was paid and to the coupons' shares. It throws a CouponError where the quote is another cart's, a
 * line is unknown, or more comes back than was bought.
 *
 * @param price the engine's `quote`, which prices what is kept
 */
export function createRefund(price: Engine['quote']) {
  return (
    cart: Cart,
    quote: Quote,
    returned: readonly ReturnedUnits[],
    options: RefundOptions = {},
  ): Refund => {
    const { already = [], shipping = false } = options;
    const bought = requireQuoteOf(cart, quote);
    const backBefore = countUnits(bought, already, 'options.already', 0);
    const back = countUnits(bought, returned, 'returned', 1, backBefore);
    const changes = changeLines(cart, quote, backBefore, back, price, options);
    const isLast = returned.length > 0 && cart.lines.every(({ id, quantity }) => back.get(id) === quantity);
    const lines = refundLines(quote, changes, (line) => back.get(line)! - backBefore.get(line)!);
    const fees = shipping && isLast ? quote.fees.map(refundFee) : [];
    const goods = sum(lines.map(({ amount }) => amount));
    const feesBack = sum(fees.map(({ amount }) => amount));
    return {
      currency: quote.currency,
      amount: goods + feesBack,
      goods,
      shipping: feesBack,
      lines,
      fees,
      coupons: refundCoupons(quote, changes, lines, fees),
    };
  };
}

type Units = ReadonlyMap<string, number>;

/** Returns how many units of each line have come back: those of `before` and these. */
function countUnits(
  bought: ReadonlyMap<string, Line>,
  rows: readonly ReturnedUnits[],
  path: string,
  least: number,
  before: Units = new Map([...bought.keys()].map((id) => [id, 0])),
): Units {
  const units = new Map(before);
  rows.forEach(({ line, quantity }, index) => {
    const left = (bought.get(line)?.quantity ?? 0) - (units.get(line) ?? 0);
    demand(`${path}[${index}].line`, bought.has(line), 'give the id of a line of the cart.');
    demand(
      `${path}[${index}].quantity`,
      Number.isSafeInteger(quantity) && quantity >= least && quantity <= left,
      `give an integer ≥ ${least}; of this line ${left} can still come back.`,
    );
    units.set(line, units.get(line)! + quantity);
  });
  return units;
}

/** What was kept of each line of the quote, and what is kept now. */
function changeLines(
  cart: Cart,
  quote: Quote,
  backBefore: Units,
  back: Units,
  price: Engine['quote'],
  options: RefundOptions,
): readonly Change[] {
  if (options.mode === 'recalculated') return recalculate(cart, quote, back, price, options);
  const { mode = 'proportional' } = options;
  demand('options.mode', mode === 'proportional', 'give "proportional" or "recalculated".');
  const units = new Map(cart.lines.map(({ id, quantity }) => [id, quantity]));
  return quote.lines.map((line) => {
    const keep = (came: Units) => keepProportional(line, units.get(line.id)!, came.get(line.id)!);
    const before = keep(backBefore);
    return { before, after: back.get(line.id) === backBefore.get(line.id) ? before : keep(back) };
  });
}

function refundLines(
  { lines, applied }: Quote,
  changes: readonly Change[],
  quantityOf: (line: string) => number,
): RefundedLine[] {
  const coupons = applied.map(({ coupon }) => coupon);
  return changes.flatMap(({ before, after }, index) => {
    if (before === after) return [];
    const { id } = lines[index]!;
    const quantity = quantityOf(id);
    const amount = before.payable - after.payable;
    const allocations = difference(before.shares, after.shares, coupons);
    return quantity || amount || allocations.length ? [{ line: id, quantity, amount, allocations }] : [];
  });
}

function refundFee({ shop, payable, allocations }: QuoteFee): RefundedFee {
  return { ...(shop !== undefined && { shop }), amount: payable, allocations };
}

function refundCoupons(
  quote: Quote,
  changes: readonly Change[],
  lines: readonly RefundedLine[],
  fees: readonly RefundedFee[],
): RefundedCoupon[] {
  const undone = [...lines, ...fees].flatMap(({ allocations }) => allocations);
  return quote.applied.flatMap(({ coupon }) => {
    const shares = undone.filter((share) => share.coupon === coupon);
    const amount = sum(shares.map((share) => share.amount));
    const platform = sum(shares.map((share) => share.platform));
    const isKept = (time: keyof Change) => changes.some((change) => change[time].shares.has(coupon));
    const isOnFee = quote.fees.some(({ allocations }) =>
      allocations.some((share) => share.coupon === coupon),
    );
    // Fees come with the last unit.
    const returned = isOnFee ? fees.length > 0 : isKept('before') && !isKept('after');
    return amount || platform || returned ? [{ coupon, amount, platform, returned }] : [];
  });
}
