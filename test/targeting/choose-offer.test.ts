import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Cart } from '../../src/model/cart.js';
import { chooseOffer, type TargetingFacts } from '../../src/targeting/choose-offer.js';
import {
  emptyMemory,
  rememberCart,
  rememberDismissed,
  rememberShown,
  rememberTime,
  rememberVisit,
  type TargetingMemory,
} from '../../src/targeting/memory.js';
import type { TargetingConditions, TargetingRule, TargetingRules } from '../../src/targeting/rule.js';

const start = Date.parse('2026-11-22T08:00:00Z');
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const at = (ms: number) => ({ now: start + ms, day: new Date(start + ms).toISOString().slice(0, 10) });

const coat = { product: 'coat', categories: ['coats'], brand: 'b' };
const cart: Cart = {
  currency: 'CNY',
  lines: [
    { id: '1', ...coat, unitPrice: 90_000, quantity: 1 },
    { id: '2', product: 'tie', unitPrice: 5_000, quantity: 2 },
  ],
};
const plain: TargetingFacts = { ...at(0), pageTags: [], leaving: false, canShow: () => true };

const ruleOf = (when: TargetingConditions, id = 'rule'): TargetingRule => ({
  id,
  when,
  show: { coupon: `coupon-${id}`, placement: 'page' },
});

describe('chooseOffer', () => {
  const met = (when: TargetingConditions, facts: Partial<TargetingFacts>, memory = emptyMemory) =>
    !!chooseOffer({ targeting: [ruleOf(when)] }, { ...plain, ...facts }, memory);

  it('asks who the shopper is', () => {
    const price = { shopperTags: ['price-sensitive', 'dormant'] };
    assert.ok(met(price, { shopper: { tags: ['member', 'dormant'] } }));
    assert.ok(!met(price, { shopper: { tags: ['member'] } }));
    assert.ok(!met(price, {}));
    const twice = rememberVisit(rememberVisit(emptyMemory, at(-dayMs)), at(0));
    assert.ok(met({ visits: 2 }, {}, twice));
    assert.ok(!met({ visits: 3 }, {}, twice));
  });

  it('asks which goods the page shows, and how the shopper hangs on them', () => {
    assert.ok(met({ product: { categories: ['coats'] } }, { product: coat }));
    assert.ok(!met({ product: { categories: ['ties'] } }, { product: coat }));
    assert.ok(!met({ product: {} }, {}), 'a page without a product');
    const seen = rememberTime(emptyMemory, 'coat', 300, at(0));
    assert.ok(met({ secondsOnProduct: 300 }, { product: coat }, seen));
    assert.ok(!met({ secondsOnProduct: 301 }, { product: coat }, seen));
    assert.ok(!met({ secondsOnProduct: 300 }, { product: { product: 'tie' } }, seen), 'of another product');
    assert.ok(!met({ secondsOnProduct: 300 }, {}, seen));
    const once = rememberCart(emptyMemory, cart, at(0));
    const again = rememberCart(rememberCart(once, { lines: [] }, at(1)), cart, at(2));
    assert.ok(met({ timesAdded: 2 }, { product: coat }, again));
    assert.ok(met({ timesAdded: 2 }, { cart }, again), 'on the cart page');
    assert.ok(!met({ timesAdded: 2 }, { product: coat }, once));
    assert.ok(!met({ timesAdded: 2 }, { product: { product: 'tea' }, cart }, again));
  });

  it('asks for the scene: page, cart, and whether the shopper is leaving', () => {
    assert.ok(met({ pageTags: ['sale'] }, { pageTags: ['sale', 'autumn'] }));
    assert.ok(!met({ pageTags: ['sale'] }, {}));
    assert.ok(met({ cart: {} }, { cart }));
    assert.ok(!met({ cart: {} }, {}));
    assert.ok(!met({ cart: {} }, { cart: { ...cart, lines: [] } }));
    assert.ok(met({ cart: { minSpend: 100_000, maxSpend: 100_000 } }, { cart }));
    assert.ok(!met({ cart: { minSpend: 100_001 } }, { cart }));
    assert.ok(!met({ cart: { maxSpend: 99_999 } }, { cart }));
    assert.ok(met({ cart: { scope: { products: ['tie'] }, maxSpend: 10_000 } }, { cart }));
    assert.ok(!met({ cart: { scope: { products: ['tea'] } } }, { cart }));
    assert.ok(!met({ cart: { currency: 'USD' } }, { cart }));
    assert.ok(met({ leaving: true }, { leaving: true }));
    assert.ok(!met({ leaving: true }, {}));
    const idle = rememberCart(emptyMemory, cart, at(0));
    assert.ok(met({ cartIdleMinutes: 30 }, { ...at(30 * minuteMs), cart }, idle));
    assert.ok(!met({ cartIdleMinutes: 30 }, { ...at(29 * minuteMs), cart }, idle));
    assert.ok(!met({ cartIdleMinutes: 30 }, at(30 * minuteMs), idle), 'an empty cart');
  });

  it('asks for everything at once', () => {
    const when = { leaving: true, cart: {} } as const;
    assert.ok(met(when, { leaving: true, cart }));
    assert.ok(!met(when, { leaving: true }));
    assert.ok(!met(when, { cart }));
  });

  it('takes the first rule that holds and whose offer can be shown', () => {
    const rules = { targeting: ['a', 'b', 'c'].map((id) => ruleOf({ leaving: true }, id)) };
    const chosen = chooseOffer(
      rules,
      { ...plain, leaving: true, canShow: ({ coupon }) => coupon !== 'coupon-a' },
      emptyMemory,
    );
    assert.equal(chosen!.id, 'b');
  });

  it('goes on with what this session has shown, though a new one were too much', () => {
    const rules = { targeting: [ruleOf({ pageTags: ['x'] })], limits: { perSession: 1 } };
    const facts = { ...plain, pageTags: ['x'] };
    const shown = rememberShown(rememberVisit(emptyMemory, at(0)), rules.targeting[0]!, at(0));
    assert.ok(chooseOffer(rules, facts, shown));
    const nextSession = rememberVisit(shown, at(hourMs));
    assert.equal(chooseOffer(rules, { ...facts, ...at(hourMs) }, nextSession), undefined, 'once a day');
  });
});

