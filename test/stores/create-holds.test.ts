import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession, type SessionOptions } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

const minuteMs = 60_000;

let clock: FakeClock;
let shop: TestShop;
let session: Session;
let storage: ReturnType<typeof createMemoryStorage>;

beforeEach(() => {
  clock = createFakeClock();
  shop = createShop(clock.now, { reserve: 'native' });
  shop.wallet = [heldOf(amountOff('ten', 1000)), heldOf(amountOff('nine', 900))];
  storage = createMemoryStorage();
});
afterEach(() => session.destroy());

async function open(options: Partial<SessionOptions> = {}): Promise<void> {
  const { now, schedule } = clock;
  session = createSession({
    adapter: shop.adapter,
    engine,
    desk: createDesk,
    now,
    schedule,
    storage,
    ...options,
  });
  session.setCart(cartOf(1));
  await clock.advance(1000);
}

/** Goes to the checkout; returns the hold's id. */
async function pay(): Promise<string> {
  const result = await session.checkout();
  assert.ok(result.ok && result.hold, JSON.stringify(result));
  return result.hold.id;
}

const applied = () => session.$quote.get()!.applied.map(({ coupon }) => coupon);
const states = () => session.$wallet.get()!.map(({ coupon, state }) => [coupon.id, state]);
const free = [
  ['ten', 'held'],
  ['nine', 'held'],
];
const remembered = () => [...storage.entries.values()].filter(Boolean);

