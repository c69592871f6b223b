import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession, type SessionOptions } from '../../src/stores/create-session.js';
import type { Session, Verification } from '../../src/stores/session.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

let clock: FakeClock;
let shop: TestShop;
let session: Session;

function open(options: Partial<SessionOptions> = {}): Session {
  const { now, schedule } = clock;
  return (session = createSession({
    adapter: shop.adapter,
    engine,
    desk: createDesk,
    now,
    schedule,
    ...options,
  }));
}

beforeEach(() => {
  clock = createFakeClock();
  shop = createShop(clock.now);
  shop.offers = [offered(amountOff('ten', 1000)), offered(amountOff('twelve', 1200))];
});
afterEach(() => session.destroy());

const current = (): Verification => session.$verification.get();
const inState = <S extends Verification['state']>(state: S): Extract<Verification, { state: S }> => {
  const value = current();
  assert.equal(value.state, state, JSON.stringify(value));
  return value as Extract<Verification, { state: S }>;
};
const away = (more = {}) => new AdapterError('network', 'away', { retryable: true, ...more });

/** A session whose cart is confirmed. */
async function openVerified(options: Partial<SessionOptions> = {}): Promise<void> {
  open(options).setCart(cartOf(1));
  await clock.advance(1000);
  inState('verified');
}

describe('the verification', () => {
  it('is idle without a cart, provisional at once with one, verified where the server says the same', async () => {
    open();
    inState('idle');
    session.setCart(cartOf(1));
    inState('provisional');
    await clock.advance(1000);
    assert.equal(inState('verified').verdict.totals.payable, 8800);
    session.setCart(cartOf(2));
    inState('provisional');
  });

  it('goes on where nobody listens to anything but it, or to nothing', async () => {
    open();
    const states: string[] = [];
    session.$verification.listen(({ state }) => states.push(state));
    session.setCart(cartOf(1));
    await clock.advance(1000);
    assert.deepEqual(states, ['provisional', 'verified']);
  });

  it('asks once for many changes in a row', async () => {
    await openVerified();
    const before = shop.calls.verify;
    for (let quantity = 2; quantity <= 6; quantity++) {
      session.setCart(cartOf(quantity));
      await clock.advance(40);
    }
    await clock.advance(1000);
    assert.equal(shop.calls.verify, before + 1);
    assert.equal(inState('verified').verdict.totals.payable, 58_800);
  });

  it('asks nothing for a cart that is the same', async () => {
    await openVerified();
    session.setCart(cartOf(1));
    session.setCart({ ...cartOf(1), lines: [{ ...cartOf(1).lines[0]!, unknown: 1 }] });
    await clock.advance(5000);
    assert.deepEqual([shop.calls.verify, shop.calls.recheck], [1, 0]);
    inState('verified');
  });

  it('aborts the older question, and drops its late answer', async () => {
    shop.holds = true;
    open().setCart(cartOf(1));
    await clock.advance(1000);
    session.setCart(cartOf(2));
    assert.equal(shop.asked[0]!.signal.aborted, true);
    await clock.advance(1000);
    assert.equal(shop.asked.length, 2);
    await shop.asked[1]!.answer();
    await settle();
    const verified = inState('verified');
    await shop.asked[0]!.answer();
    await settle();
    assert.equal(current(), verified);
    assert.equal(verified.verdict.totals.payable, 18_800);
  });

  it('drops a late fault, too', async () => {
    shop.holds = true;
    open().setCart(cartOf(1));
    await clock.advance(1000);
    session.setCart(cartOf(2));
    await clock.advance(1000);
    shop.asked[0]!.fail(away());
    await settle();
    inState('provisional');
    assert.equal(session.$error.get(), undefined);
  });

  it('takes no answer for another cart', async () => {
    shop.change = () => ({
      cartHash: 'f'.repeat(64),
      totals: { subtotal: 1, discount: 0, payable: 1, basis: 'gross' },
    });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    assert.equal(inState('failed').error.kind, 'bad-response');
    assert.equal(session.$quote.get()!.payable, 8800);
  });

  it('states the whole wish with its codes', async () => {
    shop.wallet = [heldOf(amountOff('typed', 3000, 3001, { code: 'CODE' }))];
    shop.holds = true;
    open().setCart(cartOf(1));
    await clock.advance(1000);
    const { input } = shop.asked[0]!;
    assert.deepEqual('desired' in input && input.desired, [{ coupon: 'typed', code: 'CODE' }]);
  });

  it('waits for the offers before it asks', async () => {
    let letGo = (): void => {};
    const { offers } = shop.adapter;
    const adapter = {
      ...shop.adapter,
      offers: async (...input: Parameters<NonNullable<typeof offers>>) => {
        await new Promise<void>((resolve) => (letGo = resolve));
        return offers!(...input);
      },
    };
    open({ adapter }).setCart(cartOf(1));
    await clock.advance(2000);
    assert.equal(shop.calls.verify, 0);
    letGo();
    await clock.advance(1000);
    assert.equal(shop.calls.verify, 1);
    assert.equal(inState('verified').verdict.totals.payable, 8800);
  });

  it('stays provisional where nobody confirms', async () => {
    shop = createShop(clock.now, { verify: 'emulated' });
    open().setCart(cartOf(1));
    await clock.advance(5000);
    await session.verify();
    inState('provisional');
    assert.deepEqual([shop.calls.verify, shop.calls.recheck], [0, 0]);
  });
});

