import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createHttpAdapter } from '../../src/adapters/http.js';
import { FlashLine } from '../../src/elements/internal/flash-line.js';
import { best, quote } from '../../src/engine/index.js';
import { createSession } from '../../src/stores/create-session.js';
import type { ClaimResult } from '../../src/stores/session.js';
import { ask } from './ask.js';
import { assertNotOversold } from './assert-sold-exactly.js';
import { openStage, type Stage } from './stage.js';
import { publishableKey } from './start-instance.js';
import { createEmbeddedStore } from './store.js';

const shoppers = 2_000;
const stock = 300;
/** For all pages to be there before it opens. */
const leadMs = 8_000;
/** Requests a minute that the shop lets through: what comes beyond is told to come again. */
const ratePerMinute = 7_500;
/** Longer than this nobody may wait. */
const patienceMs = 60_000;

/** What one shopper's page has come to. */
interface Visit {
  readonly result: ClaimResult | undefined;
  readonly waitedMs: number;
}

describe('a flash sale', { timeout: 300_000 }, () => {
  test(`gives ${shoppers} shoppers who press at its opening an answer each, and ${stock} of them a coupon`, async (t) => {
    const store = createEmbeddedStore();
    const opensAt = Date.now() + leadMs;
    const stage = await openStage({
      store,
      coupons: [
        {
          coupon: { id: 'noon', benefit: { kind: 'amount', amount: 500 } },
          claim: { stock, opensAt: new Date(opensAt).toISOString() },
        },
      ],
      args: ['--address-rate', String(ratePerMinute)],
    });
    const pages = Array.from({ length: shoppers }, (_, index) => openPage(stage, index));
    const visits = await Promise.all(pages.map((page) => page.visit(opensAt)));

    const granted = visits.flatMap(({ result }) => (result?.ok ? result.held.id : []));
    const refused = visits.flatMap(({ result }) => (result?.ok === false ? result.reason.code : []));
    assert.equal(granted.length, stock);
    assert.equal(new Set(granted).size, stock, 'each grant is another piece');
    assert.deepEqual([...new Set(refused)], ['sold-out'], 'everybody else has a clear answer');
    assert.equal(granted.length + refused.length, shoppers);
    await assertNotOversold(store, { coupon: 'noon', stock });

    const waits = visits.map(({ waitedMs }) => waitedMs).sort((a, b) => a - b);
    const at = (share: number): number => Math.round(waits[Math.ceil(share * waits.length) - 1]!);
    assert.ok(at(1) < patienceMs, `${at(1)} ms`);
    const told = pages.reduce((sum, page) => sum + page.calls.busy, 0);
    const early = pages.reduce((sum, page) => sum + page.calls.early, 0);
    assert.ok(told > 0, 'some were told to come again');
    assert.ok(early > 0, 'some came a moment too early');
    t.diagnostic(
      `${stock} of ${stock} in ${shoppers} presses; answered after ${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${at(1)} ms (last); ` +
        `told to come again ${told} times, not open yet ${early} times`,
    );
    for (const page of pages) page.close();
    await stage.end();
    await store.close();
  });
});

/** What runs in a shopper's page: the session, the adapter to the server, and the line of `<coupon-flash>`. */
function openPage(stage: Stage, index: number) {
  const customer = stage.customer(`page-${index}`);
  const instance = stage.any();
  const calls = { busy: 0, early: 0 };
  const adapter = createHttpAdapter({
    server: instance.address,
    key: publishableKey,
    shopperToken: () => customer.token,
    fetch: async (url, init) => {
      const { signal, body, headers, method } = init!;
      const answer = ask(instance.address, new URL(String(url)).pathname, {
        method: method as 'POST',
        body: JSON.parse(body as string),
        headers: headers as Record<string, string>,
      });
      const aborted = new Promise<never>((_, reject) =>
        signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
      );
      const { status, headers: said, text } = await Promise.race([answer, aborted]);
      if (status === 429) calls.busy++;
      if (/"upcoming"/.test(text) && status === 409) calls.early++;
      const retryAfter = said['retry-after'];
      return new Response(text, { status, headers: retryAfter ? { 'Retry-After': String(retryAfter) } : {} });
    },
  });
  const session = createSession({
    // Each has a browser of its own: no two of them are tabs of one.
    adapter: { ...adapter, name: `${adapter.name} ${index}` },
    engine: { best, quote },
    // One page in ten thinks that it is a moment later than it is.
    now: () => Date.now() + (index % 10 === 0 ? 600 : 0),
  });
  const line = new FlashLine({ requestUpdate: () => {} });
  return {
    calls,
    async visit(opensAt: number): Promise<Visit> {
      // They come one after another, and are all there when it opens.
      await wait((index / shoppers) * (leadMs * 0.75));
      await session.loadOffers();
      await wait(opensAt - session.now());
      const from = performance.now();
      const result = await line.join(session, 'noon');
      return { result, waitedMs: performance.now() - from };
    },
    close() {
      session.destroy();
      void adapter.close();
    },
  };
}
