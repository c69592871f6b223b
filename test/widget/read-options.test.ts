import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions } from '../../src/widget/read-options.js';

const base = 'https://shop.example/cart/';

describe('readOptions', () => {
  it('reads a server with its key', () => {
    assert.deepEqual(readOptions({ server: 'https://coupons.example', key: 'pk_1' }, base).source, {
      server: 'https://coupons.example/',
      key: 'pk_1',
    });
  });

  it('takes an address of the server that is relative to the page', () => {
    assert.deepEqual(readOptions({ server: '/coupons', key: 'pk_1' }, base).source, {
      server: 'https://shop.example/coupons',
      key: 'pk_1',
    });
  });

  it('reads where the token of the signed-in shopper is', () => {
    assert.deepEqual(
      readOptions({ server: 'https://coupons.example', key: 'pk_1', shopperToken: '/token' }, base).source,
      { server: 'https://coupons.example/', key: 'pk_1', shopperToken: 'https://shop.example/token' },
    );
  });

  it('reads coupons that the page gives, with cart, locale and threshold', () => {
    assert.deepEqual(
      readOptions({ coupons: '#coupons', cart: '#cart', locale: 'zh-Hant', threshold: 'residual' }, base),
      { source: { coupons: '#coupons' }, cart: '#cart', locale: 'zh-Hant', threshold: 'residual' },
    );
  });

  const wrong = [
    ['neither server nor coupons', {}, /^data-server: give/],
    ['both', { server: '/c', key: 'pk', coupons: 'c.json' }, /^data-server="\/c": give/],
    ['an address that is none', { server: 'http://', key: 'pk' }, /^data-server="http:\/\/": give an http/],
    ['an address that runs code', { server: 'javascript:alert(1)', key: 'pk' }, /^data-server=/],
    ['a server without a key', { server: '/c' }, /^data-key: give/],
    [
      'a token without a server',
      { coupons: 'c.json', shopperToken: '/t' },
      /^data-shopper-token="\/t": give/,
    ],
    ['a token nowhere', { server: '/c', key: 'pk', shopperToken: 'http://' }, /^data-shopper-token=/],
    ['a locale that is no language', { coupons: 'c.json', locale: 'zh_' }, /^data-locale="zh_": give/],
    ['an unknown threshold', { coupons: 'c.json', threshold: 'net' }, /^data-threshold="net": give/],
  ] as const;
  for (const [name, data, message] of wrong) {
    it(`names the attribute of ${name}`, () => {
      assert.throws(() => readOptions(data, base), { message });
    });
  }
});
