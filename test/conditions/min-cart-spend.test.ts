import { minCartSpend } from '../../src/conditions/min-cart-spend.js';
import { conditionContract } from '../contracts/condition-contract.js';

conditionContract(minCartSpend, {
  good: [0, 5_000],
  bad: [
    [-1, ''],
    ['100', ''],
  ],
  cases: [
    {
      claim: 'counts goods outside of the scope, and those that no discount may touch',
      value: 3_000,
      coupon: { scope: { categories: ['shoes'] } },
      lines: [{ categories: ['shoes'] }, {}, { discountable: false }],
    },
    {
      claim: "counts only that shop's goods for a shop's coupon",
      value: 1_500,
      coupon: { issuer: { shop: 'a' } },
      lines: [{ shop: 'a' }, { shop: 'b' }],
      refused: [{ required: 1_500, measured: 1_000, missing: 500, on: 'list' }],
    },
  ],
});