describe('a checkout where the adapter can hold coupons', () => {
  it('holds them after the last confirmation, and says until when', async () => {
    await open();
    const result = await session.checkout();
    assert.ok(result.ok);
    assert.deepEqual(result.hold, session.$hold.get());
    assert.equal(result.hold!.state, 'reserved');
    assert.deepEqual(shop.holdCalls, [`reserve ${result.token}`]);
    assert.deepEqual(states(), [
      ['ten', 'reserved'],
      ['nine', 'held'],
    ]);
  });

  it('leaves coupons and price as they are while they are held', async () => {
    await open();
    await pay();
    const quote = session.$quote.get();
    shop.offers = [offered(amountOff('better', 5000))];
    await session.loadOffers();
    await clock.advance(minuteMs);
    await session.verify();
    assert.equal(session.$quote.get(), quote);
    assert.deepEqual(applied(), ['ten']);
    assert.deepEqual(session.$dropped.get(), []);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('holds nothing where no coupon is used', async () => {
    await open();
    session.none();
    const result = await session.checkout();
    assert.ok(result.ok && result.token && !result.hold);
    assert.deepEqual(shop.holdCalls, []);
  });

  for (const code of [
    'sold-out',
    'price-changed',
    'cart-changed',
    'already-reserved',
    'too-many-holds',
    'not-held',
    'quote-expired',
  ])
    it(`reads all anew where that is refused: ${code}`, async () => {
      await open();
      shop.refusal = code;
      const before = { ...shop.calls };
      const result = await session.checkout();
      assert.deepEqual(result, { ok: false, reason: 'changed', refused: { code, params: {} } });
      assert.equal(session.$hold.get(), undefined);
      assert.equal(shop.calls.offers, before.offers + 1);
      assert.equal(shop.calls.recheck, before.recheck + 2);
    });

  it('shows what another order has taken, and goes on with the next best', async () => {
    await open();
    shop.refusal = 'already-reserved';
    shop.wallet = [
      heldOf(amountOff('ten', 1000), { state: 'reserved', hold: 'other', until: '2026-11-21T12:10:00Z' }),
      shop.wallet[1]!,
    ];
    // As it was when the price was confirmed last.
    shop.change = (verdict) => ({ token: verdict.token ?? 'token-early' });
    assert.equal((await session.checkout()).ok, false);
    assert.deepEqual(applied(), ['nine']);
    assert.deepEqual(
      session.$dropped
        .get()
        .map(({ coupon, reasons }) => [coupon, reasons[0]!.code, reasons[0]!.params['until']]),
      [['ten', 'reserved', '2026-11-21T12:10:00Z']],
    );
    shop.refusal = undefined;
    await pay();
  });

  it('goes on without a price where holding fails, and promises none', async () => {
    await open();
    shop.holdFault = new AdapterError('network', 'away', { retryable: true });
    assert.deepEqual(await session.checkout(), { ok: false, reason: 'unconfirmed' });
    const error = session.$error.get();
    assert.ok(error?.code === 'adapter' && error.during === 'hold');
    shop.holdFault = undefined;
    await pay();
    assert.equal(session.$error.get(), undefined);
  });

  it('gives back what a lost answer may have held, before it holds anew', async () => {
    await open();
    shop.losesAnswers = true;
    assert.deepEqual(await session.checkout(), { ok: false, reason: 'unconfirmed' });
    assert.equal(shop.orders[0]!.state, 'reserved');
    shop.losesAnswers = false;
    assert.equal(await pay(), 'hold-2');
    assert.deepEqual(
      shop.orders.map(({ state }) => state),
      ['released', 'reserved'],
    );
  });

  it('gives the first order back before it holds for a second', async () => {
    await open();
    await pay();
    assert.equal(await pay(), 'hold-2');
    assert.deepEqual(
      shop.orders.map(({ state }) => state),
      ['released', 'reserved'],
    );
  });

  it('does not go on where the cart changed under way', async () => {
    await open();
    const { reserve } = shop.adapter;
    Object.assign(shop.adapter, {
      reserve: (...given: Parameters<NonNullable<typeof reserve>>) => {
        session.setCart(cartOf(2));
        return reserve!(...given);
      },
    });
    assert.deepEqual(await session.checkout(), { ok: false, reason: 'changed' });
    assert.equal(shop.orders[0]!.state, 'released');
    assert.equal(session.$hold.get(), undefined);
  });

  it('stays as it was for an adapter that cannot', async () => {
    shop = createShop(clock.now);
    shop.wallet = [heldOf(amountOff('ten', 1000))];
    await open();
    const result = await session.checkout();
    assert.ok(result.ok && result.token && !('hold' in result));
    await session.release();
    assert.equal(await session.extend(), undefined);
  });
});

describe('a shopper who goes back', () => {
  it('has the coupons free again at once, and the price confirmed anew', async () => {
    await open();
    await pay();
    const { recheck } = shop.calls;
    const pending = session.release();
    assert.equal(session.$hold.get(), undefined);
    await pending;
    await settle();
    assert.deepEqual(states(), free);
    assert.deepEqual(shop.holdCalls.slice(1), ['release hold-1']);
    assert.equal(shop.calls.recheck, recheck + 1);
    assert.equal(session.$verification.get().state, 'verified');
    assert.deepEqual(remembered(), []);
  });

  for (const [name, act] of [
    ['changes the cart', () => session.setCart(cartOf(2))],
    ['chooses other coupons', () => session.apply('nine')],
    ['takes no coupon', () => session.none()],
    ['is another shopper now', () => session.setShopper({ tags: ['gold'] })],
  ] as const)
    it(`gives the coupons back who ${name}`, async () => {
      await open();
      await pay();
      act();
      assert.equal(session.$hold.get(), undefined);
      await clock.advance(1000);
      assert.equal(shop.orders[0]!.state, 'released');
      assert.equal(session.$verification.get().state, 'verified');
    });

  it('is not asked for a price before the coupons are back', async () => {
    await open();
    await pay();
    let giveBack = () => {};
    const { release } = shop.adapter;
    Object.assign(shop.adapter, {
      release: async (...given: Parameters<NonNullable<typeof release>>) => {
        await new Promise<void>((resolve) => (giveBack = resolve));
        return release!(...given);
      },
    });
    const { verify } = shop.calls;
    session.setCart(cartOf(2));
    await clock.advance(5000);
    assert.deepEqual(applied(), ['ten']);
    assert.equal(shop.calls.verify, verify);
    giveBack();
    await clock.advance(1000);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('is tried for again where the server is away', async () => {
    await open();
    await pay();
    shop.holdFault = new AdapterError('network', 'away', { retryable: true });
    await session.release();
    assert.equal(shop.orders[0]!.state, 'reserved');
    shop.holdFault = undefined;
    await clock.advance(5000);
    assert.equal(shop.orders[0]!.state, 'released');
    assert.deepEqual(states(), free);
    assert.deepEqual(remembered(), []);
  });

  it('finds the coupons free by another page of the same tab', async () => {
    await open();
    await pay();
    session.destroy();
    assert.equal(shop.orders[0]!.state, 'reserved');
    await open();
    assert.deepEqual(shop.holdCalls.slice(1), ['release hold-1']);
    assert.deepEqual(applied(), ['ten']);
    assert.deepEqual(session.$dropped.get(), []);
    assert.deepEqual(states(), free);
    assert.equal(session.$verification.get().state, 'verified');
    await pay();
  });

  it('finds them free on the page as it was left', async () => {
    let comeBack = () => {};
    await open({
      onReturn: (listener) => {
        comeBack = listener;
        return () => {};
      },
    });
    comeBack();
    assert.deepEqual(shop.holdCalls, []);
    await pay();
    comeBack();
    await settle();
    assert.deepEqual(shop.holdCalls.slice(1), ['release hold-1']);
    assert.deepEqual(states(), free);
  });

  it('does not take them from another tab, where they are kept for its order', async () => {
    await open();
    await pay();
    session.destroy();
    await open({ storage: createMemoryStorage() });
    assert.deepEqual(applied(), ['nine']);
    assert.equal(shop.orders[0]!.state, 'reserved');
  });

  it('hears nothing of a hold that was redeemed meanwhile', async () => {
    await open();
    await pay();
    session.destroy();
    shop.orders[0] = { ...shop.orders[0]!, state: 'redeemed' };
    shop.wallet = [heldOf(amountOff('ten', 1000), { state: 'used' }), shop.wallet[1]!];
    await open();
    assert.deepEqual(applied(), ['nine']);
    assert.deepEqual(remembered(), []);
    assert.equal(session.$error.get(), undefined);
    assert.equal(session.$hold.get(), undefined);
    assert.equal(shop.holdCalls.length, 1);
  });

  it('is asked for no price while the page that is opened again gives the coupons back', async () => {
    await open();
    await pay();
    session.destroy();
    const { release } = shop.adapter;
    Object.assign(shop.adapter, {
      release: async (...given: Parameters<NonNullable<typeof release>>) => {
        await settle();
        await settle();
        return release!(...given);
      },
    });
    const { verify } = shop.calls;
    const { now, schedule } = clock;
    session = createSession({ adapter: shop.adapter, engine, desk: createDesk, now, schedule, storage });
    session.setCart(cartOf(1));
    const verifying = session.verify();
    await settle();
    assert.equal(shop.calls.verify, verify);
    await verifying;
    await settle();
    assert.equal(shop.orders[0]!.state, 'released');
    assert.equal(session.$verification.get().state, 'verified');
    assert.equal(shop.calls.verify, verify + 1);
  });

  it('has the coupons back also where the wallet could not be asked for', async () => {
    await open();
    await pay();
    session.destroy();
    shop.fault = new AdapterError('network', 'away', { retryable: true });
    await open();
    shop.fault = undefined;
    await clock.advance(10_000);
    assert.equal(shop.orders[0]!.state, 'released');
    assert.deepEqual(states(), free);
    assert.equal(session.$verification.get().state, 'verified');
  });
});

describe('the time of a hold', () => {
  it('ends by the server’s clock: the coupons are free, and the price is confirmed anew', async () => {
    shop.serverTime = () => clock.now() + 120_000;
    await open();
    const id = await pay();
    await clock.advance(14.9 * minuteMs);
    assert.equal(session.$hold.get()!.state, 'reserved');
    const { recheck } = shop.calls;
    await clock.advance(0.2 * minuteMs);
    assert.deepEqual([session.$hold.get()!.id, session.$hold.get()!.state], [id, 'expired']);
    assert.deepEqual(states(), free);
    assert.ok(shop.calls.recheck > recheck);
    assert.deepEqual(remembered(), []);
    assert.deepEqual(shop.holdCalls.length, 1);
    session.none();
    assert.equal(session.$hold.get(), undefined);
    session.auto();
    await pay();
    assert.deepEqual(shop.holdCalls.length, 2);
  });

  it('is prolonged once', async () => {
    await open();
    await pay();
    const before = Date.parse(session.$hold.get()!.expiresAt);
    const [result] = await Promise.all([session.extend(), session.extend()]);
    assert.ok(result?.ok);
    assert.deepEqual(session.$hold.get(), result.hold);
    assert.equal(Date.parse(result.hold.expiresAt) - before, 15 * minuteMs);
    assert.equal(result.hold.extendable, false);
    await clock.advance(20 * minuteMs);
    assert.equal(session.$hold.get()!.state, 'reserved');
    await clock.advance(11 * minuteMs);
    assert.equal(session.$hold.get()!.state, 'expired');
  });

  it('is told where it cannot be prolonged', async () => {
    await open();
    await pay();
    shop.refusal = 'already-extended';
    assert.deepEqual(await session.extend(), {
      ok: false,
      reason: { code: 'already-extended', params: {} },
    });
    assert.deepEqual([session.$hold.get()!.state, session.$hold.get()!.extendable], ['reserved', false]);
    shop.refusal = 'hold-ended';
    assert.equal((await session.extend())?.ok, false);
    assert.equal(session.$hold.get()!.state, 'expired');
  });

  it('goes on where the server is away while it should be prolonged', async () => {
    await open();
    await pay();
    shop.holdFault = new AdapterError('rate-limited', 'slow', { retryable: true, retryAfterMs: 9000 });
    assert.deepEqual(await session.extend(), {
      ok: false,
      reason: { code: 'rate-limited', params: { retryAfterMs: 9000 } },
    });
    assert.equal(session.$hold.get()!.state, 'reserved');
    assert.equal(session.$hold.get()!.extendable, true);
  });

  it('is not cut short where the page is left', async () => {
    await open();
    await pay();
    session.destroy();
    await clock.advance(1000);
    assert.equal(shop.orders[0]!.state, 'reserved');
    assert.deepEqual(remembered(), ['hold-1']);
    assert.equal(clock.waiting(), 0);
  });
});
