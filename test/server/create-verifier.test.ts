import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Cart } from '../../src/model/cart.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import {
  createKeys,
  createVerifier,
  publicKeys,
  rotateKeys,
  signToken,
  type Keys,
} from '../../src/server/index.js';
import { noon } from './open-shop.js';

const cart: Cart = { currency: 'CNY', lines: [{ id: 'a', product: 'tea', unitPrice: 12800, quantity: 1 }] };

describe('a verifier', () => {
  let keys: Keys;
  let token: string;
  const sign = async (by: Keys): Promise<string> => {
    const claims = {
      sub: 'shopper:ann',
      cart: await hashCart(cart),
      coupons: [],
      total: 12800,
      currency: 'CNY',
    };
    return (await signToken(claims, by, noon)).token;
  };
  before(async () => {
    keys = await createKeys();
    token = await sign(keys);
  });

  test('accepts the price for its cart and shopper, until it expires', async () => {
    let now = noon;
    const verifier = createVerifier({ keys: publicKeys(keys), now: () => now });
    assert.ok((await verifier.verify(token, { cart })).ok);
    assert.ok((await verifier.verify(token, { cart, shopper: 'ann' })).ok);
    now += 300_000;
    assert.deepEqual(await verifier.verify(token, { cart }), { ok: false, reason: 'expired' });
  });

  test('refuses it for another cart or shopper', async () => {
    const verifier = createVerifier({ keys: publicKeys(keys), now: () => noon });
    const line = cart.lines[0]!;
    const others: Cart[] = [
      { ...cart, lines: [{ ...line, quantity: 2 }] },
      { ...cart, lines: [{ ...line, unitPrice: 12799 }] },
      { ...cart, lines: [line, { ...line, id: 'b' }] },
      { ...cart, attributes: { packaging: 'none' } },
      { ...cart, paymentMethod: 'instalments' },
    ];
    for (const other of others) {
      assert.deepEqual(await verifier.verify(token, { cart: other }), { ok: false, reason: 'other-cart' });
    }
    const bob = await verifier.verify(token, { cart, shopper: 'bob' });
    assert.deepEqual(bob, { ok: false, reason: 'other-shopper' });
    assert.deepEqual(await verifier.verify('nonsense', { cart }), { ok: false, reason: 'bad-token' });
  });

  test('fetches the keys where they are, and again for one that it does not know, but not without end', async () => {
    let now = noon;
    let active = keys;
    let asked = 0;
    const server: Server = createServer((_request, response) => {
      asked++;
      response.end(JSON.stringify(publicKeys(active)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    after(() => server.close());
    const { port } = server.address() as AddressInfo;
    const verifier = createVerifier({ keys: `http://127.0.0.1:${port}/v1/keys`, now: () => now });
    assert.ok((await verifier.verify(token, { cart })).ok);
    assert.ok((await verifier.verify(token, { cart })).ok);
    assert.equal(asked, 1);
    active = await rotateKeys(keys);
    const renewed = await sign(active);
    assert.equal((await verifier.verify(renewed, { cart })).ok, false, 'it has just looked');
    now += 30_000;
    assert.ok((await verifier.verify(renewed, { cart })).ok);
    assert.ok((await verifier.verify(token, { cart })).ok);
    assert.equal(asked, 2);
  });
});
