import { createHash, randomBytes } from 'node:crypto';
import { normalizeCode } from '../../../model/normalize-code.js';
import type { Command } from '../command.js';
import type { CodeAttempt } from '../issuing.js';
import type { Decision, Holding } from '../ledger.js';
import { freeOrdinal } from './claim.js';
import { done, holdingOf } from './decision.js';

type ExchangeDecision = Decision<Holding, 'unknown-code'>;

/** Crockford's base 32: without the letters that are read as digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 12;

/** Returns a new personal code. */
export function createCode(): string {
  const letters = [...randomBytes(codeLength)].map((byte) => alphabet[byte % alphabet.length]!);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Returns who has the piece of a code until somebody types it: its hash, so that nobody reads codes in the store. Hyphens, spaces and case do not count. */
export function codeHolder(code: string): string {
  const plain = normalizeCode(code).replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return `code:${createHash('sha256').update(plain).digest('hex')}`;
}

/** Whoever types a code first has its piece. @param coupon the piece's; absent: there is none any more */
export function exchangeCode(attempt: CodeAttempt, coupon: string | undefined): Command<ExchangeDecision> {
  const { code, shopper } = attempt;
  const holder = codeHolder(code);
  return {
    keyed: attempt,
    // The coupon's counter guards whose its pieces are.
    needs:
      coupon === undefined
        ? {}
        : { coupons: [coupon], pieces: [holder, shopper].map((each) => ({ coupon, shopper: each })) },
    decide(set) {
      for (const row of set.claims.values()) {
        if (row.shopper !== holder || row.state !== 'held') continue;
        if (row.valid_until !== null && row.valid_until <= set.now) break;
        const ordinal = freeOrdinal(set, row.coupon, shopper);
        const next = { ...row, shopper, ordinal, per_shopper: ordinal };
        set.claims.change(next);
        set.record({ event: 'exchanged', claim: row.id, coupon: row.coupon });
        return done(holdingOf(next));
      }
      return { state: 'unknown-code' };
    },
  };
}
