import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Cart as ProjectAnswer } from '@commercetools/platform-sdk';
import { AdapterError, type Adapter } from '../../src/adapters/adapter.js';
import { createCommercetoolsAdapter } from '../../src/adapters/commercetools.js';
import * as engine from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { call } from '../contracts/adapter-contract.js';
import { assertAddsUp, contractFeed, platformContract } from '../contracts/platform-contract.js';
import type { ProjectCart } from '../platforms/commercetools/published-cart.js';
import { openPublishedProject, type PublishedProject } from '../platforms/commercetools/published-project.js';
import { createMemoryStorage } from './memory-storage.js';

let project: PublishedProject;
before(async () => (project = await openPublishedProject()));
after(() => project.close());

platformContract('commercetools', async () => ({
  capabilities: { reasons: 'native', allocations: 'native' },
  privateCode: 'SHIRT20',
  async visit() {
    const token = project.visit();
    const storage = createMemoryStorage();
    const setCodes = async (codes: readonly string[]) => project.change(token, { codes });
    const codes = () => project.cart(token).codes;
    return {
      open: () => openAdapter(token, { coupons: contractFeed, storage }),
      codes: async () => codes(),
      addCode: (code) => setCodes([...codes(), code]),
      removeCode: (code) => setCodes(codes().filter((each) => each !== code)),
      changeCart: async () => project.change(token, { lines: [{ product: 'mug', quantity: 2 }] }),
    };
  },
}));

const two = { lines: [{ product: 'mug', quantity: 3 }], codes: [] };

