import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import { createLocalAdapter } from '../../src/adapters/local.js';
import * as engine from '../../src/engine/index.js';
import { CouponError } from '../../src/money/coupon-error.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession, type SessionOptions } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { createMemoryStorage } from '../adapters/memory-storage.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

let clock: FakeClock;
let shop: TestShop;
let session: Session;
const sessions: Session[] = [];

beforeEach(() => {
  clock = createFakeClock();
  shop = createShop(clock.now);
});
afterEach(() => sessions.splice(0).forEach((each) => each.destroy()));

function open(options: Partial<SessionOptions> = {}): Session {
  const { now, schedule } = clock;
  sessions.push(
    (session = createSession({ adapter: shop.adapter, engine, desk: createDesk, now, schedule, ...options })),
  );
  return session;
}

/** A session with its offers loaded and its cart confirmed. */
async function openWith(cart: unknown = cartOf(1), options: Partial<SessionOptions> = {}): Promise<void> {
  open(options).setCart(cart);
  await clock.advance(1000);
}

const applied = (): readonly string[] => session.$quote.get()!.applied.map(({ coupon }) => coupon);
const dropped = () =>
  session.$dropped.get().map(({ coupon, reasons }) => [coupon, reasons.map(({ code }) => code).join()]);
const state = () => session.$verification.get().state;
const away = (more = {}) => new AdapterError('network', 'away', { retryable: true, ...more });

describe('the preview', () => {
  it('is there the moment the cart is set', async () => {
    await openWith();
    session.setCart(cartOf(3));
    assert.equal(session.$quote.get()!.payable, 30_000);
    assert.equal(session.$cart.get()!.lines[0]!.quantity, 3);
  });

  it('applies the best of what is held and what can be claimed at once for nothing', async () => {
    shop.offers = [
      offered(amountOff('ten', 1000)),
      offered(amountOff('paid', 5000), 'available', { cost: { points: 10 } }),
      offered(amountOff('gone', 6000), 'sold-out'),
      offered(amountOff('soon', 7000), 'upcoming', { opensAt: '2999-01-01T00:00:00Z' }),
    ];
    shop.wallet = [heldOf(amountOff('used', 8000), { state: 'used' })];
    await openWith();
    assert.deepEqual(applied(), ['ten']);
    assert.equal(session.$best.get(), session.$quote.get());
    shop.wallet = [...shop.wallet, heldOf(amountOff('eleven', 1100))];
    await session.loadOffers();
    assert.deepEqual(applied(), ['eleven']);
  });

  it('holds a claim to the days of that very claim', async () => {
    const validUntil = '2026-11-21T12:00:30Z';
    shop.wallet = [heldOf(amountOff('ten', 1000), { validUntil })];
    await openWith();
    assert.deepEqual(applied(), ['ten']);
    await clock.advance(30_000);
    assert.deepEqual(applied(), []);
    assert.deepEqual(dropped(), [['ten', 'expired']]);
    assert.deepEqual(session.$dropped.get()[0]!.reasons[0]!.params, { validUntil });
    assert.equal(session.$wallet.get()![0]!.state, 'expired');
  });

  it('is computed once for each change, and not at all for the same cart again', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    let computed = 0;
    const best: typeof engine.best = (...input) => (computed++, engine.best(...input));
    await openWith(cartOf(1), { engine: { ...engine, best } });
    computed = 0;
    let told = 0;
    session.$quote.listen(() => told++);
    session.setCart(cartOf(2));
    assert.deepEqual([computed, told], [1, 1]);
    session.setCart(cartOf(2));
    await clock.advance(5000);
    assert.deepEqual([computed, told], [1, 1]);
  });

  it('shows nobody a cart and a quote that do not belong together', async () => {
    await openWith();
    const seen: unknown[] = [];
    const look = () => seen.push([session.$cart.get()!.lines[0]!.quantity, session.$quote.get()!.payable]);
    for (const $store of [session.$cart, session.$quote, session.$best]) $store.listen(() => look());
    session.setCart(cartOf(4));
    assert.equal(seen.length, 3);
    for (const each of seen) assert.deepEqual(each, [4, 40_000]);
  });

  it('waits for an engine that is loaded late, and is then at once', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    let loads = 0;
    open({ engine: async () => (loads++, engine) });
    await session.loadOffers();
    assert.equal(loads, 0);
    session.setCart(cartOf(1));
    assert.equal(session.$quote.get(), undefined);
    await settle();
    assert.equal(session.$quote.get()!.payable, 9000);
    session.setCart(cartOf(2));
    assert.equal(session.$quote.get()!.payable, 19_000);
    assert.equal(loads, 1);
  });

  it('loads the engine again where that failed', async () => {
    let tries = 0;
    open({ engine: async () => (tries++ ? engine : Promise.reject(new TypeError('away'))) });
    session.setCart(cartOf(1));
    await settle();
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'engine');
    session.setCart(cartOf(2));
    await settle();
    assert.equal(session.$quote.get()!.payable, 20_000);
    assert.equal(session.$error.get(), undefined);
  });

  it('measures by the policy and the shopper that are given', async () => {
    shop.offers = [
      offered({ ...amountOff('first', 1000), conditions: { maxOrders: 0 } }),
      offered(amountOff('shop', 500, 10_000, { layer: 'platform' })),
    ];
    await openWith(cartOf(1), {
      shopper: { orders: 0 },
      policy: { limits: { platform: null }, threshold: 'residual' },
    });
    assert.deepEqual(applied(), ['first']);
    session.setShopper({ orders: 3 });
    assert.deepEqual(applied(), ['shop']);
    assert.deepEqual(session.$shopper.get(), { orders: 3 });
  });

  it('prices a product page beside the cart', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    open();
    await session.loadOffers('tea');
    const best = await session.priceOf(cartOf(1));
    assert.equal(best.payable, 9000);
    assert.equal(session.$cart.get(), undefined);
    assert.equal(session.$quote.get(), undefined);
    await assert.rejects(
      session.priceOf({ ...cartOf(1), currency: 'yuan' }),
      (error) => error instanceof CouponError && error.argument === 'currency',
    );
  });
});

