import { minQuantity } from '../../src/conditions/min-quantity.js';
import { conditionContract } from '../contracts/condition-contract.js';

conditionContract(minQuantity, {
  good: [0, 3],
  bad: [[1.5, '']],
  cases: [
    { claim: 'counts units, not lines', value: 3, lines: [{ quantity: 2 }, {}] },
    {
      claim: 'says how many are missing',
      value: 3,
      lines: [{ quantity: 2 }],
      refused: [{ required: 3, measured: 2, missing: 1 }],
    },
  ],
});
