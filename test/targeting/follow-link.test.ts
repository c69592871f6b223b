import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readLink, withoutLink } from '../../src/targeting/follow-link.js';

describe('a link that applies a coupon', () => {
  it('names it in the query or after the hash, whatever else stands there', () => {
    for (const address of [
      'https://shop.example/?coupon=AUTUMN',
      'https://shop.example/cart?from=mail&coupon=AUTUMN#top',
      'https://shop.example/#coupon=AUTUMN',
      'https://shop.example/?a=1#b=2&coupon=AUTUMN',
      'https://shop.example/?coupon=%20AUTUMN%20',
    ])
      assert.equal(readLink(address), 'AUTUMN', address);
    assert.equal(readLink('https://shop.example/?coupon=%E7%A7%8B%20%26+1'), '秋 & 1');
  });

  it('is none where nothing is named', () => {
    for (const address of [
      'https://shop.example/',
      'https://shop.example/?coupon=',
      'https://shop.example/?coupons=A#top',
      'https://shop.example/coupon=A',
    ])
      assert.equal(readLink(address), undefined, address);
  });

  it('leaves the rest of the address as it is written', () => {
    const pairs: [string, string][] = [
      ['https://shop.example/?coupon=A', 'https://shop.example/'],
      ['https://shop.example/?a=%20x&coupon=A&b', 'https://shop.example/?a=%20x&b'],
      ['https://shop.example/cart?a=1#coupon=A', 'https://shop.example/cart?a=1'],
      ['https://shop.example/?coupon=A#/route?x', 'https://shop.example/#/route?x'],
      ['https://shop.example/?a=1#a&coupon=A&coupon=B', 'https://shop.example/?a=1#a'],
    ];
    for (const [before, after] of pairs) assert.equal(withoutLink(before), after);
  });

  it('is gone afterwards, and nothing else is, in whatever address', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
        fc.string({ minLength: 1 }),
        fc.boolean(),
        (address, code, inHash) => {
          fc.pre(!/coupon=/.test(address));
          const { href } = new URL(address);
          const asked = `coupon=${encodeURIComponent(code)}`;
          const [before, hash] = href.split('#') as [string, string?];
          const marked = inHash
            ? `${before}#${hash ? `${hash}&` : ''}${asked}`
            : `${before}${before.includes('?') ? '&' : '?'}${asked}${hash === undefined ? '' : `#${hash}`}`;
          const rest = withoutLink(marked);
          assert.equal(readLink(rest), undefined);
          assert.equal(rest.replace(/[?#]/g, ''), href.replace(/[?#]/g, ''));
        },
      ),
    );
  });
});
