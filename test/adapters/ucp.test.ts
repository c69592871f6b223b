import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdapterError, type Adapter } from '../../src/adapters/adapter.js';
import { createUcpAdapter } from '../../src/adapters/ucp.js';
import * as engine from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { call } from '../contracts/adapter-contract.js';
import { assertAddsUp, contractFeed, platformContract } from '../contracts/platform-contract.js';
import {
  openUcpShop,
  type UcpInput,
  type UcpResource,
  type UcpShop,
} from '../platforms/ucp/published-shop.js';
import { createMemoryStorage } from './memory-storage.js';

const key = 'https://shop.example/.well-known/ucp';
const items: UcpInput = {
  line_items: ['mug', 'shirt', 'sticker'].map((id) => ({ item: { id }, quantity: 1 })),
};
let shop: UcpShop;
before(async () => (shop = await openUcpShop()));
after(() => shop.close());

platformContract('ucp', async () => ({
  capabilities: { reasons: 'native', allocations: 'native' },
  privateCode: 'SHIRT20',
  async visit() {
    const id = shop.open('carts', items);
    const storage = createMemoryStorage();
    const codes = () => shop.input(id).discounts?.codes ?? [];
    const setCodes = async (codes: readonly string[]) =>
      shop.change(id, (input) => ({ ...input, discounts: { codes } }));
    return {
      open: () =>
        createUcpAdapter({
          server: shop.url,
          key,
          token: { get: () => id },
          coupons: contractFeed,
          engine,
          storage,
        }),
      codes: async () => codes(),
      addCode: (code) => setCodes([...codes(), code]),
      removeCode: (code) => setCodes(codes().filter((each) => each !== code)),
      changeCart: async () =>
        shop.change(id, (input) => ({
          ...input,
          line_items: input.line_items.map((line) => ({ ...line, quantity: line.quantity + 1 })),
        })),
    };
  },
}));

