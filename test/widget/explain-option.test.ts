import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainOption } from '../../src/widget/explain-option.js';
import { readOptions } from '../../src/widget/read-options.js';

describe('explainOption', () => {
  for (const [name, data, message] of [
    ['neither server nor coupons', {}, /^data-server: give data-server with/],
    [
      'both',
      { server: '/c', key: 'pk', coupons: 'c.json' },
      /^data-server="\/c": give data-server with data-key, or data-coupons, and not both\.$/,
    ],
    ['an address that is none', { server: 'http://', key: 'pk' }, /^data-server="http:\/\/": give an http/],
    ['a server without a key', { server: '/c' }, /^data-key: give/],
    [
      'a token without a server',
      { coupons: 'c.json', shopperToken: '/t' },
      /^data-shopper-token="\/t": give an http or https address, beside/,
    ],
    ['a locale that is no language', { coupons: 'c.json', locale: 'zh_' }, /^data-locale="zh_": give a lang/],
    ['an unknown threshold', { coupons: 'c.json', threshold: 'net' }, /^data-threshold="net": give "list"/],
  ] as const)
    it(`names the attribute of ${name}, and says what to write`, () => {
      const wrong = readOptions(data, 'https://shop.example/');
      assert.ok(typeof wrong === 'string');
      assert.match(explainOption(wrong, data).message, message);
    });
});
