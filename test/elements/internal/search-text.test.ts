import { assert } from 'chai';
import { createMatcher, toSearchText } from '../../../src/elements/internal/search-text.js';

const finds = (query: string, text: string) => createMatcher(query)(toSearchText(text));

describe('what a shopper types', () => {
  it('is found in any case, with or without accents, in full or half width', () => {
    for (const [query, text] of [
      ['cafe', 'CAFÉ Noir'],
      ['café', 'Cafe noir'],
      ['ＬＡＭＰ', 'lamp'],
      ['strasse 5', 'Straße 5 strasse'],
      ['ガ', 'ガラス'],
    ] as const)
      assert.isTrue(finds(query, text), `${query} in ${text}`);
  });

  it('is found by its characters where there are no blanks', () => {
    assert.isTrue(finds('茶', '金秋茶馆券'));
    assert.isTrue(finds('茶馆 300', '满300减40 金秋茶馆'));
    assert.isFalse(finds('茶楼', '金秋茶馆券'));
  });

  it('is found in numbers that are grouped', () => {
    for (const text of ['¥5,000 off', '5’000 off', '5\u202f000 off'])
      assert.isTrue(finds('5000', text), text);
    assert.isTrue(finds('5,000', '满5000减300'));
  });

  it('is every word, in any order; nothing is found in everything', () => {
    assert.isTrue(finds('off tea', 'Tea: 20% off'));
    assert.isFalse(finds('off tea lamp', 'Tea: 20% off'));
    assert.isTrue(finds('  ', 'Tea'));
  });
});
