import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { AdapterError, type Adapter, type Call } from '../../src/adapters/adapter.js';
import type { Cart } from '../../src/model/cart.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { contractFeed } from '../contracts/platform-contract.js';
import {
  faultKinds,
  isCommitted,
  openFaultProxy,
  type Fault,
  type FaultKind,
  type FaultProxy,
} from '../platforms/fault-proxy.js';
import { faultyShops, type FaultyShop, type FaultyShopper } from './platform-shops.js';
import { isFull } from './size.js';
import { openFeed, type OpenFeed } from './open-feed.js';

/** In all, for whatever is asked. */
const limitMs = 8000;
/** What a busy machine may take on top. */
const marginMs = 1500;
const casesAtOnce = 8;
const shopsAtOnce = 3;
/** With these, calls take seconds; how long they wait is the same for all platforms, and in the short form tried with one. */
const slowKinds: readonly FaultKind[] = ['latency', 'overtaken', 'drip'];

const save10 = { coupon: 'save10', code: 'SAVE10' };
const fix5 = { coupon: 'fix5', code: 'FIX5' };

const calls = ['read', 'verify', 'recheck', 'exchange', 'offers'] as const;
const faults: readonly Fault[] = faultKinds.flatMap((kind): readonly Fault[] => {
  if (kind === 'latency')
    return [
      { kind, beforeMs: 6000 },
      { kind, afterMs: 6000 },
      { kind, beforeMs: 1000, afterMs: 1000 },
    ];
  if (kind === 'rate-limited') return [{ kind }, { kind, retryAfter: 1 }, { kind, retryAfter: 60 }];
  return [{ kind }];
});

describe('behind a network with faults', { concurrency: shopsAtOnce, timeout: 240_000 }, () => {
  for (const [name, open] of Object.entries(faultyShops)) holdUnderFaults(name, open);
});

