import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError, type CartReading, type CartSource } from '../../src/adapters/adapter.js';
import { createPlatformAdapter } from '../../src/adapters/internal/create-platform-adapter.js';
import type { PlatformCart } from '../../src/adapters/internal/platform.js';
import * as engine from '../../src/engine/index.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { amountOff, cartOf, createShop, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

let clock: FakeClock;
let shop: TestShop;
let session: Session;
/** What the platform answers, and how often it was read. */
let reading: () => Promise<CartReading>;
let readings = 0;
let tell: (() => void) | undefined;

beforeEach(async () => {
  clock = createFakeClock();
  shop = createShop(clock.now);
  shop.offers = [offered(amountOff('ten', 1000))];
  readings = 0;
  reading = async () => ({ cart: cartOf(1), isNews: false });
  session = createSession({
    adapter: {
      ...shop.adapter,
      cart: () => ({
        read() {
          readings++;
          return reading();
        },
        watch(listener) {
          tell = listener;
          return () => (tell = undefined);
        },
      }),
    },
    engine,
    desk: createDesk,
    now: clock.now,
    schedule: clock.schedule,
  });
  await clock.advance(1000);
});
afterEach(() => session.destroy());

describe('a session over a platform that keeps the cart', () => {
  it('prices and confirms that cart, without being given one', () => {
    assert.equal(session.$quote.get()!.payable, 9000);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('follows it as it changes', async () => {
    reading = async () => ({ cart: cartOf(3), isNews: false });
    tell!();
    await clock.advance(1000);
    assert.equal(session.$cart.get()!.lines[0]!.quantity, 3);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('asks for offers and price anew where the platform says otherwise of the coupons', async () => {
    const before = { ...shop.calls };
    reading = async () => ({ cart: cartOf(1), isNews: true });
    tell!();
    await clock.advance(1000);
    assert.equal(shop.calls.offers, before.offers + 1);
    assert.equal(shop.calls.recheck, before.recheck + 1);
  });

  it('says that nothing is confirmed while the cart can’t be read, and has it confirmed then', async () => {
    reading = async () => {
      throw new AdapterError('network', 'away', { retryable: true });
    };
    tell!();
    await settle();
    assert.equal(session.$verification.get().state, 'failed');
    reading = async () => ({ cart: cartOf(1), isNews: false });
    await clock.advance(3000);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('reads once at a time, and once more for all that happened meanwhile', async () => {
    const answers: ((value: CartReading) => void)[] = [];
    reading = () => new Promise((resolve) => answers.push(resolve));
    for (let times = 0; times < 5; times++) tell!();
    await settle();
    assert.equal(readings, 2);
    answers[0]!({ cart: cartOf(2), isNews: false });
    await settle();
    assert.equal(readings, 3);
    answers[1]!({ cart: cartOf(4), isNews: false });
    await clock.advance(1000);
    assert.equal(session.$cart.get()!.lines[0]!.quantity, 4);
    assert.equal(readings, 3);
  });

  it('keeps the last cart while the platform is away, says so, and tries again', async () => {
    reading = () => Promise.reject(new AdapterError('network', 'away', { retryable: true }));
    tell!();
    await settle();
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'cart');
    assert.equal(session.$quote.get()!.payable, 9000);
    reading = async () => ({ cart: cartOf(2), isNews: false });
    await clock.advance(20_000);
    assert.equal(session.$error.get(), undefined);
    assert.equal(session.$cart.get()!.lines[0]!.quantity, 2);
  });

  it('shows an empty cart where the platform has none any more, and not the one that became an order', async () => {
    reading = async () => ({ isNews: false });
    tell!();
    await clock.advance(1000);
    assert.deepEqual(session.$cart.get()!.lines, []);
    assert.equal(session.$quote.get()!.payable, 0);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('has no cart where the platform never had one', async () => {
    session.destroy();
    reading = async () => ({ isNews: false });
    const other = createSession({ adapter: { ...shop.adapter, cart: sourceOf(reading) }, engine });
    await clock.advance(1000);
    assert.equal(other.$cart.get(), undefined);
    assert.equal(other.$error.get(), undefined);
    other.destroy();
  });

  it('confirms nothing where the platform’s cart is one that cannot be read', async () => {
    const [line] = cartOf(1).lines;
    reading = async () => ({ cart: { currency: 'USD', lines: [line!, line!] }, isNews: false });
    tell!();
    await clock.advance(1000);
    assert.equal(session.$error.get()?.code, 'invalid-cart');
    assert.equal(session.$verification.get().state, 'failed');
    reading = async () => ({ cart: cartOf(1), isNews: false });
    tell!();
    await clock.advance(1000);
    assert.equal(session.$error.get(), undefined);
    assert.equal(session.$verification.get().state, 'verified');
  });

  it('watches it no longer after its end', async () => {
    session.destroy();
    assert.equal(tell, undefined);
    const count = readings;
    await clock.advance(1000);
    assert.equal(readings, count);
  });
});

describe('a session over the adapter of a platform', () => {
  /** What each code takes off; a code that is not here is refused. */
  const worth: Readonly<Record<string, number>> = { TEN: 100, MINE: 70 };
  let platform: { isGone: boolean; codes: readonly string[]; requests: number };
  let tellAll: (() => void)[];
  let following: Session;

  const toCart = (): PlatformCart => {
    const discounts = platform.codes.map((code) => ({ code, label: code, amount: worth[code]!, from: 'L1' }));
    return {
      cart: { currency: 'USD', lines: [{ id: 'L1', product: 'mug', unitPrice: 1000, quantity: 1 }] },
      codes: platform.codes,
      discounts,
      payable: discounts.reduce((left, { amount }) => left - amount, 1000),
      basis: 'gross',
    };
  };
  const payable = () => {
    const verification = following.$verification.get();
    return 'verdict' in verification ? verification.verdict.totals.payable : verification.state;
  };
  const requestsInAMinute = async () => {
    const before = platform.requests;
    await clock.advance(60_000);
    return platform.requests - before;
  };

  beforeEach(async () => {
    platform = { isGone: false, codes: [], requests: 0 };
    tellAll = [];
    const adapter = createPlatformAdapter(
      {
        name: 'test',
        server: 'https://shop.example',
        capabilities: { reasons: 'missing', allocations: 'native' },
        async read() {
          platform.requests++;
          return platform.isGone ? undefined : toCart();
        },
        async setCodes(codes) {
          platform.requests++;
          platform.codes = codes.filter((code) => worth[code]);
          return { cart: toCart(), refused: [] };
        },
      },
      {
        engine,
        coupons: [codeOff('ten', 'TEN'), codeOff('no', 'NO')],
        storage: createMemoryStorage(),
        now: clock.now,
      },
    );
    const source = adapter.cart!();
    following = createSession({
      adapter: {
        ...adapter,
        cart: () => ({
          read: source.read,
          watch(listener) {
            tellAll.push(listener);
            return source.watch(listener);
          },
        }),
      },
      engine,
      desk: createDesk,
      now: clock.now,
      schedule: clock.schedule,
    });
    await clock.advance(2000);
  });
  afterEach(() => following.destroy());

  it('asks nothing while nothing happens, though a coupon that is held is refused', async () => {
    await following.claim('no');
    following.apply('no');
    await clock.advance(2000);
    assert.equal(payable(), 1000);
    assert.equal(await requestsInAMinute(), 0);
  });

  it('keeps what is typed into the shop’s own form, beside the best set, at the platform’s price', async () => {
    platform.codes = ['TEN', 'MINE'];
    for (const listener of tellAll) listener();
    await clock.advance(2000);
    assert.deepEqual([platform.codes, payable()], [['TEN', 'MINE'], 830]);
    assert.equal(await requestsInAMinute(), 0);
    following.none();
    await clock.advance(2000);
    assert.deepEqual([platform.codes, payable()], [[], 1000]);
  });

  it('shows the price with a typed code that is no part of the best set', async () => {
    assert.ok((await following.exchange('MINE')).ok);
    await clock.advance(2000);
    assert.deepEqual([platform.codes, payable()], [['TEN', 'MINE'], 830]);
    assert.equal(await requestsInAMinute(), 0);
  });

  it('shows nothing of a cart that has become an order, and does not ask for it again and again', async () => {
    platform.isGone = true;
    following.none();
    await clock.advance(2000);
    assert.deepEqual(following.$cart.get()!.lines, []);
    assert.equal(payable(), 0);
    assert.equal(await requestsInAMinute(), 0);
  });
});

function codeOff(id: string, code: string) {
  const benefit = { kind: 'amount', amount: 100 };
  return { coupon: { id, code, currency: 'USD', benefit }, claim: { hidden: false } };
}

function sourceOf(read: () => Promise<CartReading>): () => CartSource {
  return () => ({ read, watch: () => () => {} });
}