describe('createUcpAdapter', () => {
  it('demands the endpoint, and a profile that can stand in a header', () => {
    for (const wrong of [{ key }, { server: '/ucp/v1' }, { server: '/ucp/v1', key: 'https://a.example/"x' }])
      assert.throws(() => createUcpAdapter({ engine, ...wrong }), engine.CouponError);
  });

  it('has no cart where no id is kept, the shop knows none, or the order is placed', async () => {
    const isEmpty = async (token: string | undefined) => (await readCart(openAdapter(token))) === undefined;
    const id = shop.open('checkout-sessions', items);
    assert.ok(await isEmpty(undefined));
    assert.ok(await isEmpty('gid://shop/carts/none'));
    assert.ok(await isEmpty(id));
    assert.ok(!(await isEmpty(`checkout-sessions/${id}`)));
    shop.setStatus(id, 'completed');
    assert.ok(await isEmpty(`checkout-sessions/${id}`));
  });

  it('states all of a checkout anew with each update, but for what only the shop says', async () => {
    const input = {
      ...items,
      buyer: { email: 'jane@example.com' },
      context: { postal_code: '94105' },
      fulfillment: {
        methods: [
          {
            id: 'shipping_1',
            type: 'shipping',
            line_item_ids: ['li_0', 'li_1', 'li_2'],
            selected_destination_id: 'dest_home',
            destinations: [{ id: 'dest_home', postal_code: '94105' }],
            groups: [{ id: 'package_1', selected_option_id: 'standard' }],
          },
        ],
      },
    };
    const { adapter, cart } = await visit('checkout-sessions', input);
    await verify(adapter, cart, 'SAVE10');
    const { line_items, discounts, ...rest } = shop.updates.at(-1)!;
    const { line_items: _, ...kept } = input;
    assert.deepEqual(rest, kept);
    assert.deepEqual(discounts, { codes: ['SAVE10'] });
    assert.deepEqual(line_items[1], { id: 'li_1', item: { id: 'shirt' }, quantity: 1 });
  });

  it('tells shipping, and tax beside prices without it', async () => {
    const { adapter, cart } = await visit('checkout-sessions', { ...items, fulfillment: { methods: [] } });
    assert.deepEqual(cart.shipping, [{ fee: 599 }]);
    const verdict = await verify(adapter, cart, 'SAVE10', 'FREESHIP');
    assertAddsUp(verdict);
    const { subtotal, shipping, discount, payable, tax, basis } = verdict.totals;
    assert.deepEqual(
      { subtotal, shipping, discount, payable, tax, basis },
      { subtotal: 5883, shipping: 599, discount: 588 + 599, payable: 5295, tax: 424, basis: 'net' },
    );
    const [fee] = verdict.quote!.fees;
    assert.deepEqual([fee?.discount, fee?.payable], [599, 0]);
  });

  for (const [code, reason] of [
    ['MEMBERS', 'sign-in'],
    ['VIP', 'unspecified'],
    ['ALONE', 'conflict'],
  ])
    it(`says ${reason} of ${code}, and leaves it not on the cart`, async () => {
      const { adapter, cart, id } = await visit('carts', items);
      const { outcomes } = await verify(adapter, cart, 'SAVE10', code!);
      assert.deepEqual(
        outcomes.map(({ state, reasons }) => [state, reasons[0]?.code]),
        [
          ['effective', undefined],
          ['rejected', reason],
        ],
      );
      assert.deepEqual(shop.input(id).discounts?.codes, ['SAVE10']);
    });

  it('says that a code is on the cart without effect', async () => {
    const { adapter, cart } = await visit('carts', items);
    const { outcomes } = await verify(adapter, cart, 'hats');
    assert.equal(outcomes[0]!.state, 'attached');
  });

  it('shows what the shop gives by itself, also what is still to be proven', async () => {
    const { adapter, cart } = await visit('carts', {
      ...items,
      context: { eligibility: ['com.example.store_card'] },
    });
    const verdict = await verify(adapter, cart);
    assert.deepEqual(verdict.automatic, [{ label: 'Store Card 5% Off', amount: 294 }]);
    assertAddsUp(verdict);
  });

  it('begins no update while an order is placed', async () => {
    const { adapter, cart, id } = await visit('checkout-sessions', items);
    shop.setStatus(id, 'complete_in_progress');
    const { length } = shop.updates;
    const { outcomes } = await verify(adapter, cart, 'SAVE10');
    assert.equal(outcomes[0]!.state, 'rejected');
    assert.equal(shop.updates.length, length);
  });

  // The specification's own examples; what is left out there is filled in.
  describe('reads', () => {
    it('a path in every form that the specification has', async () => {
      const paths = ['$.line_items[0]', "$['line_items'][0]", '$.totals.shipping', '$.totals[1]'];
      const { quote } = await answer({
        totals: [
          total('subtotal', 5000),
          total('fulfillment', 500),
          total('discount', -40),
          total('total', 5460),
        ],
        discounts: {
          codes: ['A'],
          applied: [
            { code: 'a', title: 'A', amount: 40, allocations: paths.map((path) => ({ path, amount: 10 })) },
          ],
        },
      });
      assert.equal(quote!.lines[0]!.discount, 20);
      assert.equal(quote!.fees[0]!.discount, 20);
    });

    it('an order’s discount without a split, so that none is told', async () => {
      const verdict = await answer({
        totals: [total('subtotal', 5000), total('discount', -1000), total('total', 4000)],
        discounts: { codes: ['A'], applied: [{ code: 'A', title: '$10 Off Your Order', amount: 1000 }] },
      });
      assert.equal(verdict.outcomes[0]!.amount, 1000);
      assert.equal(verdict.quote, undefined);
      assertAddsUp(verdict);
    });

    it('an entry of discount above zero, as versions before 2026-04-08 wrote it', async () => {
      const verdict = await answer({
        totals: [total('subtotal', 5000), total('discount', 1000), total('total', 4000)],
        discounts: { codes: ['A'], applied: [{ code: 'A', title: '$10 Off Your Order', amount: 1000 }] },
      });
      assert.deepEqual(verdict.automatic, []);
      assertAddsUp(verdict);
    });

    it('a discount of which only the amount is told', async () => {
      const { automatic } = await answer({
        totals: [total('subtotal', 5000), total('discount', -700, 'Spring'), total('total', 4300)],
      });
      assert.deepEqual(automatic, [{ label: 'Spring', amount: 700 }]);
    });

    it('fees as lines of which no coupon takes off, and credit as a discount', async () => {
      const verdict = await answer({
        totals: [
          total('subtotal', 5000),
          total('fee', 549, 'Fees'),
          total('account_credit', -2500, 'Account Credit'),
          total('total', 3049),
        ],
      });
      assert.equal(verdict.totals.payable, 3049);
      assert.deepEqual(verdict.automatic, [{ label: 'Account Credit', amount: 2500 }]);
      assertAddsUp(verdict);
    });

    it('what is sold by weight at the price of its line', async () => {
      const cart = await readCart(
        openAdapter('one', async () =>
          Response.json(
            session({
              line_items: [
                {
                  id: 'li_bananas',
                  item: { id: 'var_bananas', title: 'Bananas', price: 79 },
                  quantity: 150,
                  totals: [total('subtotal', 119), total('total', 119)],
                },
              ],
              totals: [total('subtotal', 119), total('total', 119)],
            }),
          ),
        ),
      );
      assert.deepEqual([cart!.lines[0]!.unitPrice, cart!.lines[0]!.quantity], [119, 1]);
    });

    it('prices with tax in them where the merchant says so', async () => {
      const fetch = async () => Response.json(session({}));
      const adapter = createUcpAdapter({ ...options('one'), fetch, basis: 'gross' });
      const verdict = await verify(adapter, (await readCart(adapter))!);
      assert.deepEqual([verdict.totals.basis, verdict.totals.tax], ['gross', undefined]);
    });

    it('no cart out of anything else', async () => {
      for (const wrong of [
        null,
        [],
        {},
        session({ currency: 'usd' }),
        session({ totals: [{ type: 'total', amount: '5000' }] }),
        session({ totals: [total('subtotal', 5000)] }),
        session({ discounts: { codes: [1] } }),
        { ucp: { status: 'error' }, messages: [{ type: 'error', code: 'internal', content: '' }] },
      ])
        await assert.rejects(
          readCart(openAdapter('one', async () => Response.json(wrong))),
          (error) => error instanceof AdapterError && error.kind === 'bad-response',
          JSON.stringify(wrong),
        );
    });
  });
});

