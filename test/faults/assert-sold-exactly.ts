import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ask, NoAnswerError, type Answer } from './ask.js';
import { checkInvariants } from './check-invariants.js';
import type { Stage } from './stage.js';
import type { Store } from './store.js';

/** What became of many tries for one coupon. */
export interface Sale {
  readonly coupon: string;
  readonly stock: number;
  readonly answers: readonly Answer[];
  /** From the first try to the last answer. */
  readonly tookMs: number;
}

/** Lets so many shoppers try for one coupon, once each, all at the same moment, over all instances. */
export async function sell(stage: Stage, coupon: string, stock: number, tries: number): Promise<Sale> {
  const run = randomUUID().slice(0, 8);
  const customers = Array.from({ length: tries }, (_, index) => stage.customer(`${run}-${index}`));
  // Nothing is slower than the first request to a process.
  await Promise.all(stage.instances.map((instance) => ask(instance.address, '/healthz', { method: 'GET' })));
  const started = performance.now();
  const answers = await Promise.all(customers.map((customer) => customer.claim(stage.any(), coupon, run)));
  return { coupon, stock, answers, tookMs: performance.now() - started };
}

/**
 * What is sold is the stock, exactly: by the answers, by the counter and by the rows. Everybody else is told that it is sold out, and nothing else
 * has happened.
 */
export async function assertSoldExactly(store: Store, { coupon, stock, answers }: Sale): Promise<void> {
  assert.deepEqual(tally(answers), tallyOf(stock, answers.length), `answers of ${coupon}`);
  const ids = new Set(
    answers.filter(({ status }) => status === 201).map(({ body }) => body.held.id as string),
  );
  assert.equal(ids.size, stock, 'each grant is another piece');
  await assertNotOversold(store, { coupon, stock });
  const rows = await store.select<{ id: string }>(`SELECT id FROM claim WHERE coupon = '${coupon}'`);
  assert.deepEqual(new Set(rows.map(({ id }) => id)), ids, 'what was answered is what is there');
}

/** By the counter and by the rows, and everything else in the store is whole. */
export async function assertNotOversold(
  store: Store,
  { coupon, stock }: Pick<Sale, 'coupon' | 'stock'>,
): Promise<void> {
  const [counter] = await store.select<{ granted: number }>(
    `SELECT granted FROM counter WHERE coupon = '${coupon}'`,
  );
  const [rows] = await store.select<{ count: number }>(
    `SELECT count(*) AS count FROM claim WHERE coupon = '${coupon}'`,
  );
  assert.equal(rows!.count, stock, 'by the rows');
  assert.equal(counter!.granted, stock, 'by the counter');
  assert.deepEqual(await checkInvariants(store), []);
}

/** How often each answer was given: `201`, `409 sold-out`. */
export function tally(answers: readonly (Answer | NoAnswerError)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const name =
      answer instanceof NoAnswerError
        ? 'no answer'
        : answer.status < 400
          ? String(answer.status)
          : `${answer.status} ${answer.body?.code}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function tallyOf(stock: number, tries: number): Record<string, number> {
  return { 201: stock, ...(tries > stock && { '409 sold-out': tries - stock }) };
}
