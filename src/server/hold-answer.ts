import type { HoldAnswer } from '../protocol/messages.js';
import type { Hold } from './ledgers/ledger.js';

/** Returns a hold as shoppers and merchants see it. */
export function holdAnswer({ id, state, until, extended }: Hold): HoldAnswer {
  return {
    hold: {
      id,
      state,
      expiresAt: new Date(until).toISOString(),
      extendable: state === 'reserved' && !extended,
    },
  };
}
