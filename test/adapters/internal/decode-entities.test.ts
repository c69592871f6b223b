import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeEntities } from '../../../src/adapters/internal/decode-entities.js';

describe('decodeEntities', () => {
  for (const [html, text] of [
    ['Mug &amp; Saucer', 'Mug & Saucer'],
    ['12&#8243; &#x2013; 3 &times; 4&hellip;', '12″ – 3 × 4…'],
    ['&quot;Acme&reg;&quot;&nbsp;', '"Acme®"'],
    ['<em>Fresh</em> <a href="x">eggs</a>', 'Fresh eggs'],
    ['5 < 6 > 4', '5 < 6 > 4'],
  ] as const)
    it(`shows ${html} as ${text}`, () => assert.equal(decodeEntities(html), text));

  it('decodes once: what was written as text stays text', () => {
    assert.equal(decodeEntities('&amp;lt;b&amp;gt;'), '&lt;b&gt;');
    assert.equal(decodeEntities('&lt;img src=x onerror=alert(1)&gt;'), '<img src=x onerror=alert(1)>');
  });

  it('leaves alone what it does not know', () => {
    for (const text of ['&unknown;', '&constructor;', '&#9999999;', '&#0;', '&amp', 'R&D'])
      assert.equal(decodeEntities(text), text);
  });
});
