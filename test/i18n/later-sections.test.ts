import assert from 'node:assert/strict';
import { test } from 'node:test';
import { laterSections } from '../../src/i18n/later-sections.js';
import { messages } from '../../src/locales/en.js';

const later: readonly string[] = Object.values(laterSections).flat();
const sections = Object.keys(messages).map((key) => key.split('.')[0]!);

test('each section that is said later has messages', () => {
  for (const section of later) assert.ok(sections.includes(section), section);
});

test('what a first picture shows, and that something went wrong, can be said at once', () => {
  for (const section of ['coupon', 'state', 'claim', 'cart', 'fault'])
    assert.ok(sections.includes(section) && !later.includes(section), section);
});