describe('another price', () => {
  it('is shown with what changed, before and after, and must be accepted where it is higher', async () => {
    shop.change = (verdict) => ({
      outcomes: verdict.outcomes.map((outcome) => ({ ...outcome, amount: 900 })),
      totals: { ...verdict.totals, discount: 900, payable: 9100 },
      prices: [{ line: 'L1', before: 10_000, after: 10_000 }],
    });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    const { differences, accepted, verdict } = inState('changed');
    assert.deepEqual(differences, [
      { code: 'unit-price', line: 'L1', before: 10_000, after: 10_000 },
      { code: 'coupon-amount', coupon: 'twelve', before: 1200, after: 900 },
      { code: 'payable', before: 8800, after: 9100 },
    ]);
    assert.equal(accepted, false);
    session.accept();
    assert.deepEqual(inState('changed'), { state: 'changed', verdict, differences, accepted: true });
  });

  it('that is lower is accepted at once', async () => {
    shop.change = (verdict) => ({ totals: { ...verdict.totals, discount: 2000, payable: 8000 } });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    assert.equal(inState('changed').accepted, true);
    assert.deepEqual(inState('changed').differences, [{ code: 'payable', before: 8800, after: 8000 }]);
  });

  it('that is only rounded otherwise is said, and need not be accepted until one is confirmed', async () => {
    let payable = 8801;
    shop.change = (verdict) => ({ totals: { ...verdict.totals, payable } });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    assert.equal(inState('changed').accepted, true);
    assert.deepEqual(inState('changed').differences, [{ code: 'payable', before: 8800, after: 8801 }]);
    payable = 8802;
    await session.verify();
    await clock.advance(1000);
    assert.equal(inState('changed').accepted, false);
  });

  it('once accepted need not be accepted again, but a higher one must', async () => {
    let payable = 9100;
    shop.change = (verdict) => ({ totals: { ...verdict.totals, payable } });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    session.accept();
    await session.verify();
    assert.equal(inState('changed').accepted, true);
    payable = 9200;
    await session.verify();
    assert.equal(inState('changed').accepted, false);
    assert.deepEqual(inState('changed').differences, [{ code: 'payable', before: 9100, after: 9200 }]);
  });

  it('must be accepted where it rises above what was confirmed, though it is what the preview said', async () => {
    let payable = 8000;
    shop.change = (verdict) => ({ totals: { ...verdict.totals, payable } });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    payable = 8800;
    await session.verify();
    assert.equal(inState('changed').accepted, false);
    assert.deepEqual(inState('changed').differences, [{ code: 'payable', before: 8000, after: 8800 }]);
  });

  it('names the coupon that the server does not take, with its reasons', async () => {
    const reasons = [{ code: 'expired', params: { validUntil: '2026-11-21T12:00:00Z' } }];
    shop.change = (verdict) => ({
      outcomes: [{ coupon: 'twelve', state: 'rejected', reasons }],
      totals: { ...verdict.totals, discount: 0, payable: 10_000 },
    });
    open().setCart(cartOf(1));
    await clock.advance(1000);
    assert.deepEqual(inState('changed').differences, [
      { code: 'coupon-dropped', coupon: 'twelve', reasons },
      { code: 'payable', before: 8800, after: 10_000 },
    ]);
  });

  it('of a coupon that is gone brings the next best set, and says what dropped out', async () => {
    await openVerified();
    shop.offers = shop.offers.map((offer) =>
      offer.coupon.id === 'twelve' ? { ...offer, claim: { state: 'sold-out' } } : offer,
    );
    const states: string[] = [];
    session.$verification.listen(({ state }) => states.push(state));
    session.setCart(cartOf(2));
    await clock.advance(1000);
    assert.deepEqual(states, ['provisional', 'changed', 'provisional', 'verified']);
    assert.equal(inState('verified').verdict.totals.payable, 19_000);
    const [dropped] = session.$dropped.get();
    assert.deepEqual([dropped!.coupon, dropped!.reasons[0]!.code], ['twelve', 'sold-out']);
  });

  it('comes of a coupon that expires between preview and verification', async () => {
    const validUntil = '2026-11-21T12:00:10Z';
    shop.offers = [offered(amountOff('ten', 1000, 1001, { validUntil }))];
    // The server is a minute ahead, and the page does not know yet.
    const { offers, ...adapter } = shop.adapter;
    const real = { ...adapter, verify: shop.adapter.verify };
    open({
      adapter: {
        ...real,
        offers: async (...input) => ({ ...(await offers!(...input)), serverTime: clock.now() }),
        async verify({ cart }) {
          const quote = engine.quote(cart, [shop.offers[0]!.coupon], { now: clock.now() + 60_000 });
          const verdict = await shop.adapter.verify(
            { cart, desired: [] },
            { signal: new AbortController().signal },
          );
          return {
            ...verdict,
            outcomes: [{ coupon: 'ten', state: 'rejected', reasons: quote.refused[0]!.reasons }],
          };
        },
      },
    }).setCart(cartOf(1));
    assert.equal(session.$quote.get()!.payable, 10_000);
    await clock.advance(1000);
    const { differences, accepted } = inState('changed');
    assert.deepEqual(differences, [
      { code: 'coupon-dropped', coupon: 'ten', reasons: [{ code: 'expired', params: { validUntil } }] },
      { code: 'payable', before: 9000, after: 10_000 },
    ]);
    assert.equal(accepted, false);
  });
});

