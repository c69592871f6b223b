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