describe('bad input', () => {
  const line = cartOf(1).lines[0]!;
  for (const [name, cart, path] of [
    ['NaN', cartOf(NaN), 'lines[0].quantity'],
    ['a negative price', { ...cartOf(1), lines: [{ ...line, unitPrice: -1 }] }, 'lines[0].unitPrice'],
    ['a fractional amount', { ...cartOf(1), lines: [{ ...line, unitPrice: 9.99 }] }, 'lines[0].unitPrice'],
    ['two lines of one id', { ...cartOf(1), lines: [line, line] }, 'lines[1].id'],
    ['a cart behind __proto__', JSON.parse(`{"__proto__":${JSON.stringify(cartOf(1))}}`), 'currency'],
    ['a text', 'cart', ''],
    ['nothing', undefined, ''],
  ] as const)
    it(`${name}: the last good cart stays, and the error names the place`, async () => {
      await openWith(cartOf(2));
      const quote = session.$quote.get();
      const problems = session.setCart(cart);
      assert.ok(
        problems.some((problem) => problem.path === path),
        JSON.stringify(problems),
      );
      assert.deepEqual(session.$error.get(), { code: 'invalid-cart', problems });
      assert.equal(session.$quote.get(), quote);
      assert.equal(session.$cart.get()!.lines[0]!.quantity, 2);
      assert.deepEqual(session.setCart(cartOf(2)), []);
      assert.equal(session.$error.get(), undefined);
    });

  it('of a shopper is told, and the last good one stays', () => {
    open({ shopper: { orders: 1 } });
    assert.equal(session.setShopper({ orders: -1 })[0]!.path, 'orders');
    assert.equal(session.$error.get()!.code, 'invalid-shopper');
    assert.deepEqual(session.$shopper.get(), { orders: 1 });
    session.setShopper(undefined);
    assert.deepEqual(session.$shopper.get(), {});
    assert.equal(session.$error.get(), undefined);
  });

  it('in a feed is told, and does not lose the other offers', async () => {
    const coupons = [amountOff('ten', 1000), { id: 'bad', benefit: { kind: 'none' } }];
    const adapter = createLocalAdapter({ coupons, engine, storage: createMemoryStorage() });
    open({ adapter });
    await session.loadOffers();
    assert.deepEqual(
      session.$offers.get()!.map(({ coupon }) => coupon.id),
      ['ten'],
    );
    const error = session.$error.get()!;
    assert.ok(error.code === 'invalid-offers' && error.problems[0]!.path.startsWith('[1]'));
  });

  it('with markup stays the text that it is', async () => {
    const title = '<img src=x onerror=alert(1)>';
    shop.offers = [offered({ ...amountOff('ten', 1000), title })];
    await openWith({ ...cartOf(1), lines: [{ ...line, title }] });
    assert.equal(session.$offers.get()![0]!.coupon.title, title);
    assert.equal(session.$cart.get()!.lines[0]!.title, title);
  });
});

