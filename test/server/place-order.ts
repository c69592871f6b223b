import assert from 'node:assert/strict';
import type { Cart } from '../../src/model/cart.js';
import type { Hold, Verdict } from '../../src/protocol/messages.js';
import type { CouponEntry } from '../../src/server/index.js';
import type { Shop } from './open-shop.js';

/** Two teas and a blue cup: 30,600 of goods and 600 for delivery. */
export const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'a', product: 'tea', unitPrice: 12800, quantity: 2 },
    { id: 'b', product: 'cup', sku: 'cup-blue', unitPrice: 5000, quantity: 1 },
  ],
};

/** `tea-off` takes 2,000 off the teas, `cup-off` 500 off the cup, `delivery` the fee. */
export const coupons: CouponEntry[] = [
  {
    coupon: {
      id: 'tea-off',
      scope: { products: ['tea'] },
      layer: 'item',
      conditions: { minSpend: 10000 },
      benefit: { kind: 'amount', amount: 2000 } as { kind: string },
    },
    claim: { perShopper: 2 },
  },
  {
    coupon: {
      id: 'cup-off',
      issuer: { shop: 'south' },
      benefit: { kind: 'percent', percentOff: 10, maxAmount: 5000 } as { kind: string },
    },
    claim: {},
  },
  {
    coupon: { id: 'delivery', benefit: { kind: 'shipping', percentOff: 100 } as { kind: string } },
    claim: {},
  },
];

let serial = 0;
/** A new idempotency key. */
export const newKey = (): string => `key-${++serial}`;

/** Puts coupons into a shopper's wallet. */
export async function hold(shop: Shop, token: string, ...offers: readonly string[]): Promise<void> {
  for (const offer of offers) {
    const claimed = await shop.post('/v1/claims', { offer }, { token, key: newKey() });
    assert.equal(claimed.status, 201, JSON.stringify(claimed.body));
  }
}

/** Returns the verdict with its token, for all of these coupons. */
export async function price(
  shop: Shop,
  token: string,
  wanted: readonly string[],
  page: Cart = cart,
): Promise<Verdict & { readonly token: string }> {
  const desired = wanted.map((coupon) => ({ coupon }));
  const { body } = await shop.post<Verdict>('/v1/quotes', { cart: page, desired }, { token });
  assert.ok(body.token, JSON.stringify(body.outcomes));
  return { ...body, token: body.token };
}

/** Returns the cart's hash, as the merchant's backend finds it in the token. */
export function cartHashOf(token: string): string {
  const claims = Buffer.from(token.split('.')[2]!, 'base64url').toString();
  return (JSON.parse(claims) as { cart: string }).cart;
}

/** Claims, prices and reserves. */
export async function reserve(
  shop: Shop,
  token: string,
  wanted: readonly string[],
): Promise<{ readonly hold: Hold; readonly cartHash: string }> {
  await hold(shop, token, ...wanted);
  const verdict = await price(shop, token, wanted);
  const answer = await shop.post(
    '/v1/reservations',
    { token: verdict.token, cart },
    { token, key: newKey() },
  );
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return { hold: answer.body.hold as Hold, cartHash: cartHashOf(verdict.token) };
}
