import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  emptyMemory,
  readMemory,
  rememberCart,
  rememberDismissed,
  rememberShown,
  rememberTime,
  rememberVisit,
  type TargetingMemory,
} from '../../src/targeting/memory.js';
import type { TargetingRule } from '../../src/targeting/rule.js';

const start = Date.parse('2026-11-22T08:00:00Z');
const minuteMs = 60_000;
const dayMs = 86_400_000;
const at = (ms: number) => ({ now: start + ms, day: new Date(start + ms).toISOString().slice(0, 10) });
const cart = (...quantities: [product: string, quantity: number][]) => ({
  lines: quantities.map(([product, quantity], index) => ({
    id: `${index}`,
    product,
    quantity,
    unitPrice: 1,
  })),
});
const rule: TargetingRule = {
  id: 'recall',
  when: { leaving: true },
  show: { coupon: 'ten', placement: 'cart' },
};

describe('the memory of targeting', () => {
  it('counts days, not visits, and forgets them after thirty', () => {
    let memory = emptyMemory;
    for (const ms of [0, minuteMs, dayMs, dayMs + minuteMs, 29 * dayMs])
      memory = rememberVisit(memory, at(ms));
    assert.deepEqual(memory.days, ['2026-11-22', '2026-11-23', '2026-12-21']);
    assert.deepEqual(rememberVisit(memory, at(31 * dayMs)).days, ['2026-12-21', '2026-12-23']);
  });

  it('begins a session anew after half an hour in which nothing was seen', () => {
    const first = rememberVisit(emptyMemory, at(0));
    const later = rememberVisit(first, at(29 * minuteMs));
    assert.equal(later.session.startedAt, start);
    assert.equal(rememberVisit(later, at(58 * minuteMs)).session.startedAt, start);
    assert.equal(rememberVisit(later, at(59 * minuteMs)).session.startedAt, start + 59 * minuteMs);
  });

  it('counts each time that more of a product is in the cart than before, on whatever page that is seen', () => {
    let memory = rememberCart(emptyMemory, cart(['coat', 1]), at(0));
    memory = rememberCart(memory, cart(), at(1));
    memory = rememberCart(readMemory(JSON.stringify(memory)), cart(['coat', 1]), at(2));
    assert.equal(memory.products['coat']!.added, 2);
    memory = rememberCart(memory, cart(['tie', 1], ['coat', 1], ['coat', 2]), at(3));
    assert.deepEqual([memory.products['coat']!.added, memory.products['tie']!.added], [3, 1]);
    memory = rememberCart(memory, cart(['tie', 1], ['coat', 1]), at(4));
    assert.equal(memory.products['coat']!.added, 3, 'less is not more');
  });

  it('knows since when the cart is as it is', () => {
    const first = rememberCart(emptyMemory, cart(['coat', 1]), at(0));
    assert.equal(rememberCart(first, cart(['coat', 1]), at(minuteMs)), first);
    assert.equal(rememberCart(first, cart(), at(minuteMs)).cart.changedAt, start + minuteMs);
  });

  it('takes names that objects have by themselves for names', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      const memory = rememberCart(emptyMemory, cart([name, 2]), at(0));
      const again = rememberCart(readMemory(JSON.stringify(memory)), cart([name, 3]), at(1));
      assert.equal(Object.entries(again.products)[0]![1].added, 2, name);
    }
  });

  it('adds up the time on a product, and remembers fifty products, those of the last visits', () => {
    let memory = emptyMemory;
    for (let n = 60; n > 0; n--) memory = rememberTime(memory, `${n}`, 2, at(-n * minuteMs));
    memory = rememberTime(memory, '50', 2, at(0));
    assert.equal(Object.keys(memory.products).length, 50);
    assert.equal(memory.products['50']!.seconds, 4);
    assert.equal(memory.products['51'], undefined);
  });

  it('counts an offer once a session, however often it stands on a page', () => {
    const once = rememberShown(rememberVisit(emptyMemory, at(0)), rule, at(0));
    assert.equal(rememberShown(once, rule, at(minuteMs)).shown.length, 1);
    assert.equal(rememberShown(once, rule, at(40 * minuteMs)).shown.length, 2);
  });

  it('pauses the rule that is dismissed, and for a day all', () => {
    const { pauses } = rememberDismissed(emptyMemory, rule, undefined, at(0));
    assert.deepEqual(pauses, { recall: start + 14 * dayMs, '': start + dayMs });
    const strict = rememberDismissed(
      emptyMemory,
      { ...rule, limits: { pauseDays: 90 } },
      { pauseHours: 72 },
      at(0),
    );
    assert.deepEqual(strict.pauses, { recall: start + 90 * dayMs, '': start + 3 * dayMs });
    assert.deepEqual(rememberVisit(strict, at(4 * dayMs)).pauses, { recall: start + 90 * dayMs });
  });

  it('is whole again after it was written, and empty where something else was', () => {
    const act = fc.oneof(
      fc.constant((memory: TargetingMemory, ms: number) => rememberVisit(memory, at(ms))),
      fc.constant((memory: TargetingMemory, ms: number) => rememberShown(memory, rule, at(ms))),
      fc.string().map((product) => (memory: TargetingMemory, ms: number) => {
        return rememberCart(memory, cart([product, 1]), at(ms));
      }),
      fc.constant((memory: TargetingMemory, ms: number) => {
        return rememberDismissed(memory, rule, undefined, at(ms));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(act, fc.nat(dayMs))), (acts) => {
        let memory = emptyMemory;
        let now = 0;
        for (const [change, ms] of acts) memory = change(memory, (now += ms));
        assert.equal(JSON.stringify(readMemory(JSON.stringify(memory))), JSON.stringify(memory));
      }),
    );
    for (const written of [null, '', '{}', '[]', '{"days":[1]}', 'null'])
      assert.equal(readMemory(written), emptyMemory);
  });
});
