import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worthOf } from '../../../src/server/issuing/worth-of.js';

for (const [benefit, worth] of [
  [{ kind: 'amount', amount: 500 }, 500],
  [{ kind: 'amount', amount: 500, everySpend: 1_000 }, undefined],
  [{ kind: 'amount', amount: 500, everySpend: 1_000, maxTimes: 3 }, 1_500],
  [{ kind: 'percent', percentOff: 20 }, undefined],
  [{ kind: 'percent', percentOff: 20, maxAmount: 900 }, 900],
  [
    {
      kind: 'tiered',
      tiers: [
        { minSpend: 1, amount: 100 },
        { minSpend: 2, amount: 300 },
      ],
    },
    300,
  ],
  [{ kind: 'tiered', tiers: [{ minSpend: 1, percentOff: 5 }] }, undefined],
  [{ kind: 'tiered', tiers: [{ minSpend: 1, percentOff: 5 }], maxAmount: 70 }, 70],
  [{ kind: 'tiered' }, undefined],
  [{ kind: 'each', amount: 100, maxUnits: 2 }, 200],
  [{ kind: 'each', price: 1, maxUnits: 1 }, undefined],
  [{ kind: 'shipping', percentOff: 100, maxAmount: 800 }, 800],
  [{ kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 }, undefined],
] as const) {
  test(`${JSON.stringify(benefit)} is worth ${worth ?? 'what hangs on the cart'}`, () => {
    assert.equal(worthOf({ id: 'c', benefit: benefit as { readonly kind: string } }), worth);
  });
}
