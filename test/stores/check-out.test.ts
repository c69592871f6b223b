import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import { createHttpAdapter } from '../../src/adapters/http.js';
import { createLocalAdapter } from '../../src/adapters/local.js';
import * as engine from '../../src/engine/index.js';
import { createVerifier } from '../../src/server/index.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession, type SessionOptions } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { openServer } from '../adapters/open-server.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

let clock: FakeClock;
let shop: TestShop;
let session: Session;

beforeEach(() => {
  clock = createFakeClock();
  shop = createShop(clock.now);
  shop.offers = [offered(amountOff('ten', 1000)), offered(amountOff('nine', 900))];
});
afterEach(() => session.destroy());

async function open(options: Partial<SessionOptions> = {}, waitMs = 1000): Promise<void> {
  const { now, schedule } = clock;
  session = createSession({ adapter: shop.adapter, engine, desk: createDesk, now, schedule, ...options });
  session.setCart(cartOf(1));
  await clock.advance(waitMs);
}

const applied = () => session.$quote.get()!.applied.map(({ coupon }) => coupon);
const changed = { ok: false, reason: 'changed' };
const unconfirmed = { ok: false, reason: 'unconfirmed' };
const away = () => new AdapterError('network', 'away', { retryable: true });

describe('a checkout', () => {
  it('claims what is applied and not held yet, checks once more, and gives the token', async () => {
    await open();
    const result = await session.checkout();
    assert.ok(result.ok);
    assert.equal(result.verdict.totals.payable, 9000);
    assert.match(result.token!, /^token-/);
    assert.deepEqual(
      session.$wallet.get()!.map(({ coupon }) => coupon.id),
      ['ten'],
    );
    assert.deepEqual(shop.calls, { verify: 1, recheck: 1, offers: 1, claim: 1, exchange: 0 });
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('claims nothing that is held', async () => {
    shop.wallet = [heldOf(amountOff('ten', 1000))];
    shop.offers = [];
    await open();
    assert.ok((await session.checkout()).ok);
    assert.equal(shop.calls.claim, 0);
  });

  it('works before anything was confirmed, and asks right before payment even then', async () => {
    await open({}, 0);
    const result = await session.checkout();
    assert.ok(result.ok && result.token);
    assert.deepEqual([shop.calls.verify, shop.calls.recheck], [1, 1]);
  });

  it('of two acts at once is one', async () => {
    await open();
    const [first, second] = await Promise.all([session.checkout(), session.checkout()]);
    assert.equal(first, second);
    assert.equal(shop.calls.recheck, 1);
    assert.ok((await session.checkout()).ok);
    assert.equal(shop.calls.recheck, 2);
  });

  it('has no cart to go on with', async () => {
    session = createSession({ adapter: shop.adapter, engine });
    assert.deepEqual(await session.checkout(), { ok: false, reason: 'no-cart' });
  });

  it('stops where a claim is refused: the coupon drops out, and the next best takes its place', async () => {
    await open();
    shop.offers = [offered(amountOff('ten', 1000), 'sold-out'), shop.offers[1]!];
    assert.deepEqual(await session.checkout(), changed);
    assert.deepEqual(applied(), ['nine']);
    assert.deepEqual(
      session.$dropped.get().map(({ coupon, reasons }) => [coupon, reasons[0]!.code]),
      [['ten', 'sold-out']],
    );
    await clock.advance(1000);
    const result = await session.checkout();
    assert.ok(result.ok && result.verdict.totals.payable === 9100);
  });

  it('stops where the price rose since it was shown, and goes on when that is accepted', async () => {
    await open();
    shop.change = (verdict) => ({ totals: { ...verdict.totals, payable: 9500 } });
    assert.deepEqual(await session.checkout(), changed);
    const { calls } = shop;
    const before = { ...calls };
    assert.deepEqual(await session.checkout(), changed);
    assert.deepEqual(calls, before);
    session.accept();
    const result = await session.checkout();
    assert.ok(result.ok && result.verdict.totals.payable === 9500);
  });

  it('goes on where the price fell', async () => {
    await open();
    shop.change = (verdict) => ({ totals: { ...verdict.totals, payable: 8500 } });
    const result = await session.checkout();
    assert.ok(result.ok && result.verdict.totals.payable === 8500);
  });

  it('stops where a coupon fell out, though the price did not rise', async () => {
    await open();
    shop.change = (verdict) => ({
      outcomes: [{ coupon: 'ten', state: 'rejected', reasons: [{ code: 'expired', params: {} }] }],
      totals: { ...verdict.totals, payable: 9000 },
    });
    assert.deepEqual(await session.checkout(), changed);
    assert.ok((await session.checkout()).ok);
  });

  it('stops where the cart changes under way', async () => {
    await open();
    shop.holds = true;
    const pending = session.checkout();
    await settle();
    session.setCart(cartOf(2));
    for (const asked of shop.asked) await asked.answer();
    assert.deepEqual(await pending, changed);
  });

  it('is never blocked by a server that is away', async () => {
    await open();
    shop.fault = away();
    assert.deepEqual(await session.checkout(), unconfirmed);
    session.none();
    assert.deepEqual(await session.checkout(), unconfirmed);
    assert.equal(session.$verification.get().state, 'failed');
    shop.fault = undefined;
    assert.ok((await session.checkout()).ok);
  });

  it('is never blocked by an engine that does not load', async () => {
    await open({ engine: () => Promise.reject(new TypeError('away')) });
    assert.deepEqual(await session.checkout(), unconfirmed);
  });

  it('asks the server even while the circuit is open', async () => {
    await open();
    shop.fault = away();
    session.setCart(cartOf(2));
    await clock.advance(14_000);
    shop.fault = undefined;
    assert.ok((await session.checkout()).ok);
  });

  it('without a server gives a verdict and no token', async () => {
    const adapter = createLocalAdapter({
      coupons: [amountOff('ten', 1000)],
      engine,
      storage: createMemoryStorage(),
      now: clock.now,
    });
    await open({ adapter });
    const result = await session.checkout();
    assert.ok(result.ok);
    assert.equal(result.verdict.totals.payable, 9000);
    assert.equal('token' in result, false);
    assert.equal(session.$wallet.get()!.length, 1);
    assert.equal(session.$verification.get().state, 'provisional');
  });

  it('with the real server gives a token that the merchant can check, at the server’s own price', async () => {
    const server = await openServer([amountOff('ten', 1000), { ...amountOff('tag', 50), code: 'TAG' }], {
      currency: 'CNY',
      products: [{ id: 'tea', unitPrice: 10_100 }],
    });
    try {
      const adapter = createHttpAdapter({
        server: server.address,
        key: server.publishableKey,
        storage: createMemoryStorage(),
      });
      session = createSession({ adapter, engine });
      session.setCart(cartOf(1));
      await session.verify();
      const verification = session.$verification.get();
      assert.ok(verification.state === 'changed');
      assert.deepEqual(verification.differences, [
        { code: 'unit-price', line: 'L1', before: 10_000, after: 10_100 },
        { code: 'payable', before: 9000, after: 9100 },
      ]);
      assert.deepEqual(await session.checkout(), changed);
      session.accept();
      const result = await session.checkout();
      assert.ok(result.ok && result.token);
      assert.equal(result.verdict.totals.payable, 9100);
      const cart = { ...cartOf(1), lines: [{ ...cartOf(1).lines[0]!, unitPrice: 10_100 }] };
      const decision = await createVerifier({ keys: `${server.address}/v1/keys` }).verify(result.token, {
        cart,
      });
      assert.ok(decision.ok, JSON.stringify(decision));
      assert.deepEqual(
        decision.claims.coupons.map(({ coupon, amount }) => [coupon, amount]),
        [['ten', 1000]],
      );
      assert.ok((await session.exchange('tag')).ok);
      assert.equal(session.$wallet.get()!.length, 2);
    } finally {
      session.destroy();
      await server.stop();
    }
  });
});