describe('the selection', () => {
  beforeEach(() => {
    shop.offers = [
      offered(amountOff('ten', 1000)),
      offered(amountOff('twelve', 1200)),
      offered({
        ...amountOff('ship', 800),
        conditions: {},
        benefit: { kind: 'shipping', percentOff: 100 } as never,
      }),
    ];
  });
  const cart = (quantity = 1) => cartOf(quantity, { shipping: [{ fee: 700 }] });

  it('starts with the best set', async () => {
    await openWith(cart());
    assert.deepEqual(applied(), ['twelve', 'ship']);
    assert.deepEqual(session.$selection.get(), { mode: 'auto' });
  });

  it('takes what the shopper chooses, and lets go what may not go with it', async () => {
    await openWith(cart());
    session.apply('ten');
    assert.deepEqual(session.$selection.get(), { mode: 'manual', coupons: ['ship', 'ten'] });
    assert.deepEqual(applied(), ['ten', 'ship']);
    assert.deepEqual(
      session.$best.get()!.applied.map(({ coupon }) => coupon),
      ['twelve', 'ship'],
    );
    assert.deepEqual(dropped(), []);
  });

  it('compares the others with the best set only when asked, and keeps that through the choices of the shopper', async () => {
    await openWith(cart());
    const outvalued = () =>
      session.$best
        .get()!
        .refused.flatMap(({ reasons }) => reasons.filter(({ code }) => code === 'outvalued'));
    assert.deepEqual(
      outvalued().map(({ params }) => params),
      [{}],
    );
    session.compare();
    const { discount } = session.$best.get()!;
    assert.deepEqual(
      outvalued().map(({ params }) => params),
      [{ bestSaves: discount, thisSaves: discount - 200 }],
    );
    const compared = session.$best.get();
    session.apply('ten');
    session.none();
    assert.equal(session.$best.get(), compared);
    session.setCart(cartOf(5));
    assert.notEqual(session.$best.get(), compared);
  });

  it('removes one coupon, then the last, and goes back to the best set', async () => {
    await openWith(cart());
    session.remove('ship');
    assert.deepEqual(session.$selection.get(), { mode: 'manual', coupons: ['twelve'] });
    session.remove('twelve');
    assert.deepEqual(session.$selection.get(), { mode: 'none' });
    assert.equal(session.$quote.get()!.discount, 0);
    session.auto();
    assert.deepEqual(applied(), ['twelve', 'ship']);
    session.none();
    assert.equal(session.$quote.get()!.discount, 0);
    session.apply('ten');
    assert.deepEqual(applied(), ['ten']);
  });

  it('keeps a wish that the cart does not allow now, says so, and fulfils it when it does again', async () => {
    shop.offers = [offered(amountOff('big', 1000, 20_000)), offered(amountOff('ten', 1000))];
    await openWith(cartOf(2));
    session.apply('big');
    assert.deepEqual(applied(), ['big']);
    session.setCart(cartOf(1));
    assert.deepEqual(applied(), []);
    assert.deepEqual(dropped(), [['big', 'min-spend']]);
    assert.deepEqual(session.$dropped.get()[0]!.reasons[0]!.params['missing'], 10_000);
    session.setCart(cartOf(2));
    assert.deepEqual(applied(), ['big']);
    assert.deepEqual(dropped(), []);
  });

  it('prefers what was chosen last where two wishes come into reach together', async () => {
    shop.offers = [offered(amountOff('a', 1500, 20_000)), offered(amountOff('b', 1000))];
    await openWith(cartOf(2));
    session.apply('a');
    session.setCart(cartOf(1));
    session.apply('b');
    assert.deepEqual(session.$selection.get(), { mode: 'manual', coupons: ['a', 'b'] });
    session.setCart(cartOf(2));
    assert.deepEqual(applied(), ['b']);
    assert.deepEqual(dropped(), [['a', 'conflict,conflict']]);
  });

  it('says of a choice that is not there any more why', async () => {
    await openWith(cart());
    session.apply('ten');
    shop.offers = [offered(amountOff('ten', 1000), 'sold-out')];
    await session.loadOffers();
    assert.deepEqual(dropped(), [
      ['ship', 'not-found'],
      ['ten', 'sold-out'],
    ]);
  });
});

