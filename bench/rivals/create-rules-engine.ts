import type { Instance } from '../instances/instance.js';
import { listPrice } from '../instances/list-price.js';
import { loadPeer } from '../load-peer.js';
import type { Apply } from './create-medusa.js';

/**
 * json-rules-engine: which coupons reach their thresholds, and no more, as it knows no discounts. One rule a coupon, made once; what of the cart is in a coupon's
 * scope is a fact that it asks for.
 */
export async function createRulesEngine({ cart, coupons, options }: Instance): Promise<Apply> {
  const { Engine } = await loadPeer<{ Engine: new () => RulesEngine }>('json-rules-engine');
  const engine = new Engine();
  engine.addFact('spend', ({ coupon }, almanac) =>
    almanac.factValue('lines').then((lines) => {
      const { issuer, scope } = coupons[coupon]!;
      return listPrice(lines as Instance['cart']['lines'], issuer, scope);
    }),
  );
  coupons.forEach(({ conditions = {}, validFrom, validUntil }, coupon) => {
    const all: object[] = [
      {
        fact: 'spend',
        params: { coupon },
        operator: 'greaterThanInclusive',
        value: Math.max(1, conditions.minSpend ?? 0),
      },
    ];
    if (validFrom) all.push({ fact: 'now', operator: 'greaterThanInclusive', value: Date.parse(validFrom) });
    if (validUntil) all.push({ fact: 'now', operator: 'lessThan', value: Date.parse(validUntil) });
    if (conditions.paymentMethods)
      all.push({ fact: 'payment', operator: 'in', value: conditions.paymentMethods });
    if (conditions.shopperTags)
      all.push({ fact: 'tags', operator: 'contains', value: conditions.shopperTags[0] });
    engine.addRule({ conditions: { all }, event: { type: 'applies', params: { coupon } } });
  });
  return async () => {
    const { events } = await engine.run({
      lines: cart.lines.map((line) => ({ ...line })),
      now: options.now,
      payment: cart.paymentMethod,
      tags: options.shopper?.tags ?? [],
    });
    return events.length;
  };
}

interface RulesEngine {
  addFact(
    name: string,
    compute: (
      params: { readonly coupon: number },
      almanac: { factValue(name: string): Promise<unknown> },
    ) => Promise<number>,
  ): void;
  addRule(rule: object): void;
  run(facts: object): Promise<{ readonly events: readonly unknown[] }>;
}
