import { minSpend } from '../../src/conditions/min-spend.js';
import { conditionContract } from '../contracts/condition-contract.js';

const scope = { categories: ['shoes'] };

conditionContract(minSpend, {
  good: [0, 5_000],
  bad: [
    [-1, ''],
    [0.5, ''],
    ['100', ''],
    [2 ** 53, ''],
  ],
  cases: [
    { claim: 'holds at the threshold itself', value: 1_000 },
    {
      claim: 'says how much is missing, and on what it was measured',
      value: 1_001,
      refused: [{ required: 1_001, measured: 1_000, missing: 1, on: 'list' }],
    },
    {
      claim: 'counts the lines in scope only',
      value: 1_500,
      coupon: { scope },
      lines: [{ categories: ['shoes'] }, {}],
      refused: [{ required: 1_500, measured: 1_000, missing: 500, on: 'list' }],
    },
    {
      claim: 'does not count what no discount may touch',
      value: 1_500,
      lines: [{}, { discountable: false }],
      refused: [{ required: 1_500, measured: 1_000, missing: 500, on: 'list' }],
    },
  ],
});
