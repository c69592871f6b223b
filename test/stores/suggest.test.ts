import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createStage } from '../../demo/elements/stage.js';
import { createSession, type Coupon } from '../../src/index.js';
import type { Line } from '../../src/model/cart.js';
import type { Session } from '../../src/stores/session.js';

// docs/nudges.md
const coupons: readonly Coupon[] = [
  { id: 'site-50', conditions: { minSpend: 30_000 }, benefit: { kind: 'amount', amount: 5000 } },
  {
    id: 'wool-10',
    issuer: { shop: 'wool' },
    benefit: { kind: 'amount', amount: 1000, everySpend: 10_000 },
  },
];
const shirt: Line = { id: '1', product: 'shirt', shop: 'wool', unitPrice: 25_000, quantity: 1 };
const cart = { currency: 'CNY', lines: [shirt] };
const products = [
  { product: 'socks', title: 'Socks', shop: 'wool', unitPrice: 1900 },
  { product: 'cap', title: 'Cap', shop: 'wool', unitPrice: 3600 },
  { product: 'tie', title: 'Tie', shop: 'silk', unitPrice: 9900 },
];

describe('what a session suggests', () => {
  const open = async (act: (session: Session) => Promise<void>, options = {}): Promise<void> => {
    const offers = coupons.map((coupon) => ({ coupon, claim: { state: 'available' as const } }));
    const session = createSession({ adapter: createStage({ offers }), ...options });
    await session.loadOffers();
    await act(session);
    session.destroy();
  };

  test('is how much more saves, and what fills it, for the cart of the page', () =>
    open(async (session) => {
      session.setCart(cart);
      const { now, nudges, fillers } = (await session.suggest({ products }))!;
      assert.equal(now.payable, 23_000);
      assert.deepEqual(
        nudges.map(({ coupon, missing, saves }) => [coupon, missing, saves]),
        [
          ['site-50', 5000, 5000],
          ['wool-10', 5000, 1000],
        ],
      );
      const [first] = fillers;
      assert.deepEqual(
        first!.items.map(({ product, quantity }) => [product, quantity]),
        [
          ['socks', 1],
          ['cap', 1],
        ],
      );
      assert.equal(first!.payable, 22_500);
      assert.equal(first!.extra, -500);
    }));

  test('is for another cart, and for one coupon, where that is asked for', () =>
    open(async (session) => {
      const two = { ...cart, lines: [{ ...shirt, unitPrice: 28_000 }] };
      const { nudges, fillers } = (await session.suggest({ cart: two, coupon: 'wool-10', products }))!;
      assert.deepEqual(
        nudges.map(({ coupon, missing }) => [coupon, missing]),
        [['wool-10', 2000]],
      );
      assert.ok(fillers.length > 0 && fillers.every((filler) => filler.coupons.includes('wool-10')));
    }));

  test('is measured by the policy of the session', () =>
    open(
      async (session) => {
        session.setCart(cart);
        const { nudges } = (await session.suggest())!;
        // What the shop's own coupon takes off does not count for the site's.
        assert.equal(nudges.find(({ coupon }) => coupon === 'site-50')?.measured, 23_000);
      },
      { policy: { threshold: 'residual' } },
    ));

  test('is nothing without a cart, or with an empty one', () =>
    open(async (session) => {
      assert.equal(await session.suggest(), undefined);
      assert.equal(await session.suggest({ cart: { currency: 'CNY', lines: [] } }), undefined);
    }));

  test('is a mistake, named by its place, where cart or products are wrong', () =>
    open(async (session) => {
      await assert.rejects(
        session.suggest({ cart: { currency: 'CNY', lines: [{ ...shirt, quantity: 0 }] } }),
        { name: 'CouponError', argument: 'cart.lines[0].quantity' },
      );
      await assert.rejects(session.suggest({ cart, products: [{ product: 'socks', unitPrice: -1 }] }), {
        name: 'CouponError',
        argument: 'products[0].unitPrice',
      });
    }));
});
