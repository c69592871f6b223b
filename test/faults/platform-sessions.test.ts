import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Adapter, Call } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import { canonicalCart } from '../../src/protocol/canonical-cart.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { contractFeed } from '../contracts/platform-contract.js';
import { chooseFaults, openFaultProxy } from '../platforms/fault-proxy.js';
import { openFeed } from './open-feed.js';
import { faultyShops, type FaultyShop, type FaultyShopper } from './platform-shops.js';
import { createRandom, type Random } from './random.js';
import { size } from './size.js';

/** How long shoppers shop while requests meet faults. */
const durationMs = size(6_000, 60_000);
const shoppersPerShop = size(3, 8);
const faultChance = 0.35;
/** From the last fault until all is right again: the circuit may just have been opened (15 s), and a call may be under way (8 s). */
const recoveryMs = 30_000;

describe('sessions behind a network with faults', { concurrency: true, timeout: 180_000 }, () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
  for (const [name, open] of Object.entries(faultyShops))
    it(`${name}: show no verdict but of the cart on the screen, and are right in the end (SEED=${seed})`, async (t) => {
      const shop = await open();
      const feed = await openFeed({ coupons: feedOf(shop) });
      const visits = await Promise.all(
        Array.from({ length: shoppersPerShop }, (_, index) =>
          goShopping(shop, feed.origin, createRandom(seed + index)),
        ),
      ).finally(() => Promise.all([shop.close(), feed.close()]));
      const sum = (count: (visit: Visit) => number) => visits.reduce((all, visit) => all + count(visit), 0);
      t.diagnostic(
        `${visits.length} shoppers, ${sum((visit) => visit.acts)} acts, ${sum((visit) => visit.requests)} requests, ` +
          `${sum((visit) => visit.faults)} faults, ${sum((visit) => visit.verdicts)} verdicts; ` +
          `right after ${visits.map((visit) => Math.round(visit.recoveredAfterMs)).join(', ')} ms`,
      );
      assert.deepEqual(
        visits.flatMap((visit) => visit.wrong),
        [],
      );
      assert.notEqual(
        sum((visit) => visit.verdicts),
        0,
      );
      assert.notEqual(
        sum((visit) => visit.faults),
        0,
      );
    });
});

describe('a session whose platform is away', { timeout: 60_000 }, () => {
  it('marks what it shows as an estimate once the cart has changed, and is right by itself when the platform is back', async () => {
    const shop = await faultyShops['a plain platform']!();
    const proxy = await openFaultProxy(shop.origin);
    const shopper = await shop.visit();
    const tell = new Set<() => void>();
    const adapter = watched(shopper.open(proxy.origin, contractFeed), tell);
    const session = createSession({ adapter, engine });
    try {
      await recover(session, shop, shopper);
      proxy.plan = () => ({ kind: 'reset-before' });
      shopper.setCart(3);
      for (const listener of tell) listener();
      const changedAt = performance.now();
      while (session.$verification.get().state !== 'failed') {
        assert.ok(performance.now() - changedAt < 8500, session.$verification.get().state);
        await wait(20);
      }
      proxy.plan = undefined;
      await recover(session, shop, shopper);
    } finally {
      session.destroy();
      await adapter.close();
      await Promise.all([proxy.close(), shop.close()]);
    }
  });
});

interface Visit {
  readonly acts: number;
  readonly requests: number;
  readonly faults: number;
  /** How many verdicts were on the screen. */
  readonly verdicts: number;
  readonly recoveredAfterMs: number;
  /** What was shown of another cart. */
  readonly wrong: readonly string[];
}

