import { canonicalJson } from '../../protocol/canonical-json.js';
import type { Keyed } from '../ledgers/ledger.js';

/** Returns the key of what the server does by itself: the same for the same act, however it comes to it. No shopper and no merchant can have such a one. */
export function serverKey(...act: readonly string[]): Keyed {
  const key = canonicalJson(act);
  return { subject: 'server', key, request: key };
}
