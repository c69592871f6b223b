import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { tally } from './assert-sold-exactly.js';
import type { Answer } from './ask.js';
import { mapInParallel } from './map-in-parallel.js';
import { size } from './size.js';
import { openStage } from './stage.js';
import { createPostgresStore } from './store.js';

const guesses = size(1_500, 10_000);
const addresses = 200;
/** A /24 each. */
const networks = 10;
const wrongByNetwork = 20;
const wrongByShopper = 5;
const samples = size(100, 500);
const rounds = 10;
const largestGapMs = 1;

const coupon = (code: string, claim: object) => ({
  coupon: {
    id: code.toLowerCase(),
    code,
    benefit: { kind: 'amount', amount: 500 },
    conditions: { minSpend: 1000 },
  },
  claim,
});
const coupons = [
  coupon('TODAY', {}),
  coupon('DISABLED', { disabled: true }),
  coupon('FUTURE', { opensAt: '2099-01-01T00:00:00Z' }),
  coupon('ANNS', { shoppers: ['ann'] }),
];
/** Of the same length as any other, so that the clock compares nothing but knowledge. */
const secretCodes = ['UNKNOWN', 'DISABLED', 'FUTURE', 'ANNS'];

describe('guessing codes', { timeout: 300_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  test('is over after twenty wrong ones a network and five a shopper, at all instances together', async (t) => {
    const store = await createPostgresStore(cluster);
    const stage = await openStage({ store, coupons, instances: 2 });
    // A new shopper for every guess: only the network tells who guesses.
    const from = (index: number): string =>
      `127.0.${1 + (index % networks)}.${1 + (index % (addresses / networks))}`;
    let unavailable = 0;
    const answers = await mapInParallel(Array.from({ length: guesses }), 100, async (_, index) => {
      const guesser = stage.customer(`guesser-${index}`);
      for (;;) {
        const more = { key: 'guess', from: from(index) };
        const answer = await guesser.send(stage.any(), '/v1/exchanges', { code: `CODE-${index}` }, more);
        // Where the store is busy, nothing is counted, and nothing is told.
        if (answer.status !== 503) return answer;
        unavailable += 1;
      }
    });
    const counts = tally(answers);
    assert.deepEqual(counts, {
      '404 unknown-code': networks * wrongByNetwork,
      '429 rate-limited': guesses - networks * wrongByNetwork,
    });
    // Who has the right code is not served from there, either: else the answer would tell.
    const late = await stage
      .customer('late')
      .send(stage.any(), '/v1/exchanges', { code: 'TODAY' }, { key: 'late', from: from(0) });
    assert.equal(late.status, 429);

    // One shopper from many networks.
    const ann = stage.customer('one');
    const tries = await mapInParallel(Array.from({ length: 20 }), 20, (_, index) =>
      ann.send(
        stage.any(),
        '/v1/exchanges',
        { code: `ONE-${index}` },
        { key: `${index}`, from: `127.1.${index}.1` },
      ),
    );
    assert.equal(tries.filter(({ status }) => status === 404).length, wrongByShopper);
    t.diagnostic(
      `${guesses} guesses from ${addresses} addresses in ${networks} networks: ${JSON.stringify({ ...counts, unavailable })}`,
    );
    await stage.end();
    await store.close();
  });

  test('tells nothing of codes that are not to be known: neither the bytes nor the time', async (t) => {
    const store = await createPostgresStore(cluster);
    const stage = await openStage({ store, coupons, args: ['--trust-proxy'] });
    const times = new Map<string, number[]>(secretCodes.map((code) => [code, []]));
    const seen = new Set<string>();
    let guess = 0;
    const sample = async (code: string): Promise<number> => {
      // Each from another network and by another shopper, so that no limit is near.
      guess += 1;
      const headers = { 'x-forwarded-for': `${10 + (guess >> 16)}.${(guess >> 8) & 255}.${guess & 255}.1` };
      const customer = stage.customer(randomUUID());
      const started = performance.now();
      const answer = await customer.send(stage.any(), '/v1/exchanges', { code }, { key: 'k', headers });
      const tookMs = performance.now() - started;
      seen.add(describeAnswer(answer));
      return tookMs;
    };
    for (let turn = 0; turn < 20; turn++) for (const code of secretCodes) await sample(code);
    // On a busy machine a median takes more samples to settle; a real difference would stay.
    let gap = Infinity;
    for (let round = 0; round < rounds && gap >= largestGapMs; round++) {
      for (let turn = 0; turn < samples; turn++) {
        for (let index = 0; index < secretCodes.length; index++) {
          // Each time in another order.
          const code = secretCodes[(index + turn) % secretCodes.length]!;
          times.get(code)!.push(await sample(code));
        }
      }
      const medians = [...times.values()].map(median);
      gap = Math.max(...medians) - Math.min(...medians);
    }
    const told = [...times].map(([code, all]) => `${code} ${median(all).toFixed(2)} ms`).join(', ');
    t.diagnostic(`medians of ${times.get('UNKNOWN')!.length}: ${told}; gap ${gap.toFixed(3)} ms`);
    assert.equal(seen.size, 1, [...seen].slice(0, 4).join('\n'));
    assert.ok(gap < largestGapMs, `the median times differ by ${gap.toFixed(3)} ms`);
    const right = await stage
      .customer('ann')
      .send(stage.any(), '/v1/exchanges', { code: 'ANNS' }, { key: 'k' });
    assert.equal(right.status, 201, 'whose code it is has it');
    await stage.end();
    await store.close();
  });
});

/** All that a guesser sees, but the clock and the random name of each request. */
function describeAnswer({ status, headers, text }: Answer): string {
  const { date: _date, 'x-request-id': _id, ...rest } = headers;
  return JSON.stringify([status, rest, text]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
