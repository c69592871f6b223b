import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { best, quote } from '../../src/engine/index.js';
import type { Best, Cart, Coupon, Quote } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';
import { free, goods, off } from './small-cases.js';
import {
  keys,
  lineOfUnit,
  mapTexts,
  names,
  nestedInstances,
  renaming,
  reorder,
  splitIntoUnits,
  withFreeCopy,
} from './variations.js';

/**
 * What a change of cart or coupons may change in the answer, and what it may not. Odd cents are the reason for most of what may: where a later
 * coupon reaches only a part of what an earlier one was split over, a cent may fall into its reach or beside it. Where coupons are nested
 * (`nestedInstances`), it cannot. The smallest cases stand beside the claims.
 */

const runs = Number(process.env.RUNS ?? 1_000);
const hold = <T extends [unknown, ...unknown[]]>(property: fc.IProperty<T>): void =>
  fc.assert(property, { numRuns: runs });

const bestOf = ({ cart, coupons, ...options }: Instance, compare = false): Best =>
  best(cart, coupons, { ...options, compare });
const quoteOf = ({ cart, coupons, ...options }: Instance, some = coupons): Quote =>
  quote(cart, some, options);

const by =
  <T>(keyOf: (item: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : 1;

/** An answer with everything that comes in the order of the input in one order. */
function inOneOrder<Q extends Quote>({ lines, fees, refused, ...rest }: Q): object {
  return {
    ...rest,
    lines: [...lines].sort(by(({ id }) => id)),
    fees: [...fees].sort(by(({ shop = '' }) => shop)),
    refused: [...refused].sort(by((refusal) => JSON.stringify(refusal))),
  };
}

describe('the order in which things are given', () => {
  it('changes nothing in the best set, its numbers, its reasons or the work', () =>
    hold(
      fc.property(instances(8), keys, (instance, order) => {
        assert.deepEqual(
          inOneOrder(bestOf(reorder(instance, order), true)),
          inOneOrder(bestOf(instance, true)),
        );
      }),
    ));

  it('changes nothing either where the budget runs out', () =>
    hold(
      fc.property(instances(9), keys, fc.integer({ min: 0, max: 30 }), (instance, order, budget) => {
        const { cart, coupons, ...options } = instance;
        const turned = reorder(instance, order);
        assert.deepEqual(
          inOneOrder(best(turned.cart, turned.coupons, { ...options, budget })),
          inOneOrder(best(cart, coupons, { ...options, budget })),
        );
      }),
    ));

  it('of lines and fees changes nothing in a quote, and of coupons where all may go together', () =>
    hold(
      fc.property(instances(6), keys, (instance, order) => {
        const answer = quoteOf(instance);
        const { cart, coupons, ...rest } = reorder(instance, order);
        assert.deepEqual(
          inOneOrder(quoteOf({ ...rest, cart, coupons: instance.coupons })),
          inOneOrder(answer),
        );
        if (!answer.refused.some(({ reasons }) => reasons.some(({ code }) => code === 'conflict')))
          assert.deepEqual(inOneOrder(quoteOf({ ...rest, cart, coupons })), inOneOrder(answer));
      }),
    ));
});

describe('other names', () => {
  it('in the same order change nothing but the names, not even the work', () =>
    hold(
      fc.property(instances(8), names, (instance, names) => {
        const rename = renaming(instance, names, 'all');
        assert.deepEqual(bestOf(mapTexts(instance, rename), true), mapTexts(bestOf(instance, true), rename));
        assert.deepEqual(quoteOf(mapTexts(instance, rename)), mapTexts(quoteOf(instance), rename));
      }),
    ));

  it('in another order, of all but lines, decide only which of equal sets is taken', () =>
    hold(
      fc.property(instances(8), names, (instance, names) => {
        const renamed = mapTexts(instance, renaming(instance, names, 'lines'));
        const summary = (of: Instance): unknown => {
          const { payable, discount, optimal, bound, applied } = bestOf(of);
          const used = of.coupons.filter(({ id }) => applied.some(({ coupon }) => coupon === id));
          return {
            payable,
            discount,
            optimal,
            bound,
            until: used.map(({ validUntil }) => validUntil ?? '~').sort(),
          };
        };
        assert.deepEqual(summary(renamed), summary(instance));
      }),
    ));

  it('of lines decide no price where no two unit prices are equal and coupons are nested', () =>
    hold(
      fc.property(nestedInstances(8), names, (instance, names) => {
        fc.pre(pricesDiffer(instance));
        const renamed = mapTexts(instance, renaming(instance, names, 'none'));
        assert.equal(bestOf(renamed).payable, bestOf(instance).payable);
      }),
    ));

  it('of lines do not change what a coupon alone takes off where no two unit prices are equal', () =>
    hold(
      fc.property(instances(1), names, (instance, names) => {
        fc.pre(pricesDiffer(instance));
        assert.deepEqual(
          totals(quoteOf(mapTexts(instance, renaming(instance, names, 'none')))).map(([, ...rest]) => rest),
          totals(quoteOf(instance)).map(([, ...rest]) => rest),
        );
      }),
    ));

  it('of lines can move an odd cent, and so the price, where coupons cross; the smallest case: 1 off two lines of 1, of which one is free then', () => {
    const pays = (p: string, q: string): number =>
      best(goods([p, 'p', 1], [q, 'q', 1]), [off('item', 1, { layer: 'item' }), free('site', ['q'])], {
        now: 0,
      }).payable;
    assert.deepEqual([pays('a', 'b'), pays('b', 'a')], [0, 1]);
  });
});

describe('a line as single units', () => {
  it('changes no price, set, reason or funding where coupons are nested', () =>
    hold(
      fc.property(nestedInstances(8), (instance) => {
        const view = (of: Instance): unknown => {
          const { payable, discount, bound, applied, refused } = bestOf(of, true);
          return { payable, discount, bound, applied, refused: withoutLines(refused) };
        };
        assert.deepEqual(view(splitIntoUnits(instance)), view(instance));
      }),
    ));

  it('changes no total of a coupon alone, and no reason', () =>
    hold(
      fc.property(instances(1), (instance) => {
        const [joined, units] = [quoteOf(instance), quoteOf(splitIntoUnits(instance))];
        assert.deepEqual(totals(units), totals(joined));
        assert.deepEqual(withoutLines(units.refused), withoutLines(joined.refused));
      }),
    ));

  it('changes no total of item coupons, whatever they reach, since all of them see list prices', () =>
    hold(
      fc.property(instances(7), ({ coupons, ...rest }) => {
        const items = coupons.map((each) =>
          each.benefit.kind === 'shipping' ? each : { ...each, layer: 'item' as const },
        );
        const instance = { ...rest, coupons: items };
        assert.deepEqual(totals(bestOf(splitIntoUnits(instance))), totals(bestOf(instance)));
      }),
    ));

  it('moves no cent of a benefit on units from line to line, and of any other at most one for each unit of a line', () =>
    hold(
      fc.property(instances(1), (instance) => {
        const units = quoteOf(splitIntoUnits(instance)).lines;
        const isOnUnits = ['each', 'buyXGetY'].includes(instance.coupons[0]!.benefit.kind);
        quoteOf(instance).lines.forEach(({ id, discount }, index) => {
          const own = units.filter((unit) => lineOfUnit(unit.id) === id);
          const moved = Math.abs(own.reduce((sum, unit) => sum + unit.discount, 0) - discount);
          assert.ok(moved <= (isOnUnits ? 0 : instance.cart.lines[index]!.quantity), `${id}: ${moved}`);
        });
      }),
    ));

  it('can move an odd cent, and so the price, where coupons cross; the smallest case: 1 off three units of 1, of which one line is free then', () => {
    const cart = goods(['a', 'p', 1], ['b', 'q', 1, 2]);
    const coupons = [off('item', 1, { layer: 'item' }), free('site', ['p'])];
    const instance: Instance = { cart, coupons, shopper: {}, policy: {}, now: 0 };
    assert.deepEqual([bestOf(instance).payable, bestOf(splitIntoUnits(instance)).payable], [1, 2]);
  });
});

describe('a free line', () => {
  it('gets nothing and changes nothing, beside a line like it, but for coupons that count units', () =>
    hold(
      fc.property(instances(8), fc.nat({ max: 4 }), ({ coupons, ...rest }, which) => {
        const instance = { ...rest, coupons: coupons.filter((coupon) => !countsUnits(coupon)) };
        const longer = withFreeCopy(instance, which, 'l5');
        const view = (of: Instance): unknown => {
          const { payable, discount, bound, applied, refused, lines } = bestOf(of, true);
          const before = lines.slice(0, instance.cart.lines.length);
          return { payable, discount, bound, applied, refused: withoutLines(refused), lines: before };
        };
        assert.deepEqual(view(longer), view(instance));
        const { payable, discount, allocations } = bestOf(longer).lines.at(-1)!;
        assert.deepEqual([payable, discount, allocations], [0, 0, []]);
      }),
    ));

  it('counts as a unit: it fills a quantity, and is the cheapest unit of a pool, unless it is not discountable', () => {
    const pays = (coupon: Coupon, cart: Cart): number => quote(cart, [coupon], { now: 0 }).payable;
    const two = off('two', 5, { conditions: { minQuantity: 2 } });
    const half = { id: 'half', benefit: { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 50 } };
    const one = goods(['a', 'p', 10]);
    const withGift = goods(['a', 'p', 10], ['gift', 'p', 0]);
    const beside = {
      ...withGift,
      lines: withGift.lines.map((line) => ({ ...line, discountable: line.unitPrice > 0 })),
    };
    assert.deepEqual(
      [one, withGift, beside].map((cart) => pays(two, cart)),
      [10, 5, 10],
    );
    const pair = (cart: Cart): Cart => ({
      ...cart,
      lines: cart.lines.map((line) => (line.unitPrice ? { ...line, quantity: 2 } : line)),
    });
    assert.deepEqual(
      [one, withGift, beside].map((cart) => pays(half, pair(cart))),
      [15, 20, 15],
    );
  });
});

describe('one more coupon', () => {
  it('never raises what the best set leaves to pay', () =>
    hold(
      fc.property(instances(8), fc.nat(), ({ coupons, ...rest }, which) => {
        const fewer = coupons.filter((_, index) => index !== which % coupons.length);
        assert.ok(bestOf({ ...rest, coupons }).payable <= bestOf({ ...rest, coupons: fewer }).payable);
      }),
    ));

  it('given last, never raises a quote with list thresholds, where coupons are nested', () =>
    hold(
      fc.property(nestedInstances(6), ({ policy, ...rest }) => {
        const instance: Instance = { ...rest, policy: { ...policy, threshold: 'list' } };
        const pays = instance.coupons.map(
          (_, index) => quoteOf(instance, instance.coupons.slice(0, index)).payable,
        );
        assert.deepEqual(
          pays,
          [...pays].sort((a, b) => b - a),
        );
      }),
    ));
});

function pricesDiffer({ cart }: Instance): boolean {
  return new Set(cart.lines.map(({ unitPrice }) => unitPrice)).size === cart.lines.length;
}

function countsUnits({ conditions, benefit }: Coupon): boolean {
  return /"(minQuantity|requires|buy|parts)"/.test(JSON.stringify([conditions, benefit]));
}

const totals = ({ applied }: Quote): [string, number, number][] =>
  applied.map(({ coupon, amount, platform }) => [coupon, amount, platform]);

/** Reasons without the ids of lines. */
function withoutLines(refused: Quote['refused']): unknown {
  return refused.map(({ coupon, reasons }) => [
    coupon,
    reasons.map(({ code, params: { lines: _, ...params } }) => [code, params]),
  ]);
}
