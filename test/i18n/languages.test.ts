import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { loadLocale, matchLanguage } from '../../src/i18n/languages.js';

test('Chinese is told by its script, and by the region where it names none', () => {
  for (const tag of ['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-CN', 'zh_TW', 'ZH-hk']) {
    assert.equal(matchLanguage(tag), 'zh-Hant', tag);
  }
  for (const tag of ['zh', 'zh-CN', 'zh-SG', 'zh-Hans-HK']) assert.equal(matchLanguage(tag), 'zh-Hans', tag);
});

test('an unknown language, and what is no language, is English', () => {
  for (const tag of ['fr', 'de-CH', '', 'x', 'not a tag', '__proto__', 'constructor']) {
    assert.equal(matchLanguage(tag), 'en', tag);
  }
});

test('a locale says which language it speaks, with its region where that is its own', async () => {
  assert.equal((await loadLocale('en-GB')).language, 'en-GB');
  assert.equal((await loadLocale('zh-HK')).language, 'zh-HK');
  assert.equal((await loadLocale('fr')).language, 'en');
  assert.equal((await loadLocale('enochian!')).language, 'en');
});

test('every file of locales can be spoken', () => {
  const files = readdirSync(new URL('../../src/locales', import.meta.url)).map((file) =>
    file.replace('.ts', ''),
  );
  for (const file of files) assert.equal(matchLanguage(file).toLowerCase(), file);
});
