import type { Decision } from './ledgers/ledger.js';
import type { Call, Services } from './route.js';

/**
 * Returns what the call's idempotency key has had as its effect before; `undefined`: nothing yet. The ledger itself says so of every attempt; this is for
 * calls that would be refused before they come so far, since what was granted once is answered with the same for good.
 */
export async function replay<Value>(
  { keyed }: Call,
  { ledger }: Services,
): Promise<Decision<Value, never> | undefined> {
  const recalled = await ledger.recall(keyed.subject, keyed.key);
  if (!recalled) return undefined;
  if (recalled.request !== keyed.request) return { state: 'key-reused' };
  return { state: 'done', value: recalled.value as Value, replayed: true };
}
