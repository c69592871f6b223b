import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  AdapterError,
  type Adapter,
  type Call,
  type CartReading,
  type Refused,
} from '../../../src/adapters/adapter.js';
import { createPlatformAdapter } from '../../../src/adapters/internal/create-platform-adapter.js';
import type { TextStorage } from '../../../src/adapters/internal/open-storage.js';
import type {
  CodesAnswer,
  PlatformCart,
  PlatformDiscount,
  RefusedCode,
} from '../../../src/adapters/internal/platform.js';
import * as engine from '../../../src/engine/index.js';
import type { Coupon } from '../../../src/model/coupon.js';
import { assertAddsUp } from '../../contracts/platform-contract.js';
import { createMemoryStorage } from '../memory-storage.js';

/** What the platform is, as each test sets it up; it is asked without a network. What needs one is tested with the platforms themselves. */
let shop: {
  quantity: number;
  codes: string[];
  discounts: (codes: readonly string[]) => readonly PlatformDiscount[];
  refused: readonly RefusedCode[];
  payable?: number;
  /** Runs before the codes are taken, and after. */
  before?: () => unknown;
  after?: () => unknown;
  changes: number;
  /** The cart has become an order. */
  isGone?: boolean;
};
let storage: TextStorage;
let adapter: Adapter;

const coupons: readonly Coupon[] = [
  coupon('ten', { code: 'TEN' }),
  coupon('other', { code: 'OTHER' }),
  coupon('by-itself'),
];

beforeEach(() => {
  shop = {
    quantity: 1,
    codes: [],
    discounts: (codes) => (codes.includes('TEN') ? [row('TEN', 100, 'L1')] : []),
    refused: [],
    changes: 0,
  };
  storage = createMemoryStorage();
  adapter = open();
});

/** Another page of the same shopper. */
function open(): Adapter {
  return createPlatformAdapter(
    {
      name: 'test',
      server: 'https://shop.example',
      capabilities: { reasons: 'native', allocations: 'native' },
      read: async () => (shop.isGone ? undefined : toCart()),
      async setCodes(codes): Promise<CodesAnswer> {
        shop.changes++;
        await shop.before?.();
        shop.codes = codes.filter((code) => !shop.refused.some((each) => each.code === code));
        await shop.after?.();
        return { cart: toCart(), refused: shop.refused };
      },
    },
    {
      engine,
      coupons: coupons.map((each) => ({ coupon: each, claim: { hidden: false } })),
      storage,
    },
  );
}

