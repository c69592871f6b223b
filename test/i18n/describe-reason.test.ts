import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocale } from '../../src/i18n/create-locale.js';
import { describeReason } from '../../src/i18n/describe-reason.js';
import { loadLocale } from '../../src/i18n/languages.js';
import { messages } from '../../src/locales/en.js';

const en = await loadLocale('en');
const hans = await loadLocale('zh-CN');

/** The refusals of semantics.md, those of a claim and of platforms, and how the session puts its own. */
const codes =
  'not-started expired wrong-currency no-eligible-items excluded-items invalid min-spend min-cart-spend min-quantity below-minimum requires shopper-tags max-orders min-orders payment-method region attribute incomplete no-benefit conflict outvalued sold-out shopper-limit sign-in not-found not-held unknown-code cost upcoming ended used reserved claimed unavailable rate-limited unspecified'.split(
    ' ',
  );

test('every code has its own words', () => {
  const sections = ['reason', 'state', 'fault'];
  for (const code of codes)
    assert.ok(
      sections.some((section) => `${section}.${code}` in messages),
      code,
    );
  for (const key of Object.keys(messages)) {
    const [section, code] = key.split('.');
    if (section === 'reason' || section === 'fault') assert.ok(codes.includes(code!), `${key} is no code`);
  }
});

test('says what is missing', () => {
  const reason = {
    code: 'min-spend',
    params: { required: 500000, measured: 488000, missing: 12000, on: 'list' },
  };
  assert.equal(describeReason(reason, en, 'CNY'), 'Add ¥120 more');
  assert.equal(describeReason(reason, hans, 'CNY'), '还差¥120');
  assert.equal(describeReason({ code: 'min-quantity', params: { missing: 1 } }, en), 'Add 1 more item');
  assert.equal(describeReason({ code: 'max-orders', params: { required: 0 } }, hans), '仅限首单');
  assert.equal(
    describeReason({ code: 'wrong-currency', params: { currency: 'USD' } }, en, 'CNY'),
    'Only for orders in USD',
  );
});

test('a code that is not known, and any text of a backend, is never shown', () => {
  for (const code of ['<b>no</b>', 'constructor', '__proto__', '']) {
    assert.equal(describeReason({ code, params: {} }, en), 'It can’t be used here');
  }
});

test('where the reasons are not loaded, it says in general terms what happened', () => {
  const first = Object.entries(messages).filter(([key]) => !key.startsWith('reason.'));
  const locale = createLocale('en', Object.fromEntries(first));
  const say = (code: string) => describeReason({ code, params: {} }, locale);
  assert.equal(say('shopper-limit'), 'It can’t be used here');
  assert.equal(say('sold-out'), 'All claimed');
  assert.equal(say('unavailable'), 'That didn’t work. Please try again.');
});

test('a reason without its parameters does no harm', () => {
  for (const code of codes) assert.equal(typeof describeReason({ code, params: {} }, en, 'CNY'), 'string');
});
