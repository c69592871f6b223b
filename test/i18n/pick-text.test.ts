import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pickText } from '../../src/i18n/pick-text.js';

test('a text in one language is taken as it is', () => {
  assert.equal(pickText('新人券', 'en'), '新人券');
  assert.equal(pickText(undefined, 'en'), '');
});

test('of several languages the wanted one is taken, however its tag is written', () => {
  const text = { en: 'Newcomer', 'zh-Hans': '新人券', 'zh-TW': '新人優惠' };
  assert.equal(pickText(text, 'zh-CN'), '新人券');
  assert.equal(pickText(text, 'zh-HK'), '新人優惠');
  assert.equal(pickText(text, 'en-GB'), 'Newcomer');
});

test('without the wanted one it is English, and without English any', () => {
  assert.equal(pickText({ fr: 'Bienvenue', en: 'Welcome' }, 'zh'), 'Welcome');
  assert.equal(pickText({ fr: 'Bienvenue' }, 'zh'), 'Bienvenue');
  assert.equal(pickText({}, 'zh'), '');
});
