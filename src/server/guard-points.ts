import type { CouponEntry } from './parse-coupon-file.js';
import { LedgerUnavailableError } from './ledgers/ledger.js';
import type { PointsAccount } from './points-account.js';

/**
 * Returns an account whose faults say that the same call may be repeated: whatever it throws, `unavailable` is what the page and the merchant's backend get to hear.
 * @param onFault takes what it threw
 */
export function guardPoints(account: PointsAccount, onFault: (error: unknown) => void): PointsAccount {
  const guard =
    <Input, Output>(call: (input: Input) => Promise<Output>) =>
    async (input: Input): Promise<Output> => {
      try {
        return await call(input);
      } catch (cause) {
        onFault(cause);
        throw new LedgerUnavailableError('the points account does not answer', { cause });
      }
    };
  return {
    balance: guard((shopper) => account.balance(shopper)),
    take: guard((payment) => account.take(payment)),
    giveBack: guard((payment) => account.giveBack(payment)),
    give: guard((payment) => account.give(payment)),
  };
}

/**
 * Returns the coupons without those that cost points and money at once, which are disabled: where nobody pays the money, the ledger gives the piece up by itself, and could not
 * give points back that are not its own.
 * @param onFault is told of each
 */
export function disableMixedCosts(
  entries: readonly CouponEntry[],
  onFault: (error: unknown) => void,
): readonly CouponEntry[] {
  return entries.map((entry) => {
    const { coupon, claim } = entry;
    if (claim.cost?.points === undefined || claim.cost.amount === undefined) return entry;
    onFault(new Error(`coupon ${coupon.id} costs points and money: not with points that live elsewhere`));
    return { coupon, claim: { ...claim, disabled: true } };
  });
}