async function goShopping(shop: FaultyShop, feedOrigin: string, random: Random): Promise<Visit> {
  const shopper = await shop.visit();
  const proxy = await openFaultProxy(shop.origin);
  proxy.plan = chooseFaults(random, { chance: faultChance });
  const feedProxy = await openFaultProxy(feedOrigin);
  feedProxy.plan = proxy.plan;
  const tell = new Set<() => void>();
  const adapter = watched(shopper.open(proxy.origin, `${feedProxy.origin}/coupons.json`), tell);
  const session = createSession({ adapter, engine });
  const seen: { readonly cart: Cart; readonly verdict: Verdict }[] = [];
  const look = () => {
    const cart = session.$cart.get();
    const verification = session.$verification.get();
    if (cart && 'verdict' in verification) seen.push({ cart, verdict: verification.verdict });
  };
  session.$verification.subscribe(look);
  session.$cart.subscribe(look);

  let acts = 0;
  try {
    for (const until = performance.now() + durationMs; performance.now() < until; acts++) {
      act(session, shop, shopper, random);
      // The same shopper may be at work on another device, of which this page hears nothing.
      if (random.chance(0.6)) for (const listener of tell) listener();
      // In a hurry, or with time for an answer.
      await wait(random.chance(0.7) ? random.below(200) : random.below(2500));
    }
    for (const listener of tell) listener();
    proxy.plan = feedProxy.plan = undefined;
    const passages = [...proxy.passages, ...feedProxy.passages];
    const recoveredAfterMs = await recover(session, shop, shopper);
    const wrong: string[] = [];
    for (const { cart, verdict } of seen)
      if (verdict.cartHash !== (await hashCart(cart))) wrong.push(canonicalCart(cart));
    return {
      acts,
      requests: passages.length,
      faults: passages.filter(({ fault }) => fault).length,
      verdicts: new Set(seen.map(({ verdict }) => verdict)).size,
      recoveredAfterMs,
      wrong,
    };
  } finally {
    session.destroy();
    await adapter.close();
    await Promise.all([proxy.close(), feedProxy.close()]);
  }
}

/** What shoppers do, here and in the shop's own pages. */
function act(session: Session, shop: FaultyShop, shopper: FaultyShopper, random: Random): void {
  const acts: readonly (() => unknown)[] = [
    () => shopper.setCart(random.below(shop.carts)),
    () => shopper.setCart(random.below(shop.carts)),
    () => shopper.setCodes(shop.codes.filter(() => random.chance(0.5))),
    () => session.auto(),
    () => session.none(),
    () => session.remove('fix5'),
    () => void session.exchange('SAVE10').catch(() => {}),
    () => void session.exchange('NO-SUCH-CODE').catch(() => {}),
    () => void session.verify(),
  ];
  random.pick(acts)();
}

/** Resolves to how long it took until the session showed what is true, without anybody's doing. */
async function recover(session: Session, shop: FaultyShop, shopper: FaultyShopper): Promise<number> {
  const started = performance.now();
  for (;;) {
    const problem = await findProblem(session, shop, shopper);
    const tookMs = performance.now() - started;
    if (!problem) return tookMs;
    assert.ok(tookMs < recoveryMs, `${problem}; ${JSON.stringify(session.$error.get())}`);
    await wait(100);
  }
}

async function findProblem(
  session: Session,
  shop: FaultyShop,
  shopper: FaultyShopper,
): Promise<string | undefined> {
  const verification = session.$verification.get();
  if (!('verdict' in verification)) return verification.state;
  const adapter = shopper.open(shop.origin, feedOf(shop));
  const { cart } = await adapter.cart!().read(call());
  const truth = await adapter.recheck({ cart: cart!, last: verification.verdict }, call());
  await adapter.close();
  if (canonicalCart(session.$cart.get()!) !== canonicalCart(cart!)) return 'the cart is another one';
  const shown = JSON.stringify(verification.verdict.totals);
  const real = JSON.stringify(truth.totals);
  return shown === real ? undefined : `${shown} is shown, ${real} is true`;
}

/** What takes something off, and what no longer does. */
function feedOf({ codes }: FaultyShop): typeof contractFeed {
  const unwanted = ['SAVE10', 'FIX5'].filter((code) => !codes.includes(code));
  return contractFeed.filter(({ coupon }) => !unwanted.includes(coupon.code!));
}

/** As an adapter is on a page, where it notices what the page does. */
function watched(adapter: Adapter, listeners: Set<() => void>): Adapter {
  return {
    ...adapter,
    cart: () => ({
      read: adapter.cart!().read,
      watch(listener) {
        const stop = adapter.cart!().watch(listener);
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          stop();
        };
      },
    }),
  };
}

function call(): Call {
  return { signal: new AbortController().signal };
}
