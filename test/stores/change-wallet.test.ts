import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

let clock: FakeClock;
let shop: TestShop;
let session: Session;

beforeEach(async () => {
  clock = createFakeClock();
  shop = createShop(clock.now);
  shop.wallet = [heldOf(amountOff('one', 100))];
  // Nobody claims by itself what costs something.
  shop.offers = [
    offered(amountOff('ten', 1000), 'available', { cost: { points: 5 } }),
    offered(amountOff('small', 50), 'available', { cost: { points: 1 } }),
    offered(amountOff('free', 200)),
  ];
  const { now, schedule } = clock;
  session = createSession({ adapter: shop.adapter, engine, desk: createDesk, now, schedule });
  session.setCart(cartOf(1));
  await clock.advance(1000);
});
afterEach(() => session.destroy());

const state = () => session.$verification.get().state;
const payable = () => session.$quote.get()!.payable;

describe('a claim that makes another best set', () => {
  it('brings the confirmed price in the same answer', async () => {
    const before = { ...shop.calls };
    assert.equal(payable(), 9800);
    assert.ok((await session.claim('ten')).ok);
    await settle();
    assert.deepEqual(shop.quotes[0]?.desired, [{ coupon: 'ten' }]);
    assert.deepEqual([payable(), state()], [9000, 'verified']);
    await clock.advance(5000);
    assert.deepEqual({ ...shop.calls }, { ...before, claim: before.claim + 1 });
  });

  it('has it confirmed at once where the answer does not bring it', async () => {
    shop.pricesClaims = false;
    const { verify } = shop.calls;
    assert.ok((await session.claim('ten')).ok);
    await clock.advance(0);
    assert.deepEqual([payable(), state(), shop.calls.verify], [9000, 'verified', verify + 1]);
  });

  it('asks anew where the cart changed under way', async () => {
    const { claim } = shop.adapter;
    Object.assign(shop.adapter, {
      claim: (...given: Parameters<NonNullable<typeof claim>>) => {
        session.setCart(cartOf(2));
        return claim!(...given);
      },
    });
    const { verify } = shop.calls;
    assert.ok((await session.claim('ten')).ok);
    await clock.advance(1000);
    assert.deepEqual([payable(), state()], [19_000, 'verified']);
    assert.equal(shop.calls.verify, verify + 1);
  });

  it('shows what the answer says otherwise', async () => {
    const { claim } = shop.adapter;
    Object.assign(shop.adapter, {
      async claim(...given: Parameters<NonNullable<typeof claim>>) {
        const answer = await claim!(...given);
        if ('refused' in answer) return answer;
        const verdict = answer.verdict!;
        return { ...answer, verdict: { ...verdict, totals: { ...verdict.totals, payable: 9500 } } };
      },
    });
    assert.ok((await session.claim('ten')).ok);
    await settle();
    const verification = session.$verification.get();
    assert.ok(verification.state === 'changed' && !verification.accepted);
    assert.equal(verification.verdict.totals.payable, 9500);
  });

  it('is repeated with the same key as it was asked at first', async () => {
    const { claim } = shop.adapter;
    let fails = true;
    Object.assign(shop.adapter, {
      async claim(...given: Parameters<NonNullable<typeof claim>>) {
        const answer = await claim!(...given);
        if (fails) throw new AdapterError('timeout', 'lost', { retryable: true, ambiguous: true });
        return answer;
      },
    });
    assert.equal((await session.claim('ten')).ok, false);
    fails = false;
    session.setCart(cartOf(3));
    await session.claim('ten');
    assert.deepEqual(shop.quotes[1], shop.quotes[0]);
    assert.equal(shop.keys[1], shop.keys[0]);
  });
});

describe('a claim that changes no price', () => {
  for (const [name, coupon, prepare] of [
    ['is applied already', 'free', () => {}],
    ['is worth less than what is applied', 'small', () => {}],
    ['is not part of the shopper’s own choice', 'ten', () => session.none()],
  ] as const)
    it(`asks for none: it ${name}`, async () => {
      prepare();
      await clock.advance(1000);
      const { verify } = shop.calls;
      assert.ok((await session.claim(coupon)).ok);
      await clock.advance(1000);
      assert.deepEqual(shop.quotes, [undefined]);
      assert.deepEqual([state(), shop.calls.verify], ['verified', verify]);
    });
});

describe('an act of the shopper', () => {
  it('is asked about at once, other than a cart that changes', async () => {
    const { verify } = shop.calls;
    session.setCart(cartOf(2));
    await clock.advance(100);
    assert.equal(shop.calls.verify, verify);
    session.none();
    await clock.advance(0);
    assert.equal(shop.calls.verify, verify + 1);
    await clock.advance(1000);
    assert.equal(shop.calls.verify, verify + 1);
  });
});

describe('a claim that is refused', () => {
  it('for want of points says how many are missing, and the offer stays', async () => {
    const reason = { code: 'points-too-few', params: { required: 5, available: 2 } };
    Object.assign(shop.adapter, { claim: async () => ({ refused: reason }) });
    assert.deepEqual(await session.claim('ten'), { ok: false, reason });
    const { state, cost } = session.$offers.get()!.find(({ coupon }) => coupon.id === 'ten')!.claim;
    assert.deepEqual([state, cost], ['available', { points: 5 }]);
  });
});
