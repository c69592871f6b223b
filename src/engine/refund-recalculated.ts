import { split, sum } from '../money/allocate.js';
import { demand } from '../money/coupon-error.js';
import { roundProduct } from '../money/divide.js';
import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Allocation, AppliedCoupon, Quote } from '../model/quote.js';
import type { RefundedLine } from '../model/refund.js';
import { sortBy } from '../model/sort-by.js';
import type { Engine } from './create-engine.js';
import type { QuoteOptions } from './prepare.js';
import { difference, keptOf, noShare, nothingKept, takeBack, type Change, type Kept } from './refund-kept.js';

/** What is kept of each line before and after a return where the kept goods are priced anew? */

/** What was returned and paid back before: the lines of the earlier refunds. */
export interface AlreadyRefunded extends Omit<RefundedLine, 'allocations'> {
  /** Absent: nothing was undone then; it will be with the last refund. */
  readonly allocations?: RefundedLine['allocations'];
}

export interface RecalculateOptions extends QuoteOptions {
  /** At least those that the quote applied. */
  readonly coupons: readonly Coupon[];
  /** All earlier refunds' lines of this order. */
  readonly already?: readonly AlreadyRefunded[];
}

/**
 * The kept goods stay at what they cost with those of the same coupons that still apply, but never at more than the shopper has still paid for
 * them: what is above that is paid back. Each kept line then is as the new quote has it. Where that comes to more than is still paid, nobody is
 * charged: of the coupons that kept lines lose, so much stays in force, in proportion to what is lost.
 *
 * @param back how many units of each line have come back, with this return
 */
export function recalculate(
  cart: Cart,
  quote: Quote,
  back: ReadonlyMap<string, number>,
  price: Engine['quote'],
  { already = [], ...options }: RecalculateOptions,
): readonly Change[] {
  const before = keptUntilNow(quote, already);
  const again = priceAnew(cart, quote, back, price, options, before);
  const excess = Math.max(0, payableOf(again) - payableOf(before));

  const lost = again.map(({ shares }, index) =>
    difference(before[index]!.shares, shares).filter(({ amount }) => amount > 0),
  );
  const lostByLine = again.map(({ payable }, index) =>
    Math.min(payable, sum(lost[index]!.map(({ amount }) => amount))),
  );
  // Less can be lost than there is to share only where other amounts were paid back than this function gave.
  const weights = sum(lostByLine) < excess ? again.map(({ payable }) => payable) : lostByLine;
  // The odd cent goes to the smaller line id, whatever the order of the lines.
  const order = sortBy([...weights.keys()], (index) => quote.lines[index]!.id);
  const inForce = [...weights];
  const ordered = order.map((index) => weights[index]!);
  split(excess, ordered).forEach((share, position) => (inForce[order[position]!] = share));
  return again.map((line, index) => ({
    before: before[index]!,
    after: leaveInForce(inForce[index]!, lost[index]!, line, before[index]!),
  }));
}

function keptUntilNow({ lines }: Quote, already: readonly AlreadyRefunded[]): readonly Kept[] {
  const kept = lines.map(keptOf);
  const paid = payableOf(kept);
  const indexOf = new Map(lines.map(({ id }, index) => [id, index]));
  already.forEach(({ line, amount, allocations = [] }, position) => {
    demand(
      `options.already[${position}].amount`,
      Number.isSafeInteger(amount),
      'give minor units, an integer.',
    );
    const index = indexOf.get(line)!;
    kept[index] = takeBack(kept[index]!, amount, allocations);
  });
  const left = payableOf(kept);
  demand(
    'options.already',
    left >= 0 && left <= paid,
    `amounts must come to 0–${paid}, what was paid for the goods.`,
  );
  return kept;
}

/** The lines of the quote as their kept units cost now. */
function priceAnew(
  cart: Cart,
  { lines, applied }: Quote,
  back: ReadonlyMap<string, number>,
  price: Engine['quote'],
  { coupons, ...options }: Omit<RecalculateOptions, 'already'>,
  before: readonly Kept[],
): readonly Kept[] {
  demand(
    'options.now',
    Number.isFinite(options.now),
    'give the moment of the order, in milliseconds since the epoch.',
  );
  // What has gone back to the shopper does not apply again.
  const isKept = ({ coupon }: AppliedCoupon) => before.some(({ shares }) => shares.has(coupon));
  const wanted = applied.filter(isKept).map(({ coupon }) => {
    const found = coupons?.find(({ id }) => id === coupon);
    demand('options.coupons', !!found, `give all that the quote applied; "${coupon}" is missing.`);
    return found!;
  });
  const rest = cart.lines.flatMap((line) => {
    const quantity = line.quantity - back.get(line.id)!;
    return quantity ? [{ ...line, quantity }] : [];
  });
  const again = price({ ...cart, lines: rest }, wanted, options);
  const byId = new Map(again.lines.map((line) => [line.id, keptOf(line)]));
  return lines.map(({ id }) => byId.get(id) ?? nothingKept);
}

/** Takes `amount` off a line again, as shares of the coupons that it would lose. */
function leaveInForce(amount: number, lost: readonly Allocation[], line: Kept, before: Kept): Kept {
  if (!amount) return line;
  const amounts = lost.map((share) => share.amount);
  const shares = new Map(line.shares);
  split(Math.min(amount, sum(amounts)), amounts).forEach((share, index) => {
    if (!share) return;
    const { coupon } = lost[index]!;
    const was = before.shares.get(coupon)!;
    const is = shares.get(coupon) ?? noShare;
    shares.set(coupon, {
      amount: is.amount + share,
      platform: is.platform + roundProduct(was.platform, share, was.amount),
    });
  });
  return { payable: line.payable - amount, shares };
}

function payableOf(lines: readonly Kept[]): number {
  return sum(lines.map(({ payable }) => payable));
}
