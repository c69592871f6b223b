import assert from 'node:assert/strict';
import { tally } from './assert-sold-exactly.js';
import type { Answer } from './ask.js';
import type { Store } from './store.js';

/** Nothing was accepted: each answer is a refusal of this kind, and the store holds nothing for anybody. */
export async function assertRefused(
  store: Store,
  answers: readonly Answer[],
  codes: readonly string[],
): Promise<void> {
  const others = answers.filter(({ status, body }) => status < 400 || !codes.includes(body?.code));
  assert.deepEqual(tally(others), {}, 'answers other than expected');
  assert.deepEqual(await store.select('SELECT id FROM hold'), [], 'holds');
}