describe('createCommercetoolsAdapter', () => {
  it('demands the address of the API', () => {
    assert.throws(() => createCommercetoolsAdapter({ engine }), engine.CouponError);
  });

  it('has no cart where no token is kept, or the shopper has none', async () => {
    assert.equal(await readCart(openAdapter(undefined)), undefined);
    assert.equal(await readCart(openAdapter('somebody')), undefined);
  });

  it('names products by id, with their SKU and picture', async () => {
    const { cart } = await visit();
    const { id: _, ...line } = cart.lines[0]!;
    assert.deepEqual(line, {
      product: 'mug',
      sku: 'mug-1',
      image: 'https://cdn.example/mug.jpg',
      title: 'Mug',
      unitPrice: 2000,
      quantity: 1,
    });
  });

  for (const [code, reason] of [
    ['EARLY', { code: 'not-started', params: { validFrom: '2099-01-01T00:00:00.000Z' } }],
    ['OVER', { code: 'sold-out', params: {} }],
    ['ONCE', { code: 'shopper-limit', params: {} }],
    ['EITHER', { code: 'unspecified', params: {} }],
    ['OFF', { code: 'not-found', params: {} }],
    ['LAPSED', { code: 'unspecified', params: {} }],
    ['STOPPED', { code: 'conflict', params: {} }],
    ['HATS', { code: 'unspecified', params: {} }],
  ] as const)
    it(`says ${reason.code} of ${code}, and takes it off, so that the cart can be ordered`, async () => {
      const { adapter, cart, token } = await visit();
      const { outcomes } = await verify(adapter, cart, 'SAVE10', code);
      assert.equal(outcomes[0]!.state, 'effective');
      assert.deepEqual(outcomes[1], { coupon: code, state: 'rejected', reasons: [reason] });
      assert.deepEqual(project.cart(token).codes, ['SAVE10']);
    });

  it('leaves a code that a better one of its group outdoes', async () => {
    const { adapter, cart, token } = await visit();
    const { outcomes } = await verify(adapter, cart, 'OUTDONE');
    assert.equal(outcomes[0]!.state, 'attached');
    assert.equal(outcomes[0]!.reasons[0]!.code, 'outvalued');
    assert.deepEqual(project.cart(token).codes, ['OUTDONE']);
  });

  it('takes off what does not match any more, though it was there before', async () => {
    const { adapter, cart, token } = await visit({ ...two, codes: ['HATS'] });
    await verify(adapter, cart, 'SAVE10');
    assert.deepEqual(project.cart(token).codes, ['SAVE10']);
  });

  it('refuses several codes that do not exist, one after the other, and takes the rest', async () => {
    const { adapter, cart } = await visit();
    const { outcomes } = await verify(adapter, cart, 'A', 'SAVE10', 'B', 'C');
    assert.deepEqual(
      outcomes.map(({ state, reasons }) => reasons[0]?.code ?? state),
      ['unknown-code', 'effective', 'unknown-code', 'unknown-code'],
    );
  });

  it('adds up what one unit and another one of a line get off', async () => {
    const { adapter, cart } = await visit(two);
    const verdict = await verify(adapter, cart, 'FIX5');
    assert.deepEqual([verdict.outcomes[0]!.amount, verdict.totals.payable], [500, 5500]);
    assert.equal(verdict.quote!.lines[0]!.discount, 500);
    assertAddsUp(verdict);
  });

  it('tells shipping and its discount; of one on the total that it has no split', async () => {
    const { adapter, cart } = await visit({ ...two, shipping: true });
    assert.deepEqual(cart.shipping, [{ fee: 599 }]);
    const free = await verify(adapter, cart, 'FREESHIP');
    assert.equal(free.quote!.fees[0]!.discount, 599);
    const total = await verify(adapter, cart, 'TOTAL5');
    assert.deepEqual([total.outcomes[0]!.amount, total.quote], [500, undefined]);
    for (const verdict of [free, total]) assertAddsUp(verdict);
  });

  it('shows what the shop gives by itself', async () => {
    const { adapter, cart } = await visit({ lines: [{ product: 'tote', quantity: 1 }], codes: [] });
    const verdict = await verify(adapter, cart);
    assert.deepEqual(verdict.automatic, [{ label: 'SPRING off', amount: 100 }]);
    assertAddsUp(verdict);
  });

  it('tells tax beside prices without it, and none beside prices with it', async () => {
    for (const [includedInPrice, basis, tax] of [
      [false, 'net', 480],
      [true, 'gross', undefined],
    ] as const) {
      const { adapter, cart } = await visit({ ...two, tax: { amount: 0.08, includedInPrice } });
      const { totals } = await verify(adapter, cart);
      assert.deepEqual([totals.payable, totals.basis, totals.tax], [6000, basis, tax]);
    }
  });

  it('shows the merchant’s own amounts as lines, and those below 0 as discounts', async () => {
    for (const custom of [250, -250]) {
      const { adapter, cart } = await visit({ ...two, custom });
      const verdict = await verify(adapter, cart);
      assertAddsUp(verdict);
      assert.equal(verdict.totals.payable, 6000 + custom);
      assert.deepEqual(verdict.automatic, custom < 0 ? [{ label: 'Gift wrap', amount: 250 }] : []);
    }
  });

  it('says its codes again where the cart has another version by now, and is the same', async () => {
    const { adapter, cart, token } = await visit();
    let isFirst = true;
    const late = openAdapter(token, {
      async fetch(...request: Parameters<typeof fetch>) {
        if (request[1]?.method === 'POST' && isFirst) {
          isFirst = false;
          project.change(token, {});
        }
        return fetch(...request);
      },
    });
    assert.equal((await verify(late, cart, 'SAVE10')).outcomes[0]!.state, 'effective');
    assert.equal((await verify(adapter, cart, 'SAVE10')).outcomes[0]!.state, 'effective');
  });

  it('reads amounts of more digits than the currency has', async () => {
    const exact = {
      type: 'highPrecision',
      currencyCode: 'USD',
      centAmount: 4,
      preciseAmount: 375,
      fractionDigits: 4,
    };
    const { cart } = await visit(two, (body) => {
      const line = body.lineItems[0]!;
      const price = { ...line.price, value: exact };
      return {
        ...body,
        lineItems: [{ ...line, quantity: 1000, price, totalPrice: { ...line.totalPrice, centAmount: 3750 } }],
      };
    });
    assert.deepEqual([cart.lines[0]!.unitPrice, cart.lines[0]!.quantity], [3750, 1]);
  });

  it('makes nothing out of an answer that is no cart, or hides its codes', async () => {
    for (const change of [
      () => null,
      () => ({}),
      (body: ProjectAnswer) => ({ ...body, totalPrice: { ...body.totalPrice, centAmount: '6000' } }),
      (body: ProjectAnswer) => ({
        ...body,
        discountCodes: [{ state: 'MatchesCart', discountCode: { id: 'a' } }],
      }),
    ])
      await assert.rejects(
        visit(two, change),
        (error) => error instanceof AdapterError && error.kind === 'bad-response',
      );
  });
});

function openAdapter(token: string | undefined, more: object = {}): Adapter {
  const storage = createMemoryStorage();
  return createCommercetoolsAdapter({
    server: project.url,
    token: { get: () => token },
    engine,
    storage,
    ...more,
  });
}

/** @param change what becomes of each answer on its way */
async function visit(contents?: ProjectCart, change?: (body: ProjectAnswer) => unknown) {
  const token = project.visit(contents);
  const adapter = openAdapter(
    token,
    change && {
      fetch: async (...request: Parameters<typeof fetch>) =>
        Response.json(change(await (await fetch(...request)).json())),
    },
  );
  return { token, adapter, cart: (await readCart(adapter))! };
}

async function readCart(adapter: Adapter): Promise<Cart | undefined> {
  return (await adapter.cart!().read(call())).cart;
}

function verify(adapter: Adapter, cart: Cart, ...codes: readonly string[]): Promise<Verdict> {
  return adapter.verify({ cart, desired: codes.map((code) => ({ coupon: code, code })) }, call());
}