function options(token: string | undefined) {
  const storage = createMemoryStorage();
  return { server: shop.url, key, token: { get: () => token }, engine, storage };
}

function openAdapter(token: string | undefined, fetch = globalThis.fetch): Adapter {
  return createUcpAdapter({ ...options(token), fetch });
}

async function visit(resource: UcpResource, input: object) {
  const id = shop.open(resource, input as UcpInput);
  const adapter = openAdapter(`${resource}/${id}`);
  return { id, adapter, cart: (await readCart(adapter))! };
}

async function readCart(adapter: Adapter): Promise<Cart | undefined> {
  return (await adapter.cart!().read(call())).cart;
}

function verify(adapter: Adapter, cart: Cart, ...codes: readonly string[]): Promise<Verdict> {
  return adapter.verify({ cart, desired: codes.map((code) => ({ coupon: code, code })) }, call());
}

/** What is said of code `A` where the shop answers so. */
async function answer(changes: object): Promise<Verdict> {
  const adapter = openAdapter('one', async () => Response.json(session(changes)));
  return verify(adapter, (await readCart(adapter))!, 'A');
}

function session(changes: object): object {
  return {
    ucp: { version: '2026-08-25', status: 'success' },
    id: 'one',
    currency: 'USD',
    line_items: [
      {
        id: 'li_1',
        item: { id: 'prod_1', title: 'T-Shirt', price: 2500 },
        quantity: 2,
        totals: [total('subtotal', 5000), total('total', 5000)],
      },
    ],
    totals: [total('subtotal', 5000), total('total', 5000)],
    ...changes,
  };
}

function total(type: string, amount: number, text?: string) {
  return { type, amount, ...(text && { display_text: text }) };
}