describe('what drops out', () => {
  it('is told with its reasons, until the shopper chooses anew', async () => {
    shop.offers = [offered(amountOff('big', 2000, 20_000)), offered(amountOff('ten', 1000))];
    await openWith(cartOf(2));
    assert.deepEqual(applied(), ['big']);
    session.setCart(cartOf(1));
    assert.deepEqual(applied(), ['ten']);
    assert.deepEqual(dropped(), [['big', 'min-spend']]);
    session.auto();
    assert.deepEqual(dropped(), []);
  });

  it('is told over a burst of changes together', async () => {
    shop.offers = [offered(amountOff('big', 2000, 30_000))];
    await openWith(cartOf(4));
    await clock.advance(5000);
    for (const quantity of [3, 2, 1]) {
      session.setCart(cartOf(quantity));
      await clock.advance(100);
    }
    assert.deepEqual(dropped(), [['big', 'min-spend']]);
    await clock.advance(5000);
    session.setCart(cartOf(2));
    assert.deepEqual(dropped(), []);
  });

  it('says so where a better one takes its place', async () => {
    shop.offers = [offered(amountOff('ten', 1000)), offered(amountOff('big', 2000, 20_000))];
    await openWith(cartOf(1));
    await clock.advance(5000);
    session.setCart(cartOf(2));
    assert.deepEqual(applied(), ['big']);
    assert.equal(dropped()[0]![0], 'ten');
    assert.match(dropped()[0]![1]!, /outvalued|conflict/);
  });

  it('is not what the shopper let go', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    await openWith();
    session.none();
    assert.deepEqual(dropped(), []);
    session.setCart(cartOf(2));
    assert.deepEqual(dropped(), []);
  });
});

describe('time', () => {
  it('opens and closes offers by itself, by the server clock', async () => {
    const aheadMs = 60_000;
    shop.serverTime = () => clock.now() + aheadMs;
    shop.offers = [
      offered(amountOff('flash', 3000), 'upcoming', {
        opensAt: '2026-11-21T12:02:00Z',
        closesAt: '2026-11-21T12:03:00Z',
      }),
    ];
    await openWith();
    assert.equal(session.$clockOffset.get(), aheadMs);
    assert.equal(session.now(), clock.now() + aheadMs);
    assert.deepEqual(applied(), []);
    await clock.advance(59_000);
    assert.equal(session.$offers.get()![0]!.claim.state, 'available');
    assert.deepEqual(applied(), ['flash']);
    await clock.advance(60_000);
    assert.equal(session.$offers.get()![0]!.claim.state, 'ended');
    assert.deepEqual(applied(), []);
    assert.deepEqual(dropped(), [['flash', 'ended']]);
    assert.equal(shop.calls.offers, 1);
  });

  it('sets one timer for all that will happen', async () => {
    shop.offers = Array.from({ length: 30 }, (_, index) =>
      offered(amountOff(`c${index}`, 1000, 2000, { validUntil: `2026-12-${10 + (index % 20)}T00:00:00Z` })),
    );
    await openWith();
    assert.equal(clock.waiting(), 1);
  });
});

