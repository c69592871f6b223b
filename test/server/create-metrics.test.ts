import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answered } from '../../src/server/create-handler.js';
import { createMetrics, type Metrics } from '../../src/server/create-metrics.js';

const answered = (parts: Partial<Answered>): Answered => ({
  requestId: 'r',
  method: 'POST',
  status: 201,
  replayed: false,
  durationMs: 3,
  ...parts,
});
const textOf = async (metrics: Metrics): Promise<string> => (await metrics.answer()).text();
const linesOf = async (metrics: Metrics, name: string): Promise<string[]> =>
  (await textOf(metrics)).split('\n').filter((line) => line.startsWith(name));

test('counts requests by method, route and status, and what they took', async () => {
  const metrics = createMetrics();
  metrics.countAnswer(answered({ route: '/v1/quotes', status: 200, durationMs: 3 }));
  metrics.countAnswer(answered({ route: '/v1/quotes', status: 200, durationMs: 30 }));
  metrics.countAnswer(answered({ method: 'GET', status: 404, code: 'not-found' }));
  metrics.countAnswer(answered({ method: 'BREW', route: '/v1/quotes', status: 405 }));
  assert.deepEqual(await linesOf(metrics, 'couponkit_requests_total{'), [
    'couponkit_requests_total{method="POST",route="/v1/quotes",status="200"} 2',
    'couponkit_requests_total{method="GET",route="none",status="404"} 1',
    'couponkit_requests_total{method="other",route="/v1/quotes",status="405"} 1',
  ]);
  const text = await textOf(metrics);
  const series = 'couponkit_request_duration_seconds';
  assert.match(text, new RegExp(`${series}_bucket\\{le="0.005",method="POST",route="/v1/quotes"\\} 1\\n`));
  assert.match(text, new RegExp(`${series}_count\\{method="POST",route="/v1/quotes"\\} 2\\n`));
  assert.match(text, new RegExp(`${series}_sum\\{method="POST",route="/v1/quotes"\\} 0.033\\n`));
});

test('counts claims and holds by outcome', async () => {
  const metrics = createMetrics();
  for (const parts of [
    { route: '/v1/claims' },
    { route: '/v1/exchanges' },
    { route: '/v1/claims', status: 200, replayed: true },
    { route: '/v1/claims', status: 409, code: 'sold-out' },
    { route: '/v1/reservations' },
    { route: '/v1/reservations/{id}/extensions' },
    { method: 'DELETE', route: '/v1/reservations/{id}', status: 200 },
    { route: '/v1/redemptions' },
    { route: '/v1/redemptions', status: 410, code: 'hold-ended' },
    { route: '/v1/redemptions/{id}/reversals' },
    // None of these changes one.
    { method: 'GET', route: '/v1/reservations/{id}', status: 200 },
    { method: 'OPTIONS', route: '/v1/claims', status: 204 },
    { route: '/v1/quotes', status: 200 },
  ] as const) {
    metrics.countAnswer(answered(parts));
  }
  metrics.countSwept({ holds: 3, claims: 2 });
  assert.deepEqual(await linesOf(metrics, 'couponkit_claims_total{'), [
    'couponkit_claims_total{outcome="claimed"} 2',
    'couponkit_claims_total{outcome="replayed"} 1',
    'couponkit_claims_total{outcome="sold-out"} 1',
  ]);
  assert.deepEqual((await linesOf(metrics, 'couponkit_holds_total{')).sort(), [
    'couponkit_holds_total{outcome="expired"} 3',
    'couponkit_holds_total{outcome="extended"} 1',
    'couponkit_holds_total{outcome="hold-ended"} 1',
    'couponkit_holds_total{outcome="redeemed"} 1',
    'couponkit_holds_total{outcome="released"} 1',
    'couponkit_holds_total{outcome="reserved"} 1',
    'couponkit_holds_total{outcome="reversed"} 1',
  ]);
  assert.deepEqual(await linesOf(metrics, 'couponkit_claims_given_up_total'), [
    'couponkit_claims_given_up_total 2',
  ]);
});

test('counts transactions, how full they are and how long they took', async () => {
  const metrics = createMetrics();
  metrics.countBatch({ commands: 1, durationMs: 1 });
  metrics.countBatch({ commands: 64, durationMs: 7 });
  const text = await textOf(metrics);
  assert.match(text, /^couponkit_batch_commands_bucket\{le="1"\} 1$/m);
  assert.match(text, /^couponkit_batch_commands_sum 65$/m);
  assert.match(text, /^couponkit_batch_duration_seconds_sum 0\.008$/m);
});

test('keeps two servers in one process apart, and knows the process', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.countBatch({ commands: 1, durationMs: 1 });
  assert.deepEqual(await linesOf(two, 'couponkit_batch_commands_count'), [
    'couponkit_batch_commands_count 0',
  ]);
  const answer = await two.answer();
  assert.match(answer.headers.get('content-type')!, /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  for (const name of ['nodejs_eventloop_lag_seconds', 'process_cpu_seconds_total'])
    assert.ok(text.includes(name));
});
