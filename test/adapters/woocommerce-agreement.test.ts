/**
 * How often does the preview say what WooCommerce said? Counted over every answer that was recorded with a coupon in it: the feed is what the importer makes of the
 * recorded shop's coupons, the carts are as the adapter reads them.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { parseStoreCart, toPlatformCart } from '../../src/adapters/internal/woocommerce-cart.js';
import type { PlatformCart } from '../../src/adapters/internal/platform.js';
import { quote } from '../../src/engine/index.js';
import { woocommerce } from '../../src/importers/woocommerce.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Quote } from '../../src/model/quote.js';
import { answerAs, recordedAnswers } from '../platforms/woocommerce/published-coupon.js';
import { recordedCarts, recordings } from '../platforms/woocommerce/recorded-shop.js';

/** When it was recorded. */
const now = Date.parse('2026-11-21T12:00:00Z');

describe('preview and WooCommerce', () => {
  let feed: readonly Coupon[];
  const carts = recordedCarts.map(({ index, step, cart }) => ({ index, step, ...read(cart) }));
  const preview = ({ cart }: PlatformCart, codes: readonly string[]): Quote =>
    quote(
      cart,
      codes.flatMap((code) => feed.find((coupon) => coupon.id === code) ?? []),
      { now },
    );

  before(async () => {
    const flags = { url: 'https://shop.example', 'consumer-key': 'ck_1', 'consumer-secret': 'cs_1' };
    feed = (await woocommerce.read(flags, answerAs(recordedAnswers))).entries.map(({ coupon }) => coupon);
  });

  it('agree on all 10 carts without a coupon', () => {
    const plain = carts.filter(({ codes }) => codes.length === 0);
    assert.equal(plain.length, 10);
    for (const cart of plain) assert.equal(preview(cart, []).payable, cart.payable, cart.step);
  });

  it('agree to the cent on 4 of 7 carts with coupons; on the others WooCommerce gives more, for it lets two discounts meet on an item', () => {
    const rows = carts
      .filter(({ codes }) => codes.length > 0)
      .map((cart) => ({ cart, quoted: preview(cart, cart.codes) }));
    const agreed = rows.filter(({ cart, quoted }) => quoted.payable === cart.payable);
    const others = rows.filter((row) => !agreed.includes(row));
    assert.deepEqual(
      agreed.map(({ cart }) => cart.codes),
      [['save10'], ['save10', 'fix5'], ['solo'], ['min100']],
    );
    for (const { cart, quoted } of agreed)
      for (const { coupon, amount } of quoted.applied)
        assert.equal(cart.discounts.find(({ code }) => code === coupon)!.amount, amount, coupon);
    assert.equal(others.length, 3);
    for (const { cart, quoted } of others) {
      assert.ok(quoted.payable > cart.payable, 'promises less');
      const refused = quoted.refused.filter(({ coupon }) => coupon !== 'freeship');
      const reasons = refused.flatMap(({ reasons }) =>
        reasons.map(({ code, params }) => [code, params['rule']]),
      );
      assert.ok(reasons.length > 0);
      for (const reason of reasons) assert.deepEqual(reason, ['conflict', 'line']);
    }
  });

  it('refuse the same 7 of 7 codes', () => {
    const refused = recordings.flatMap(({ step, req, res }, index) => {
      const code = req.body?.code?.toLowerCase();
      // Of MUGONLY the cart was not recorded.
      if (req.p !== '/cart/apply-coupon' || res.status !== 400 || code === 'mugonly') return [];
      const cart = carts.filter((each) => each.index < index).at(-1)!;
      return cart.codes.includes(code!) ? [] : [{ step, code: code!, cart }];
    });
    assert.equal(refused.length, 7);
    for (const { step, code, cart } of refused)
      assert.ok(!preview(cart, [...cart.codes, code]).applied.some(({ coupon }) => coupon === code), step);
  });
});

function read(cart: unknown): PlatformCart {
  return toPlatformCart(parseStoreCart(cart), new Map(), undefined);
}
