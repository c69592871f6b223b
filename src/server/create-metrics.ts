import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Answered } from './create-handler.js';
import type { Swept } from './ledgers/ledger.js';

/** What Prometheus is told. Labels are few and closed: no coupon, no shopper, no address. */
export interface Metrics {
  countAnswer(answered: Answered): void;
  countBatch(batch: { readonly commands: number; readonly durationMs: number }): void;
  countSwept(swept: Swept): void;
  /** Returns all of it as Prometheus reads it. */
  answer(): Promise<Response>;
}

/** Seconds: what an answer may take, from a quote in memory to one that waited for a lock. */
const answerSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const batchSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const batchCommands = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What changes a hold, by method and route: what it is called when it is done. */
const holdOutcomes: Readonly<Record<string, string>> = {
  'POST /v1/reservations': 'reserved',
  'POST /v1/reservations/{id}/extensions': 'extended',
  'DELETE /v1/reservations/{id}': 'released',
  'POST /v1/redemptions': 'redeemed',
  'POST /v1/redemptions/{id}/reversals': 'reversed',
};

/** Any other is a mistake of whoever asks, and makes no series of its own. */
const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
const claimRoutes: ReadonlySet<string> = new Set(['POST /v1/claims', 'POST /v1/exchanges']);

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'couponkit_requests_total',
    help: 'Requests that were answered, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'couponkit_request_duration_seconds',
    help: 'How long answers took, by method and route.',
    labelNames: ['method', 'route'],
    buckets: answerSeconds,
    registers,
  });
  const claims = new Counter({
    name: 'couponkit_claims_total',
    help: 'Claims and exchanges by outcome: claimed, replayed, or the code of the problem.',
    labelNames: ['outcome'],
    registers,
  });
  const holds = new Counter({
    name: 'couponkit_holds_total',
    help: 'What became of holds, by outcome: reserved, extended, released, redeemed, reversed, expired, replayed, or the code of the problem.',
    labelNames: ['outcome'],
    registers,
  });
  const givenUp = new Counter({
    name: 'couponkit_claims_given_up_total',
    help: 'Claims that nobody has paid for in time, ended by this server.',
    registers,
  });
  const batches = new Histogram({
    name: 'couponkit_batch_commands',
    help: 'How many commands were decided in one transaction.',
    buckets: batchCommands,
    registers,
  });
  const commits = new Histogram({
    name: 'couponkit_batch_duration_seconds',
    help: 'How long a transaction took, from its start until it was committed.',
    buckets: batchSeconds,
    registers,
  });
  collectDefaultMetrics({ register: registry });

  return {
    countAnswer({ method, route = 'none', status, code, replayed, durationMs }) {
      const labels = { method: methods.has(method) ? method : 'other', route };
      requests.inc({ ...labels, status });
      durations.observe(labels, durationMs / 1000);
      const act = `${method} ${route}`;
      const done = claimRoutes.has(act) ? 'claimed' : holdOutcomes[act];
      if (done === undefined) return;
      (claimRoutes.has(act) ? claims : holds).inc({ outcome: code ?? (replayed ? 'replayed' : done) });
    },
    countBatch({ commands, durationMs }) {
      batches.observe(commands);
      commits.observe(durationMs / 1000);
    },
    countSwept(swept) {
      holds.inc({ outcome: 'expired' }, swept.holds);
      givenUp.inc(swept.claims);
    },
    async answer() {
      return new Response(await registry.metrics(), {
        headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
      });
    },
  };
}
