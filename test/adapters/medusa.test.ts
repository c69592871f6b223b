/** On recordings of Medusa 2.21.2; `npm run test:medusa` asks the same of a real one. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdapterError, type Adapter, type Call } from '../../src/adapters/adapter.js';
import { createMedusaAdapter } from '../../src/adapters/medusa.js';
import { check } from '../../src/engine/index.js';
import type { Desired } from '../../src/protocol/messages.js';
import { assertAddsUp, contractFeed, platformContract } from '../contracts/platform-contract.js';
import {
  openRecordedShop,
  publishableKey,
  recordings,
  type RecordedCart,
  type RecordedShop,
} from '../platforms/medusa/recorded-shop.js';
import { createMemoryStorage } from './memory-storage.js';

let shop: RecordedShop;
before(async () => {
  shop = await openRecordedShop();
});
after(() => shop.close());

platformContract('medusa, as recorded', async () => ({
  capabilities: { reasons: 'missing', allocations: 'native' },
  privateCode: 'SHIRT20',
  async visit() {
    const cart = shop.openCart('one of each');
    const storage = createMemoryStorage();
    return {
      open: () => open({ get: () => cart.id }, { storage, coupons: contractFeed }),
      codes: async () => cart.codes,
      addCode: async (code) => cart.setCodes([...cart.codes, code]),
      removeCode: async (code) => cart.setCodes(cart.codes.filter((each) => each !== code)),
      changeCart: async () => cart.change('two mugs'),
    };
  },
}));

describe('the adapter of Medusa', () => {
  it('knows of no cart before the shop has made one, nor of one that is gone or has become an order', async () => {
    for (const id of [undefined, 'cart_none', shop.openCart('an order').id])
      assert.deepEqual(await open({ get: () => id }).cart!().read(call()), { isNews: false });
  });

  it('tries a code in capitals where it is not known as it was typed', async () => {
    const cart = shop.openCart('one of each');
    const adapter = visit(cart);
    const answer = await adapter.exchange!({ code: 'save10' }, call());
    assert.equal('held' in answer && answer.held.coupon.code, 'SAVE10');
    assert.deepEqual(cart.codes, ['SAVE10']);
  });

  it('takes free shipping off the fee, beside a code for the goods', async () => {
    const verdict = await price('shipping chosen', 'SAVE10', 'FREESHIP');
    assert.deepEqual(
      verdict.outcomes.map(({ amount }) => amount),
      [588, 490],
    );
    const { payable, shipping, tax } = verdict.totals;
    assert.deepEqual({ payable, shipping, tax }, { payable: 5295, shipping: 490, tax: 1059 });
    const { fees } = verdict.quote!;
    assert.deepEqual(fees, [
      {
        fee: 490,
        discount: 490,
        payable: 0,
        allocations: [{ coupon: 'FREESHIP', amount: 490, platform: 490 }],
      },
    ]);
    assertAddsUp(verdict);
  });

  it('tells what the shop takes off by itself, and knows the coupon of a feed that is meant', async () => {
    const alone = await price('an automatic promotion', 'SAVE10');
    assert.deepEqual(alone.automatic, [{ label: 'AUTO3', amount: 300 }]);
    assertAddsUp(alone);
    const cart = shop.openCart('an automatic promotion');
    const named = await visit(cart).verify(
      { cart: (await visit(cart).cart!().read(call())).cart!, desired: [{ coupon: recordings.automatic }] },
      call(),
    );
    assert.deepEqual(named.automatic, []);
    assert.deepEqual(named.outcomes, [
      { coupon: recordings.automatic, state: 'effective', reasons: [], amount: 300 },
    ]);
  });

  it('rejects without a reason what the shop leaves out: ended, not begun, a draft, below the minimum', async () => {
    for (const code of ['EXPIRED', 'FUTURE', 'DRAFT', 'MIN100']) {
      const { outcomes, totals } = await price('one of each', code);
      assert.deepEqual(outcomes, [
        { coupon: code, state: 'rejected', reasons: [{ code: 'unspecified', params: {} }] },
      ]);
      assert.equal(totals.payable, 5883);
    }
    assert.equal((await price('many mugs', 'MIN100')).totals.payable, 10_500);
  });

  it('speaks of prices with tax where the shop does, or the options', async () => {
    const { basis, payable, tax } = (await price('prices with tax', 'EURO5')).totals;
    // 5.00 without tax are 6.00 with it.
    assert.deepEqual({ basis, payable, tax }, { basis: 'gross', payable: 5283, tax: 881 });
    const cart = shop.openCart('one of each');
    const gross = await priceOn(open({ get: () => cart.id }, { basis: 'gross' }), 'SAVE10');
    assert.deepEqual(
      [gross.totals.basis, gross.totals.payable, gross.outcomes[0]!.amount],
      ['gross', 6354, 706],
    );
    const net = shop.openCart('a promotion with tax');
    assert.equal((await priceOn(visit(net), 'WITHTAX6')).outcomes[0]!.amount, 500);
  });

  it('states codes that are there already anew, as Medusa does not look at them by itself', async () => {
    const cart = shop.openCart('one of each');
    const adapter = visit(cart);
    const last = await priceOn(adapter, 'SAVE10');
    const { changes } = shop;
    const read = (await adapter.cart!().read(call())).cart!;
    await adapter.verify({ cart: read, desired: [{ coupon: 'SAVE10', code: 'SAVE10' }] }, call());
    assert.equal(shop.changes, changes + 1);
    await adapter.recheck({ cart: read, last }, call());
    assert.equal(shop.changes, changes + 2);
  });

  it('tells the page that the codes have changed, and nothing where they were only stated again', async () => {
    const page = new EventTarget();
    let count = 0;
    page.addEventListener('medusa-codes-changed', () => count++);
    Object.assign(globalThis, { document: page });
    try {
      const cart = shop.openCart('one of each');
      const adapter = open({ get: () => cart.id }, { coupons: contractFeed });
      const counts: number[] = [];
      for (const codes of [['SAVE10'], ['SAVE10'], []]) {
        await priceOn(adapter, ...codes);
        counts.push(count);
      }
      assert.deepEqual(counts, [1, 1, 2]);
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });

  it('says that a cart is gone which becomes an order while its codes are stated', async () => {
    const cart = shop.openCart('one of each');
    const adapter = open(
      { get: () => cart.id },
      {
        fetch(url: string, init: RequestInit) {
          if (init.method === 'POST') cart.change('an order');
          return fetch(url, init);
        },
      },
    );
    await assert.rejects(
      priceOn(adapter, 'SAVE10'),
      (error) => error instanceof AdapterError && error.kind === 'gone',
    );
  });
});

function open(token: { get(): string | undefined }, options: object = {}): Adapter {
  return createMedusaAdapter({
    server: shop.origin,
    key: publishableKey,
    token,
    engine: { check },
    storage: createMemoryStorage(),
    ...options,
  });
}

function visit(cart: RecordedCart): Adapter {
  return open({ get: () => cart.id });
}

function price(cart: string, ...codes: string[]) {
  return priceOn(visit(shop.openCart(cart)), ...codes);
}

async function priceOn(adapter: Adapter, ...codes: string[]) {
  const { cart } = await adapter.cart!().read(call());
  const desired = codes.map((code): Desired => ({ coupon: code, code }));
  return adapter.verify({ cart: cart!, desired }, call());
}

function call(): Call {
  return { signal: new AbortController().signal };
}
