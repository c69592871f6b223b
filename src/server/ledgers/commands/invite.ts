import { createHash, randomBytes } from 'node:crypto';
import type { Command } from '../command.js';
import type { InvitationRecord, InviteAttempt } from '../issuing.js';
import type { Decision } from '../ledger.js';
import type { InvitationRow } from '../rows.js';
import { done } from './decision.js';

/** So many random bytes are 16 characters. */
const codeBytes = 12;

/** Makes an invitation; of the same content a shopper has one. */
export function invite(attempt: InviteAttempt): Command<Decision<InvitationRecord, never>> {
  const { campaign, shopper, content = '' } = attempt;
  const digest = createHash('sha256').update(content).digest('hex');
  return {
    keyed: attempt,
    // The account is the lock.
    needs: { shoppers: [shopper], invitation: { shopper, campaign, digest } },
    decide(set) {
      for (const row of set.invitations.values()) {
        if (row.shopper === shopper && row.campaign === campaign && row.digest === digest) {
          return done(invitationOf(row), true);
        }
      }
      const code = randomBytes(codeBytes).toString('base64url');
      const row: InvitationRow = { code, campaign, shopper, content, digest, at: set.now };
      set.invitations.add(row);
      set.record({ event: 'invited', campaign });
      return done(invitationOf(row));
    },
  };
}

export function invitationOf({ code, campaign, shopper, content, at }: InvitationRow): InvitationRecord {
  return { code, campaign, shopper, ...(content && { content }), at };
}
