import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTriggered, type Happening, type TriggerCampaign } from '../../../src/server/campaigns/trigger.js';

const order = { id: 't', kind: 'trigger', on: 'order', rewards: [{ coupon: 'c' }] } as const;

for (const [what, campaign, happening, expected] of [
  ['another event', order, { on: 'registration' }, false],
  ['any order', order, { on: 'order' }, true],
  ['an order that is large enough', { ...order, minSpend: 100 }, { on: 'order', amount: 100 }, true],
  ['one that is too small', { ...order, minSpend: 100 }, { on: 'order', amount: 99 }, false],
  ['one of unknown size', { ...order, minSpend: 100 }, { on: 'order' }, false],
  ['its currency', { ...order, currency: 'CNY' }, { on: 'order', currency: 'CNY' }, true],
  ['another currency', { ...order, currency: 'CNY' }, { on: 'order', currency: 'JPY' }, false],
  ['an unknown currency', { ...order, currency: 'CNY' }, { on: 'order' }, false],
  ['a first order', { ...order, first: true }, { on: 'order', orders: 0 }, true],
  ['a second one', { ...order, first: true }, { on: 'order', orders: 1 }, false],
  ['one of unknown number', { ...order, first: true }, { on: 'order' }, false],
] as const satisfies readonly (readonly [string, TriggerCampaign, Happening, boolean])[]) {
  test(`a trigger ${expected ? 'answers' : 'lets pass'} ${what}`, () => {
    assert.equal(isTriggered(campaign, happening), expected);
  });
}