describe('claims', () => {
  beforeEach(
    () => void (shop.offers = [offered(amountOff('ten', 1000)), offered(amountOff('gone', 1), 'sold-out')]),
  );

  it('put the coupon into the wallet, and mark the offer', async () => {
    open();
    await session.loadOffers();
    const result = await session.claim('ten');
    assert.ok(result.ok && result.fresh);
    assert.deepEqual(session.$wallet.get(), [result.held]);
    assert.equal(session.$offers.get()![0]!.claim.state, 'claimed');
  });

  it('of two acts at once make one call, and of a coupon that is held none', async () => {
    open();
    await session.loadOffers();
    const [first, second] = await Promise.all([session.claim('ten'), session.claim('ten')]);
    assert.equal(first, second);
    const third = await session.claim('ten');
    assert.ok(third.ok && !third.fresh);
    assert.equal(shop.calls.claim, 1);
  });

  it('that are refused say why, and mark the offer', async () => {
    open();
    await session.loadOffers();
    shop.offers = [offered(amountOff('ten', 1000), 'sold-out')];
    assert.deepEqual(await session.claim('ten'), { ok: false, reason: { code: 'sold-out', params: {} } });
    assert.equal(session.$offers.get()![0]!.claim.state, 'sold-out');
    assert.equal(session.$error.get(), undefined);
  });

  it('that fail keep everything, and come again with the same key', async () => {
    open();
    await session.loadOffers();
    shop.fault = away();
    const result = await session.claim('ten');
    assert.ok(!result.ok && result.reason.code === 'unavailable');
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'claim' && error.error === shop.fault);
    assert.equal(session.$offers.get()![0]!.claim.state, 'available');
    shop.fault = undefined;
    assert.ok((await session.claim('ten')).ok);
    assert.equal(session.$error.get(), undefined);
    assert.equal(shop.keys[0], shop.keys[1]);
  });

  it('of one coupon twice have a key each', async () => {
    open();
    await session.loadOffers();
    await session.claim('ten');
    shop.offers = [offered(amountOff('ten', 1000), 'available', { perShopper: 2 })];
    session.setShopper({ orders: 1 });
    await settle();
    assert.ok((await session.claim('ten')).ok);
    assert.equal(new Set(shop.keys).size, 2);
    assert.equal(session.$wallet.get()!.length, 2);
  });

  it('that come too fast say how long to wait', async () => {
    open();
    shop.fault = new AdapterError('rate-limited', 'slow down', { retryable: true, retryAfterMs: 9000 });
    assert.deepEqual(await session.exchange('CODE'), {
      ok: false,
      reason: { code: 'rate-limited', params: { retryAfterMs: 9000 } },
    });
  });

  it('are not undone by an older answer', async () => {
    open();
    let letGo = (): void => {};
    const { offers } = shop.adapter;
    const before = { offers: shop.offers, wallet: shop.wallet, serverTime: clock.now() };
    let isFirst = true;
    const adapter = {
      ...shop.adapter,
      offers: async (...input: Parameters<NonNullable<typeof offers>>) => {
        if (!isFirst) return offers!(...input);
        isFirst = false;
        await new Promise<void>((resolve) => (letGo = resolve));
        return before;
      },
    };
    open({ adapter });
    const loading = session.loadOffers();
    assert.ok((await session.claim('ten')).ok);
    letGo();
    await loading;
    assert.equal(session.$wallet.get()!.length, 1);
    assert.equal(session.$offers.get()![0]!.claim.state, 'claimed');
  });

  it('stay marked when the offers of another product arrive', async () => {
    const { offers } = shop.adapter;
    const adapter = {
      ...shop.adapter,
      offers: async (...input: Parameters<NonNullable<typeof offers>>) => {
        const answer = await offers!(...input);
        return input[0].product === 'cup' ? { ...answer, offers: [] } : answer;
      },
    };
    open({ adapter });
    await session.loadOffers('tea');
    await session.claim('ten');
    await session.loadOffers('cup');
    assert.equal(session.$offers.get()![0]!.claim.state, 'claimed');
  });

  it('by code are applied where the shopper chooses, and left to the best set where not', async () => {
    shop.offers = [offered(amountOff('ten', 1000)), offered(amountOff('typed', 500, 501, { code: 'CODE' }))];
    await openWith();
    assert.ok((await session.exchange('CODE')).ok);
    assert.deepEqual(applied(), ['ten']);
    session.none();
    shop.offers = [...shop.offers, offered(amountOff('other', 400, 401, { code: 'OTHER' }))];
    await session.exchange('OTHER');
    assert.deepEqual(applied(), ['other']);
  });
});

describe('offers', () => {
  it('of one product are asked for once by many elements', async () => {
    open();
    await Promise.all([1, 2, 3].map(() => session.loadOffers('tea')));
    assert.equal(shop.calls.offers, 1);
    await session.loadOffers('cup');
    assert.equal(shop.calls.offers, 2);
  });

  it('of the cart are asked for again only where its products are others', async () => {
    await openWith(cartOf(1));
    session.setCart(cartOf(2));
    await clock.advance(1000);
    assert.equal(shop.calls.offers, 1);
    session.setCart({ currency: 'CNY', lines: [{ id: 'L1', product: 'cup', unitPrice: 1, quantity: 1 }] });
    await clock.advance(1000);
    assert.equal(shop.calls.offers, 2);
  });

  it('that do not come are asked for again later, and the cart is priced without them', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    shop.fault = away();
    open().setCart(cartOf(1));
    await clock.advance(200);
    assert.equal(session.$quote.get()!.payable, 10_000);
    assert.equal(session.$offers.get(), undefined);
    assert.equal(session.$error.get()!.code, 'adapter');
    shop.fault = undefined;
    await clock.advance(20_000);
    assert.deepEqual(applied(), ['ten']);
    assert.equal(session.$error.get(), undefined);
    assert.equal(state(), 'verified');
  });

  it('are asked for anew when the page knows of something that changed elsewhere', async () => {
    open();
    await session.refresh();
    assert.equal(shop.calls.offers, 0);
    await Promise.all([session.loadOffers(), session.loadOffers('tea')]);
    shop.wallet = [heldOf(amountOff('bought', 1000))];
    await session.refresh();
    assert.deepEqual(session.$wallet.get(), shop.wallet);
    assert.equal(shop.calls.offers, 4);
    shop.fault = away();
    await session.refresh();
    assert.deepEqual(session.$wallet.get(), shop.wallet);
    assert.equal(session.$error.get()!.code, 'adapter');
  });

  it('of an adapter that has none are an empty list', async () => {
    const { offers: _, ...adapter } = shop.adapter;
    await openWith(cartOf(1), { adapter });
    assert.deepEqual(session.$offers.get(), []);
    assert.equal(state(), 'verified');
  });
});

