import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadLocale } from '../../src/i18n/languages.js';
import { createLocale } from '../../src/i18n/create-locale.js';
import { messages } from '../../src/locales/en.js';

const say = (text: string, params: Record<string, unknown>, language = 'en') =>
  createLocale(language, { ...messages, 'coupon.face': text }).t('coupon.face', params);

describe('money', () => {
  const { money } = createLocale('en', messages);

  it('is written from minor units with the decimals of ISO 4217', () => {
    assert.equal(money(30000, 'CNY'), '¥300.00');
    assert.equal(money(500, 'JPY'), '¥500');
    assert.equal(money(1234, 'KWD').replace(/\s/g, ' '), 'KWD 1.234');
    // Intl alone would write HUF without decimals.
    assert.equal(money(12345, 'HUF').replace(/\s/g, ' '), 'Ft 123.45');
  });

  it('drops the decimals of whole amounts only where asked to', () => {
    assert.equal(money(30000, 'CNY', true), '¥300');
    assert.equal(money(30050, 'CNY', true), '¥300.50');
    assert.equal(money(0, 'CNY', true), '¥0');
  });

  it('is exact where a floating-point amount is not', () => {
    assert.equal(money(Number.MAX_SAFE_INTEGER, 'CNY'), '¥90,071,992,547,409.91');
  });

  it('is a bare number where no currency is known', () => {
    assert.equal(money(30000, undefined, true), '300');
  });

  it('follows the habits of the region', async () => {
    assert.equal((await loadLocale('zh-TW')).money(30000, 'TWD'), '$300.00');
    assert.equal((await loadLocale('zh-CN')).money(-5000, 'CNY'), '-¥50.00');
  });
});

describe('a message', () => {
  it('puts parameters in, as they are or by a format', () => {
    assert.equal(say('{a} and {b:money}', { a: 'x', b: 250, currency: 'EUR' }), 'x and €2.50');
    assert.equal(say('{p:percent}', { p: 12.5 }), '12.5%');
    assert.equal(say('满{m:bare}', { m: 500000, currency: 'CNY' }), '满5000');
  });

  it('writes what is paid in tenths: 八折 is 20 off', () => {
    assert.equal(say('{p:tenths}折', { p: 20 }), '8折');
    assert.equal(say('{p:tenths}折', { p: 15 }), '8.5折');
    assert.equal(say('{p:tenths}折', { p: 12.5 }), '8.75折');
    assert.equal(say('{p:tenths}折', { p: 33.33 }), '6.667折');
  });

  it('picks the plural form of the language, or the one for a number', () => {
    const text = '{n:plural:=0 none|one # item|other # items}';
    assert.equal(say(text, { n: 0 }), 'none');
    assert.equal(say(text, { n: 1 }), '1 item');
    assert.equal(say(text, { n: 1200 }), '1,200 items');
    assert.equal(say('{n:plural:other #件}', { n: 1 }, 'zh'), '1件');
  });

  it('leaves what it is not given empty, and never throws', () => {
    assert.equal(say('[{a}]', {}), '[]');
    assert.equal(say('[{a:date}]', { a: 'soon' }), '[]');
    assert.equal(say('[{a:date}]', {}), '[]');
    assert.equal(say('{a:money}', { a: '<b>', currency: 'CNY' }), '¥NaN');
  });
});

describe('time', () => {
  const date = (iso: string) => say('{iso:date}', { iso }).replace(/\s/g, ' ');

  it('is shown in the zone of its offset, and says so', () => {
    assert.equal(date('2026-12-31T23:59:00+08:00'), 'Dec 31, 2026, 11:59 PM (GMT+8)');
    assert.equal(date('2026-06-01T00:00:00-03:30'), 'Jun 1, 2026, 12:00 AM (GMT-3:30)');
    assert.match(date('2026-12-31T23:59:00Z'), /202[67].* (UTC|GMT|[A-Z]{2,5})/);
  });

  it('is told in the largest unit that is full', () => {
    assert.equal(say('{ms:relative}', { ms: 3 * 86_400_000 + 5 }), 'in 3 days');
    assert.equal(say('{ms:relative}', { ms: 3_600_000 }), 'in 1 hour');
    assert.equal(say('{ms:relative}', { ms: 600_000 }), 'in 10 minutes');
    assert.equal(say('{ms:relative}', { ms: 600_000 }, 'zh-Hans'), '10分钟后');
  });

  it('counts down in hours, minutes and seconds', () => {
    assert.equal(say('{ms:clock}', { ms: 3 * 3_600_000 + 12 * 60_000 + 9_999 }), '03:12:09');
    assert.equal(say('{ms:clock}', { ms: 30 * 3_600_000 }), '30:00:00');
    assert.equal(say('{ms:clock}', { ms: 0 }), '00:00:00');
  });
});

describe('messages that are loaded later', () => {
  const { 'reason.expired': expired, ...first } = messages;

  it('are empty until then', async () => {
    const locale = createLocale('en', first, () =>
      Promise.resolve({ messages: { 'reason.expired': expired } }),
    );
    assert.equal(locale.has('reason.expired'), false);
    assert.equal(locale.t('reason.expired'), '');
    await locale.loadLater('later');
    assert.equal(locale.has('reason.expired'), true);
    assert.equal(locale.t('reason.expired'), expired);
    assert.equal(locale.t('state.used'), messages['state.used']);
  });

  it('can be asked for again where they did not come', async () => {
    let tries = 0;
    const locale = createLocale('en', first, () =>
      ++tries === 1 ? Promise.reject(new Error('away')) : Promise.resolve({ messages }),
    );
    await assert.rejects(locale.loadLater('later'), /away/);
    await locale.loadLater('later');
    assert.equal(locale.t('reason.expired'), expired);
  });

  it('are all there where the language is not cut', async () => {
    const locale = createLocale('en', messages);
    await locale.loadLater('later');
    assert.equal(locale.t('reason.expired'), expired);
  });
});