function holdUnderFaults(name: string, open: () => Promise<FaultyShop>): void {
  describe(name, { concurrency: true }, () => {
    let shop: FaultyShop;
    let feed: OpenFeed;
    before(async () => {
      shop = await open();
      feed = await openFeed({ coupons: contractFeed });
    });
    after(() => Promise.all([shop.close(), feed.close()]));

    for (const call of calls)
      describe(call, { concurrency: casesAtOnce }, () => {
        for (const fault of faults) {
          if (!isFull && name !== 'a plain platform' && slowKinds.includes(fault.kind)) continue;
          it(`answers or fails in time where each request meets ${nameOf(fault)}`, async () => {
            await run(call, () => fault);
          });
          it(`is right where one request meets ${nameOf(fault)}`, async () => {
            let isMet = false;
            const error = await run(call, () => (isMet ? undefined : ((isMet = true), fault)));
            // Once is no reason to fail, but where the platform itself is asked to come back later.
            if (!(fault.retryAfter! > 8)) assert.equal(error, undefined);
          });
        }
      });

    describe('verify, in turn', { concurrency: casesAtOnce }, () => {
      for (const kind of faultKinds.filter(isCommitted))
        it(`states codes once where it was done and the answer meets ${kind}`, () =>
          visit(async (page) => {
            const { adapter, cart, proxy } = page;
            meetOnce(proxy, { kind, afterMs: 300 });
            const verdict = await adapter.verify({ cart, desired: [save10] }, call());
            await assertTrue(page, verdict);
            assert.equal(verdict.outcomes[0]!.state, 'effective');
            assert.equal(proxy.passages.filter((each) => each.committed && shop.isChange(each)).length, 1);
          }));

      for (const way of ['a newer one', 'its caller'])
        it(`says no other codes before the last ones have arrived, though ${way} has ended that call`, () =>
          visit(async (page) => {
            const { adapter, cart, proxy } = page;
            meetOnce(proxy, { kind: 'latency', beforeMs: 1500 });
            const controller = new AbortController();
            const older = adapter.verify({ cart, desired: [save10] }, { signal: controller.signal });
            const ended = assert
              .rejects(older, (error) => error instanceof AdapterError && error.kind === 'aborted')
              .then(() => assert.ok(!change().committed, 'who has ended it does not wait'));
            const change = () => proxy.passages.find((each) => shop.isChange(each))!;
            while (!change()) await wait(10);
            if (way === 'its caller') controller.abort();
            const verdict = await adapter.verify({ cart, desired: [save10, fix5] }, call());
            await ended;
            assert.ok(change().committed, 'the other one has arrived first');
            await assertTrue(page, verdict);
          }));
    });

    /** The next request that changes codes meets this, and no other. */
    function meetOnce(proxy: FaultProxy, fault: Fault): void {
      proxy.plan = (passage) => {
        if (!shop.isChange(passage)) return undefined;
        proxy.plan = undefined;
        return fault;
      };
    }

    /** Makes the call while requests meet these faults, and compares what it says with what is. */
    function run(name: (typeof calls)[number], plan: FaultProxy['plan'] & object): Promise<unknown> {
      return visit(async (page) => {
        const ask = await prepare(page, name);
        (name === 'offers' ? page.feedProxy : page.proxy).plan = plan;
        const started = performance.now();
        const [result] = await Promise.allSettled([ask()]);
        const tookMs = performance.now() - started;
        page.proxy.plan = undefined;
        assert.ok(tookMs < limitMs + marginMs, `took ${tookMs} ms`);
        if (result.status === 'fulfilled') {
          if ('cartHash' in result.value) await assertTrue(page, result.value);
          return undefined;
        }
        const error: unknown = result.reason;
        assert.ok(error instanceof AdapterError, String((error as Error).stack));
        assert.notEqual(error.kind, 'aborted');
        return error;
      });
    }

    async function visit<T>(act: (page: Page) => Promise<T>): Promise<T> {
      const page = await openPage();
      try {
        return await act(page);
      } finally {
        await page.adapter.close();
        await Promise.all([page.proxy.close(), page.feedProxy.close()]);
      }
    }

    async function openPage(): Promise<Page> {
      const shopper = await shop.visit();
      const proxy = await openFaultProxy(shop.origin);
      const feedProxy = await openFaultProxy(feed.origin);
      const adapter = shopper.open(proxy.origin, `${feedProxy.origin}/coupons.json`);
      const { cart } = await adapter.cart!().read(call());
      return { shopper, proxy, feedProxy, adapter, cart: cart! };
    }

    /** Returns the call, and what it needs has gone before. */
    async function prepare(page: Page, name: (typeof calls)[number]): Promise<() => Promise<Answer>> {
      const { adapter, cart } = page;
      switch (name) {
        case 'read':
          return async () => (await adapter.cart!().read(call())).cart!;
        case 'verify':
          return () => adapter.verify({ cart, desired: [save10] }, call());
        case 'recheck': {
          const last = await adapter.verify({ cart, desired: [save10] }, call());
          return () => adapter.recheck({ cart, last }, call());
        }
        case 'exchange':
          return async () => {
            const answer = await adapter.exchange!({ code: shop.privateCode }, call(createIdempotencyKey()));
            assert.ok('held' in answer, JSON.stringify(answer));
            return answer.held;
          };
        case 'offers':
          return async () => {
            const answer = await adapter.offers!({}, call());
            // What is no feed is the merchant's mistake, and told.
            const isWhole = answer.offers.length === contractFeed.length;
            assert.ok(isWhole || answer.problems?.length, JSON.stringify(answer));
            return answer;
          };
      }
    }

    /** It is about the cart that is there, with the codes that are on it, at the price that is due. */
    async function assertTrue({ shopper, cart }: Page, verdict: Verdict): Promise<void> {
      assert.equal(verdict.cartHash, await hashCart(cart));
      const effective = verdict.outcomes.filter(({ state }) => state === 'effective').length;
      assert.equal(shopper.codes().length, effective);
      const truth = await readTruth(shop, shopper, verdict);
      assert.deepEqual(verdict.totals, truth.totals);
    }
  });
}

type Answer = Verdict | object;

interface Page {
  readonly shopper: FaultyShopper;
  readonly proxy: FaultProxy;
  readonly feedProxy: FaultProxy;
  readonly adapter: Adapter;
  readonly cart: Cart;
}

/** What another page, with no fault between, says of the same coupons. */
async function readTruth(shop: FaultyShop, shopper: FaultyShopper, last: Verdict): Promise<Verdict> {
  const adapter = shopper.open(shop.origin, contractFeed);
  const { cart } = await adapter.cart!().read(call());
  const truth = await adapter.recheck({ cart: cart!, last }, call());
  await adapter.close();
  return truth;
}

function nameOf({ kind, ...more }: Fault): string {
  return [kind, ...Object.entries(more).map(([key, value]) => `${key} ${value}`)].join(' ');
}

function call(idempotencyKey?: string): Call {
  return { signal: new AbortController().signal, ...(idempotencyKey && { idempotencyKey }) };
}