describe('other tabs', () => {
  it('are followed: what one claims, the others hold', async () => {
    shop.offers = [offered(amountOff('ten', 1000))];
    const other = open();
    await other.loadOffers();
    await openWith();
    assert.deepEqual(applied(), ['ten']);
    const heard = new Promise<void>((resolve) => {
      other.$wallet.listen((wallet) => wallet?.length && resolve());
    });
    await session.claim('ten');
    // The channel keeps no process alive, so something else has to.
    const alive = setInterval(() => {}, 1000);
    await heard;
    clearInterval(alive);
    assert.equal(other.$wallet.get()![0]!.coupon.id, 'ten');
    assert.equal(other.$offers.get()![0]!.claim.state, 'claimed');
  });
});

describe('the preview of returns', () => {
  const amounts = async (mode: 'proportional' | 'recalculated') =>
    (await session.previewRefunds(session.$quote.get()!, mode)).map(({ line, one, all }) => [
      line,
      one.amount,
      all.amount,
      one.coupons.map(({ returned }) => returned),
    ]);

  beforeEach(() => {
    shop.offers = [offered(amountOff('ten', 1000, 20_000))];
  });

  it('says of the price on the screen what each line would pay back, as the shop pays back', async () => {
    await openWith(cartOf(2));
    assert.deepEqual(await amounts('proportional'), [['L1', 9500, 19_000, [false]]]);
    // One left is below the threshold.
    assert.deepEqual(await amounts('recalculated'), [['L1', 9000, 19_000, [true]]]);
  });

  it('is empty until there is a cart, and where the engine has none', async () => {
    const price = engine.quote(cartOf(2), [], { now: 0 });
    assert.deepEqual(await open().previewRefunds(price, 'proportional'), []);
    const { quote, best } = engine;
    await openWith(cartOf(2), { engine: { quote, best } });
    assert.deepEqual(await amounts('proportional'), []);
  });

  it('rejects for the price of another cart', async () => {
    await openWith(cartOf(2));
    const price = session.$quote.get()!;
    session.setCart(cartOf(3));
    await assert.rejects(session.previewRefunds(price, 'proportional'), CouponError);
  });
});

describe('after destroy', () => {
  it('nothing happens any more, and what has an answer rejects clearly', async () => {
    shop.offers = [offered(amountOff('ten', 1000, 1001, { validUntil: '2026-11-21T12:10:00Z' }))];
    shop.holds = true;
    await openWith();
    const [asked] = shop.asked;
    session.destroy();
    session.destroy();
    assert.equal(asked!.signal.aborted, true);
    assert.equal(clock.waiting(), 0);
    const quote = session.$quote.get();
    const before = { ...shop.calls };
    assert.deepEqual(session.setCart(cartOf(9)), []);
    session.apply('ten');
    session.none();
    session.auto();
    session.remove('ten');
    session.accept();
    await session.loadOffers();
    await session.refresh();
    await session.verify();
    for (const run of [
      () => session.claim('ten'),
      () => session.exchange('CODE'),
      () => session.checkout(),
      () => session.priceOf(cartOf(1)),
      () => session.previewRefunds(quote!, 'proportional'),
    ])
      await assert.rejects(run, (error) => error instanceof CouponError && error.code === 'destroyed');
    await clock.advance(3_600_000);
    assert.equal(session.$quote.get(), quote);
    assert.deepEqual(shop.calls, before);
    assert.equal(clock.waiting(), 0);
  });
});
