import type { Ledger } from '../../src/server/ledgers/ledger.js';
import type { Contender } from './contender.js';

/** Our ledger, as a server's routes ask it: with an idempotency key, a limit by shopper, and an entry in the audit log. */
export function createLedgerContender(name: string, ledger: Ledger): Contender {
  const stocks = new Map<string, number>();
  return {
    name,
    async open(coupon, stock) {
      stocks.set(coupon, stock);
    },
    async claim(coupon, shopper) {
      const { state } = await ledger.claim({
        coupon,
        shopper,
        stock: stocks.get(coupon)!,
        perShopper: 1,
        subject: shopper,
        key: coupon,
        request: coupon,
      });
      if (state !== 'done' && state !== 'sold-out') throw new Error(`a claim was refused: ${state}`);
      return state === 'done';
    },
    count: async (coupon) => (await ledger.counts()).get(coupon)?.granted ?? 0,
    close: () => ledger.close(),
  };
}
