import { assert } from 'chai';
import { languageOf } from '../../../src/elements/internal/language-of.js';

describe('the language of an element', () => {
  const outer = document.createElement('div');
  const root = outer.attachShadow({ mode: 'open' });
  const inner = root.appendChild(document.createElement('p'));
  document.body.append(outer);

  it('is its own, else that of the closest ancestor, across shadow roots', () => {
    assert.equal(languageOf(inner), document.documentElement.lang);
    outer.lang = 'zh-TW';
    assert.equal(languageOf(inner), 'zh-TW');
    inner.lang = 'fr';
    assert.equal(languageOf(inner), 'fr');
  });

  it('is empty where nobody says', () => {
    assert.equal(languageOf(document.createElement('p')), '');
  });
});
