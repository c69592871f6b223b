import assert from 'node:assert/strict';
import { tally } from './assert-sold-exactly.js';
import type { Answer } from './ask.js';
import { checkInvariants } from './check-invariants.js';
import type { Customer } from './shop.js';
import type { Stage } from './stage.js';
import type { Store } from './store.js';

/** One shopper wants more of a coupon than one may have, in so many requests at once, each with a key of its own. */
export async function grab(
  stage: Stage,
  customer: Customer,
  coupon: string,
  tries: number,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: tries }, () => customer.claim(stage.any(), coupon)));
}

/** One piece was granted, and everything else is refused by the limit. */
export async function assertWithinLimit(
  store: Store,
  { name }: Customer,
  answers: readonly Answer[],
): Promise<void> {
  const rows = await store.select(`SELECT id FROM claim WHERE shopper = 'shopper:${name}'`);
  assert.equal(rows.length, 1, 'pieces of one shopper');
  assert.deepEqual(tally(answers), { 201: 1, '409 shopper-limit': answers.length - 1 });
  assert.deepEqual(await checkInvariants(store), []);
}
