import type { Command } from '../command.js';
import type { Begun } from '../issuing.js';
import type { Decision, Keyed } from '../ledger.js';
import { done } from './decision.js';

/** Nothing but the key is written. */
export function begin(keyed: Keyed): Command<Decision<Begun, never>> {
  return { keyed, needs: {}, decide: (set) => done({ at: set.now }) };
}