describe('the server away', () => {
  it('leaves the preview, and asks again by itself until it is back', async () => {
    await openVerified();
    shop.fault = away();
    session.setCart(cartOf(2));
    await clock.advance(1000);
    assert.equal(inState('failed').error, shop.fault);
    assert.equal(session.$quote.get()!.payable, 18_800);
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'verify');
    shop.fault = undefined;
    await clock.advance(3000);
    inState('verified');
    assert.equal(session.$error.get(), undefined);
  });

  it('is asked less and less, then not at all for 15 s, also where the cart changes', async () => {
    await openVerified();
    shop.fault = away();
    session.setCart(cartOf(2));
    await clock.advance(150);
    const before = shop.calls.verify;
    // Four more faults, after at most 1 + 2 + 4 + 8 s.
    let waited = 0;
    for (; shop.calls.verify < before + 4; waited += 100) await clock.advance(100);
    assert.ok(waited >= 7000 && waited <= 15_000, `${waited} ms`);
    for (let quantity = 3; quantity < 10; quantity++) {
      session.setCart(cartOf(quantity));
      inState('failed');
      await clock.advance(2000);
    }
    assert.equal(shop.calls.verify, before + 4);
    await clock.advance(1200);
    assert.equal(shop.calls.verify, before + 5);
    shop.fault = undefined;
    await clock.advance(16_000);
    assert.equal(inState('verified').verdict.totals.payable, 88_800);
  });

  it('is given the time that it asks for', async () => {
    await openVerified();
    shop.fault = away({ retryAfterMs: 20_000 });
    session.setCart(cartOf(2));
    await clock.advance(150);
    const before = shop.calls.verify;
    shop.fault = undefined;
    await clock.advance(19_900);
    assert.equal(shop.calls.verify, before);
    await clock.advance(200);
    inState('verified');
  });

  it('is asked at once when the network is back', async () => {
    let tell = (): void => {};
    let stopped = 0;
    await openVerified({ onOnline: (listener) => ((tell = listener), () => stopped++) });
    shop.fault = away({ retryAfterMs: 60_000 });
    session.setCart(cartOf(2));
    await clock.advance(1000);
    inState('failed');
    shop.fault = undefined;
    tell();
    await settle();
    inState('verified');
    session.destroy();
    assert.equal(stopped, 1);
  });

  it('is not asked again by itself where that cannot help', async () => {
    await openVerified();
    shop.fault = new AdapterError('invalid-request', 'no');
    session.setCart(cartOf(2));
    await clock.advance(60_000);
    inState('failed');
    assert.equal(shop.calls.verify, 2);
  });

  it('may be an adapter that throws what it should not', async () => {
    await openVerified();
    shop.fault = new TypeError('a mistake');
    session.setCart(cartOf(2));
    await clock.advance(1000);
    const { error } = inState('failed');
    assert.equal(error.kind, 'unavailable');
    assert.equal(error.cause, shop.fault);
  });
});