describe('an adapter of a platform', () => {
  it('says the codes once more only where they are not there, when nobody knows what became of them', async () => {
    const unknown = () => new AdapterError('timeout', 'late', { retryable: true, ambiguous: true });
    shop.after = () => {
      delete shop.after;
      throw unknown();
    };
    assert.equal((await verify('ten')).outcomes[0]!.state, 'effective');
    assert.equal(shop.changes, 1);
    shop.before = () => {
      delete shop.before;
      throw unknown();
    };
    assert.deepEqual((await verify()).outcomes, []);
    assert.deepEqual([shop.changes, shop.codes], [3, []]);
  });

  it('does not say them again after a fault that another try would not mend', async () => {
    shop.before = () => {
      throw new AdapterError('bad-response', 'no JSON');
    };
    await assert.rejects(verify('ten'), { kind: 'bad-response' });
    assert.equal(shop.changes, 1);
  });

  it('has one change under way, and a newer question ends the older one', async () => {
    let isBusy = false;
    shop.before = async () => {
      assert.equal(isBusy, false);
      isBusy = true;
      await new Promise((resolve) => setTimeout(resolve, 10));
    };
    shop.after = () => (isBusy = false);
    const answers = await Promise.allSettled([verify('ten'), verify('other'), verify()]);
    assert.deepEqual(shop.codes, []);
    assert.deepEqual((answers[2] as PromiseFulfilledResult<{ outcomes: unknown }>).value.outcomes, []);
  });

  it('changes nothing where all is as it should be', async () => {
    shop.codes = ['ten'];
    shop.discounts = () => [row('ten', 100, 'L1')];
    assert.equal((await verify('ten')).outcomes[0]!.state, 'effective');
    assert.equal(shop.changes, 0);
  });

  it('says that a code is attached without effect', async () => {
    shop.discounts = () => [];
    assert.deepEqual((await verify('ten')).outcomes, [
      { coupon: 'ten', state: 'attached', reasons: [{ code: 'unspecified', params: {} }] },
    ]);
  });

  it('offers what has no known reason again as soon as the cart is another', async () => {
    shop.discounts = () => [];
    await verify('ten', 'other');
    assert.deepEqual(await offered(), ['by-itself']);
    shop.quantity = 2;
    assert.equal((await adapter.cart!().read(call())).isNews, true);
    assert.deepEqual(await offered(), ['ten', 'other', 'by-itself']);
  });

  it('shows what is sold out as sold out, whatever is in the cart, and what is held of it as used', async () => {
    await adapter.claim!({ offer: 'other' }, call());
    shop.refused = [{ code: 'OTHER', reason: { code: 'sold-out', params: {} } }];
    await verify('other');
    shop.quantity = 2;
    await adapter.cart!().read(call());
    const { offers, wallet } = await adapter.offers!({}, call());
    assert.equal(offers.find((offer) => offer.coupon.id === 'other')!.claim.state, 'claimed');
    assert.deepEqual(
      wallet.map(({ state }) => state),
      ['used'],
    );
  });

  it('knows a coupon without a code by the platform’s own promotion, and lists what nobody wanted as automatic', async () => {
    shop.discounts = () => [
      { promotion: 'by-itself', label: 'Spring', amount: 30, from: 'L1' },
      { promotion: 'p9', label: 'Summer', amount: 20, from: 'L1' },
      { promotion: 'p9', label: 'Summer', amount: 5, from: 'L2' },
    ];
    const { outcomes, automatic, totals, quote } = await verify('by-itself');
    assert.deepEqual(outcomes, [{ coupon: 'by-itself', state: 'effective', reasons: [], amount: 30 }]);
    assert.deepEqual(automatic, [{ label: 'Summer', amount: 25 }]);
    assert.equal(totals.discount, 55);
    assert.equal(quote, undefined);
  });

  it('rounds once, at the total, where the platform does not round at all', async () => {
    shop.discounts = () => [row('TEN', 33.35, 'L1'), row('TEN', 33.35, 'L2'), row('OTHER', 0.4, 'L1')];
    const verdict = await verify('ten', 'other');
    assert.equal(verdict.totals.payable, 1233);
    assert.deepEqual(
      verdict.outcomes.map(({ amount }) => amount),
      [67, undefined],
    );
    assertAddsUp(verdict);
  });

  it('takes the platform’s total as it is, also where its discounts do not explain it', async () => {
    shop.payable = 1150;
    const { totals, quote } = await verify('ten');
    assert.deepEqual([totals.payable, totals.discount], [1150, 100]);
    assert.equal(quote, undefined);
  });

  it('learns anew what a typed code takes off', async () => {
    shop.discounts = (codes) => (codes.includes('MINE') ? [row('MINE', 70 * shop.quantity, 'L1')] : []);
    const answer = await adapter.exchange!({ code: 'MINE' }, call());
    assert.ok('held' in answer);
    assert.deepEqual(answer.held.coupon.benefit, { kind: 'amount', amount: 70 });
    shop.quantity = 2;
    assert.equal((await adapter.cart!().read(call())).isNews, true);
    const { wallet } = await adapter.offers!({}, call());
    assert.deepEqual(wallet[0]!.coupon.benefit, { kind: 'amount', amount: 140 });
  });

  it('leaves a code that only the shop knows where the shopper has typed it, beside whatever is wanted', async () => {
    shop.discounts = (codes) => codes.map((code) => row(code, 70, 'L1'));
    assert.ok('held' in (await adapter.exchange!({ code: 'MINE' }, call())));
    const { automatic } = await verify('ten');
    assert.deepEqual(shop.codes, ['TEN', 'MINE']);
    assert.deepEqual(automatic, [{ label: 'MINE', amount: 70 }]);
  });

  it('takes a typed code off again where it takes nothing off', async () => {
    await verify('ten');
    const answer = await adapter.exchange!({ code: 'EMPTY' }, call());
    assert.deepEqual(answer, { refused: { code: 'unspecified', params: {} } });
    assert.deepEqual(shop.codes, ['TEN']);
  });

  it('says of a typed code that the price of the cart is another now', async () => {
    shop.discounts = (codes) => (codes.includes('MINE') ? [row('MINE', 70, 'L1')] : []);
    let told = 0;
    adapter.cart!().watch(() => told++);
    await adapter.exchange!({ code: 'MINE' }, call());
    assert.equal(told, 1);
    assert.equal((await adapter.cart!().read(call())).isNews, true);
    assert.equal((await adapter.cart!().read(call())).isNews, false);
  });

  it('takes a code once more that is held and has left the cart', async () => {
    shop.discounts = (codes) => (codes.includes('MINE') ? [row('MINE', 70, 'L1')] : []);
    const first = await adapter.exchange!({ code: 'MINE' }, call());
    shop.codes = [];
    const second = await adapter.exchange!({ code: 'MINE' }, call());
    assert.ok('held' in first && 'held' in second);
    assert.equal(second.held.id, first.held.id);
    assert.deepEqual(shop.codes, ['MINE']);
    shop.refused = [{ code: 'MINE', reason: { code: 'expired', params: {} } }];
    shop.codes = [];
    const { refused } = (await adapter.exchange!({ code: 'MINE' }, call())) as Refused;
    assert.equal(refused.code, 'expired');
  });

  it('knows a learned code no more on the next page, where the platform has ended it, and says so on this one', async () => {
    shop.discounts = (codes) => (codes.includes('MINE') ? [row('MINE', 70, 'L1')] : []);
    await adapter.exchange!({ code: 'MINE' }, call());
    shop.codes = [];
    shop.refused = [{ code: 'MINE', reason: { code: 'expired', params: {} } }];
    const { outcomes } = await verify('code:mine');
    assert.equal(outcomes[0]!.reasons[0]!.code, 'expired');
    const held = async () =>
      (await adapter.offers!({}, call())).wallet.map(({ coupon, state }) => [coupon.id, state]);
    assert.deepEqual(await held(), [['code:mine', 'expired']]);
    adapter = open();
    assert.deepEqual(await held(), []);
    // The shop has it again.
    shop.refused = [];
    await adapter.exchange!({ code: 'MINE' }, call());
    assert.deepEqual(await held(), [['code:mine', 'held']]);
  });

  it('keeps a learned code that is refused for this cart alone', async () => {
    shop.discounts = (codes) => (codes.includes('MINE') ? [row('MINE', 70, 'L1')] : []);
    await adapter.exchange!({ code: 'MINE' }, call());
    shop.refused = [{ code: 'MINE', reason: { code: 'min-spend', params: {} } }];
    await verify('code:mine');
    adapter = open();
    assert.equal((await adapter.offers!({}, call())).wallet.length, 1);
  });

  it('leaves codes on the cart that others have put there, also those of the feed, whatever the best set is', async () => {
    shop.codes = ['OTHER', 'SHOPS'];
    await verify('ten');
    assert.deepEqual(shop.codes, ['TEN', 'OTHER', 'SHOPS']);
    adapter = open();
    await verify();
    assert.deepEqual(shop.codes, ['OTHER', 'SHOPS']);
  });

  it('takes all codes off that it knows, whoever has put them there, where the shopper wants none', async () => {
    shop.codes = ['OTHER', 'SHOPS'];
    await verify('ten');
    await verify();
    assert.deepEqual(shop.codes, ['SHOPS']);
  });

  it('takes a code off that others have put there, when the shopper takes it out', async () => {
    shop.codes = ['OTHER', 'SHOPS'];
    await verify('ten', 'other');
    shop.before = () => {
      delete shop.before;
      throw new AdapterError('network', 'away');
    };
    await assert.rejects(verify('ten'), AdapterError);
    await verify('ten');
    assert.deepEqual(shop.codes, ['TEN', 'SHOPS']);
  });

  it('keeps a code that others have put there, when another takes its place in the best set', async () => {
    shop.codes = ['OTHER'];
    await verify('other');
    await verify('ten');
    assert.deepEqual(shop.codes, ['TEN', 'OTHER']);
  });

  it('says where the price of the same cart is another one, though no code is', async () => {
    const read = () => adapter.cart!().read(call());
    await read();
    assert.equal((await read()).isNews, false);
    shop.discounts = () => [{ label: 'Spring', amount: 50, from: 'L1' }];
    assert.equal((await read()).isNews, true);
    assert.equal((await read()).isNews, false);
    // Another cart is asked about anyway.
    shop.quantity = 2;
    assert.equal((await read()).isNews, false);
  });

  it('confirms that nothing is due where there is no cart, and puts no codes on one', async () => {
    const { cart } = await adapter.cart!().read(call());
    shop.isGone = true;
    await assert.rejects(verify('ten'), { kind: 'conflict' });
    assert.deepEqual(await adapter.cart!().read(call()), { isNews: false });
    const input = { cart: { ...cart!, lines: [] }, desired: [{ coupon: 'ten' }] };
    const verdict = await adapter.verify(input, call());
    assert.deepEqual(verdict.totals, { subtotal: 0, discount: 0, payable: 0, basis: 'gross' });
    assert.equal(verdict.outcomes[0]!.state, 'rejected');
    assert.deepEqual(
      (await adapter.recheck({ cart: input.cart, last: verdict }, call())).totals,
      verdict.totals,
    );
    assert.equal(shop.changes, 0);
  });

  it('has the cart read anew where the platform has ended it while codes were stated', async () => {
    const readings: Promise<CartReading>[] = [];
    const source = adapter.cart!();
    source.watch(() => readings.push(source.read(call())));
    shop.before = () => {
      shop.isGone = true;
      throw new AdapterError('gone', 'an order');
    };
    await assert.rejects(verify('ten'), { kind: 'gone' });
    assert.deepEqual(await Promise.all(readings), [{ isNews: false }]);
  });

  it('confirms prices also while the feed cannot be read', async () => {
    const { read } = { read: async () => toCart() };
    const lonely = createPlatformAdapter(
      {
        name: 'test',
        server: 'https://shop.example',
        capabilities: { reasons: 'missing', allocations: 'missing' },
        read,
        setCodes: async () => assert.fail(),
      },
      { engine, coupons: () => Promise.reject(new Error('gone')), storage: createMemoryStorage() },
    );
    const { totals } = await lonely.verify({ cart: toCart().cart, desired: [] }, call());
    assert.equal(totals.payable, 1300);
    await assert.rejects(lonely.offers!({}, call()), AdapterError);
  });
});

function verify(...ids: string[]) {
  const desired = ids.map((id) => ({ coupon: id }));
  return adapter.verify({ cart: toCart().cart, desired }, call());
}

async function offered(): Promise<string[]> {
  const { offers } = await adapter.offers!({}, call());
  return offers.map((offer) => offer.coupon.id);
}

function toCart(): PlatformCart {
  const lines = [
    { id: 'L1', product: 'mug', unitPrice: 1000, quantity: shop.quantity },
    { id: 'L2', product: 'cup', unitPrice: 300, quantity: 1 },
  ];
  const discounts = shop.discounts(shop.codes);
  const off = discounts.reduce((sum, { amount }) => sum + amount, 0);
  return {
    cart: { currency: 'USD', lines },
    codes: shop.codes,
    discounts,
    payable: shop.payable ?? 1000 * shop.quantity + 300 - off,
    basis: 'net',
  };
}

function row(code: string, amount: number, from: string): PlatformDiscount {
  return { code, label: code, amount, from };
}

function coupon(id: string, more: Partial<Coupon> = {}): Coupon {
  const benefit = { kind: 'amount', amount: 100 };
  return { id, currency: 'USD', benefit, ...more };
}

function call(): Call {
  return { signal: new AbortController().signal };
}