describe('the fatigue guard', () => {
  const conditions: readonly TargetingConditions[] = [{ leaving: true }, { cart: {} }, { visits: 1 }];
  const rules: fc.Arbitrary<TargetingRules> = fc.record(
    {
      targeting: fc
        .array(
          fc.record({
            when: fc.constantFrom(...conditions),
            perMonth: fc.integer({ min: 1, max: 3 }),
            pauseDays: fc.integer({ min: 14, max: 40 }),
          }),
          { maxLength: 6 },
        )
        .map((list) => list.map(({ when, ...limits }, index) => ({ ...ruleOf(when, `r${index}`), limits }))),
      limits: fc.record(
        {
          perSession: fc.integer({ min: 0, max: 2 }),
          perDay: fc.integer({ min: 0, max: 3 }),
          pauseHours: fc.integer({ min: 24, max: 100 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['targeting'] },
  );
  interface PageView {
    readonly afterMs: number;
    readonly leaving: boolean;
    readonly hasCart: boolean;
    readonly dismisses: boolean;
  }
  /** A page after another; what is shown there may be dismissed. */
  const pages: fc.Arbitrary<readonly PageView[]> = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.nat(10 * minuteMs), fc.nat(2 * hourMs), fc.nat(3 * dayMs)),
      leaving: fc.boolean(),
      hasCart: fc.boolean(),
      dismisses: fc.nat(9).map((n) => n === 0),
    }),
    { minLength: 20, maxLength: 80 },
  );

  interface Sight {
    readonly rule: TargetingRule;
    readonly now: number;
    readonly day: string;
    readonly session: number;
    readonly dismissed: boolean;
  }

  /** What a shopper gets to see on a walk through the shop. */
  const walk = (given: TargetingRules, visited: readonly PageView[]): readonly Sight[] => {
    const sights: Sight[] = [];
    let memory: TargetingMemory = emptyMemory;
    let ms = 0;
    for (const { afterMs, leaving, hasCart, dismisses } of visited) {
      const moment = at((ms += afterMs));
      memory = rememberVisit(memory, moment);
      const facts = { ...plain, ...moment, leaving, ...(hasCart && { cart }) };
      const rule = chooseOffer(given, facts, memory);
      if (!rule) continue;
      memory = rememberShown(memory, rule, moment);
      if (dismisses) memory = rememberDismissed(memory, rule, given.limits, moment);
      sights.push({ rule, ...moment, session: memory.session.startedAt, dismissed: dismisses });
    }
    return sights;
  };
  const most = (sights: readonly Sight[], by: (sight: Sight) => string | number) => {
    const groups = new Map<string | number, Set<string>>();
    for (const sight of sights)
      groups.set(by(sight), (groups.get(by(sight)) ?? new Set()).add(`${sight.rule.id} ${sight.session}`));
    return Math.max(0, ...[...groups.values()].map(({ size }) => size));
  };

  /** What a session has shown once may stand on all of its pages, also after midnight. */
  const firstOf = (sights: readonly Sight[]) =>
    sights.filter(
      ({ rule, session }, index) =>
        !sights.slice(0, index).some((each) => each.rule === rule && each.session === session),
    );

  it('never shows more in a session or on a day than the limits say, whatever the shopper does', () => {
    let shownAtAll = 0;
    fc.assert(
      fc.property(rules, pages, (given, visited) => {
        const sights = walk(given, visited);
        shownAtAll += sights.length;
        assert.ok(most(sights, ({ session }) => session) <= (given.limits?.perSession ?? 2));
        const first = firstOf(sights);
        assert.ok(most(first, ({ day }) => day) <= (given.limits?.perDay ?? 3));
        assert.ok(most(first, ({ day, rule }) => `${day} ${rule.id}`) <= 1);
      }),
      { numRuns: 300 },
    );
    assert.ok(shownAtAll > 500, 'the walks see offers at all');
  });

  it('never shows a rule more often in thirty days than it may', () => {
    fc.assert(
      fc.property(rules, pages, (given, visited) => {
        const first = firstOf(walk(given, visited));
        for (const { rule, now } of first) {
          const inMonth = first.filter(
            (each) => each.rule === rule && each.now <= now && each.now > now - 30 * dayMs,
          );
          assert.ok(inMonth.length <= rule.limits!.perMonth!);
        }
      }),
    );
  });

  it('shows nothing after a dismissal, and not the same for longer', () => {
    fc.assert(
      fc.property(rules, pages, (given, visited) => {
        const sights = walk(given, visited);
        sights.forEach(({ now, rule, dismissed }, index) => {
          if (!dismissed) return;
          for (const later of sights.slice(index + 1)) {
            assert.ok(later.now - now >= (given.limits?.pauseHours ?? 24) * hourMs);
            if (later.rule === rule) assert.ok(later.now - now >= rule.limits!.pauseDays! * dayMs);
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});
