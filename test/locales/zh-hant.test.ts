import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages } from '../../src/locales/zh-hant.js';
import { localeContract } from '../contracts/locale-contract.js';

localeContract('zh-Hant', messages);

test('zh-Hant is written in traditional characters', () => {
  for (const [key, text] of Object.entries(messages)) {
    assert.doesNotMatch(text, /[满减领运无门抢请录积单价邮载关闭结帐东说还张类开约]/u, key);
  }
});
