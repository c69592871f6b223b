import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { chooseOffer, type TargetingFacts } from '../../src/targeting/choose-offer.js';
import {
  emptyMemory,
  rememberCart,
  rememberTime,
  rememberVisit,
  type TargetingMemory,
} from '../../src/targeting/memory.js';
import { parseRules } from '../../src/targeting/parse-rules.js';
import { ruleLimits, siteLimits, type TargetingRules } from '../../src/targeting/rule.js';

const page = readFileSync(new URL('../../docs/targeting.md', import.meta.url), 'utf8');
const written = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as TargetingRules;

const minuteMs = 60_000;
const start = Date.parse('2026-11-22T08:00:00Z');
const at = (ms: number) => ({ now: start + ms, day: new Date(start + ms).toISOString().slice(0, 10) });
const fridge = { product: 'fridge', categories: ['appliances'] };
const tea = { product: 'dahongpao', categories: ['tea'] };
const cart = {
  currency: 'CNY',
  lines: [{ id: '1', ...fridge, unitPrice: 600_000, quantity: 1 }],
};
const nothing: TargetingFacts = { ...at(0), pageTags: [], leaving: false, canShow: () => true };
const added = rememberCart(rememberVisit(emptyMemory, at(0)), cart, at(0));
const addedTwice = rememberCart(rememberCart(added, { lines: [] }, at(1)), cart, at(2));
const looked = rememberTime(rememberVisit(emptyMemory, at(0)), 'fridge', 300, at(0));
const nextDay = 1441 * minuteMs;

/** For each rule of the page, a shopper who meets it, and the same one with a little less. */
const shoppers: Readonly<
  Record<string, { facts: Partial<TargetingFacts>; memory?: TargetingMemory; less: Partial<TargetingFacts> }>
> = {
  'cart-recall': { facts: { leaving: true, cart }, less: { leaving: false } },
  'abandoned-cart': {
    facts: { ...at(nextDay), cart },
    memory: rememberVisit(added, at(nextDay)),
    less: { cart: { ...cart, lines: [] } },
  },
  'high-intent': { facts: { product: fridge }, memory: addedTwice, less: { product: tea } },
  hesitating: { facts: { product: fridge }, memory: looked, less: { product: tea } },
  'looks-at-prices': {
    facts: { product: tea, shopper: { tags: ['price-sensitive'] } },
    less: { product: fridge },
  },
  'win-back': { facts: { shopper: { tags: ['dormant'] } }, less: { shopper: { tags: ['member'] } } },
  'members-on-sale-pages': {
    facts: { shopper: { tags: ['member'] }, pageTags: ['sale'] },
    less: { pageTags: ['news'] },
  },
};

describe('the page about targeting', () => {
  it('has rules that are right', () => {
    assert.deepEqual(parseRules(written), { ok: true, value: written });
  });

  it('has a shopper here for each of its rules, and no other', () => {
    assert.deepEqual(
      written.targeting.map(({ id }) => id),
      Object.keys(shoppers),
    );
  });

  for (const [id, { facts, memory = rememberVisit(emptyMemory, at(0)), less }] of Object.entries(shoppers)) {
    it(`shows "${id}" to whom it is meant for, and not with a little less`, () => {
      const chosen = (more: Partial<TargetingFacts>) =>
        chooseOffer(written, { ...nothing, ...facts, ...more }, memory)?.id;
      assert.equal(chosen({}), id);
      assert.notEqual(chosen(less), id);
    });
  }

  it('names every condition, and no other', () => {
    const { problems } = parseRules({
      targeting: [{ id: 'a', when: { unheard: 1 }, show: { coupon: 'a', placement: 'b' } }],
    }) as { problems: readonly { path: string }[] };
    assert.equal(problems[0]!.path, 'targeting[0].when.unheard');
    const table = /\| condition .*?\n\n/s.exec(page)![0];
    const named = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!);
    const used = new Set(written.targeting.flatMap(({ when }) => Object.keys(when)));
    assert.deepEqual([...used].sort(), named.sort());
  });

  it('says the limits that hold', () => {
    const table = /\| limit .*?\n\n/s.exec(page)![0];
    const said = Object.fromEntries(
      [...table.matchAll(/^\| .*?(\w+)` +\| (\d+)/gm)].map(([, name, number]) => [name, Number(number)]),
    );
    assert.deepEqual(said, { ...siteLimits, ...ruleLimits });
  });

  it('names everything that is remembered', () => {
    const table = /\| what .*?\n\n/s.exec(page)![0];
    const rows = table.trim().split('\n').length - 2;
    assert.equal(rows, Object.keys(emptyMemory).length);
  });
});
