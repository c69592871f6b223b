import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions, type WidgetData, type WidgetOptions } from '../../src/widget/read-options.js';

const base = 'https://shop.example/cart/';

/** What an attribute that is good comes to. */
const read = (data: WidgetData): WidgetOptions => {
  const options = readOptions(data, base);
  return typeof options === 'string' ? assert.fail(options) : options;
};

describe('readOptions', () => {
  it('reads a server with its key', () => {
    assert.deepEqual(read({ server: 'https://coupons.example', key: 'pk_1' }).source, {
      server: 'https://coupons.example/',
      key: 'pk_1',
    });
  });

  it('takes an address of the server that is relative to the page', () => {
    assert.deepEqual(read({ server: '/coupons', key: 'pk_1' }).source, {
      server: 'https://shop.example/coupons',
      key: 'pk_1',
    });
  });

  it('reads where the token of the signed-in shopper is', () => {
    assert.deepEqual(
      read({ server: 'https://coupons.example', key: 'pk_1', shopperToken: '/token' }).source,
      { server: 'https://coupons.example/', key: 'pk_1', shopperToken: 'https://shop.example/token' },
    );
  });

  it('reads coupons that the page gives, with locale and threshold', () => {
    assert.deepEqual(read({ coupons: '#coupons', locale: 'zh-Hant', threshold: 'residual' }), {
      source: { coupons: '#coupons' },
      locale: 'zh-Hant',
      threshold: 'residual',
    });
  });

  it('names the attribute that is wrong', () => {
    for (const [name, data] of [
      ['server', {}],
      ['server', { server: '/c', key: 'pk', coupons: 'c.json' }],
      ['server', { server: 'http://', key: 'pk' }],
      ['server', { server: 'javascript:alert(1)', key: 'pk' }],
      ['key', { server: '/c' }],
      ['shopper-token', { coupons: 'c.json', shopperToken: '/t' }],
      ['shopper-token', { server: '/c', key: 'pk', shopperToken: 'http://' }],
      ['locale', { coupons: 'c.json', locale: 'zh_' }],
      ['threshold', { coupons: 'c.json', threshold: 'net' }],
    ] as const)
      assert.equal(readOptions(data, base), name, JSON.stringify(data));
  });
});
