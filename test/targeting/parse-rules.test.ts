import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRules } from '../../src/targeting/parse-rules.js';

const rule = (more: object = {}) => ({
  id: 'hesitating',
  when: { secondsOnProduct: 300, product: { categories: ['coats'] } },
  show: { coupon: 'autumn-300', placement: 'product' },
  ...more,
});

const problemsOf = (value: unknown) => {
  const parsed = parseRules(value);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
};
/** The problems of a list whose third rule is changed so. */
const problemsWith = (more: object) =>
  problemsOf({ targeting: [rule(), rule({ id: 'second' }), rule({ id: 'third', ...more })] });

describe('parseRules', () => {
  it('gives rules of every condition and limit back as they are', () => {
    const rules = {
      targeting: [
        rule(),
        {
          id: 'recall',
          when: {
            shopperTags: ['dormant'],
            visits: 3,
            pageTags: ['sale'],
            product: {},
            secondsOnProduct: 1,
            timesAdded: 2,
            cart: { scope: { brands: ['a'] }, currency: 'CNY', minSpend: 0, maxSpend: 100 },
            cartIdleMinutes: 30,
            leaving: true,
          },
          show: { campaign: 'win-back', placement: 'cart' },
          limits: { perMonth: 1, pauseDays: 90 },
        },
      ],
      limits: { perSession: 1, perDay: 1, pauseHours: 48 },
    };
    assert.deepEqual(parseRules(rules), { ok: true, value: rules });
  });

  it('says where a rule is wrong', () => {
    assert.deepEqual(problemsWith({ when: { visits: '3' } }), ['targeting[2].when.visits not-an-integer']);
    assert.deepEqual(problemsWith({ when: { visits: 31 } }), ['targeting[2].when.visits too-large']);
    assert.deepEqual(problemsWith({ when: { product: { category: ['x'] } } }), [
      'targeting[2].when.product.category unknown-field',
    ]);
    assert.deepEqual(problemsWith({ when: { cart: { minSpend: 5, maxSpend: 4 } } }), [
      'targeting[2].when.cart.maxSpend too-small',
    ]);
    assert.deepEqual(problemsWith({ when: { leaving: false } }), ['targeting[2].when.leaving not-one-of']);
    assert.deepEqual(problemsWith({ show: { placement: 'cart' } }), ['targeting[2].show not-one-of']);
    assert.deepEqual(problemsWith({ show: { coupon: 'a', campaign: 'b', placement: 'cart' } }), [
      'targeting[2].show not-one-of',
    ]);
    assert.deepEqual(problemsWith({ id: 'second' }), ['targeting[2].id duplicate']);
    assert.deepEqual(problemsOf([rule()]), [' not-an-object']);
  });

  it('takes no rule that holds always, and no condition that nobody knows', () => {
    assert.deepEqual(problemsWith({ when: {} }), ['targeting[2].when too-short']);
    assert.deepEqual(problemsWith({ when: { visitz: 3 } }), ['targeting[2].when.visitz unknown-field']);
  });

  it('lets limits be stricter than the defaults, never looser, and none be misspelt', () => {
    assert.deepEqual(problemsWith({ limits: { perMonth: 4 } }), ['targeting[2].limits.perMonth too-large']);
    assert.deepEqual(problemsWith({ limits: { perMonth: 0 } }), ['targeting[2].limits.perMonth too-small']);
    assert.deepEqual(problemsWith({ limits: { pauseDays: 1 } }), ['targeting[2].limits.pauseDays too-small']);
    assert.deepEqual(problemsWith({ limits: { perYear: 1 } }), ['targeting[2].limits.perYear unknown-field']);
    const site = (limits: object) => problemsOf({ targeting: [], limits });
    assert.deepEqual(site({ perDay: 4 }), ['limits.perDay too-large']);
    assert.deepEqual(site({ perSession: 3 }), ['limits.perSession too-large']);
    assert.deepEqual(site({ pauseHours: 0 }), ['limits.pauseHours too-small']);
    assert.deepEqual(site({ perSession: 0, perDay: 0, pauseHours: 24 }), []);
  });
});
