import { amount } from '../../src/benefits/amount.js';
import { benefitContract } from '../contracts/benefit-contract.js';

benefitContract(amount, {
  good: [{ amount: 1 }, { amount: 4_000, everySpend: 30_000, maxTimes: 3 }],
  bad: [
    [{}, '.amount'],
    [{ amount: 0 }, '.amount'],
    [{ amount: 1.5 }, '.amount'],
    [{ amount: -1 }, '.amount'],
    [{ amount: 100, everySpend: 100 }, '.amount'],
    [{ amount: 1, maxTimes: 0 }, '.maxTimes'],
  ],
  cases: [
    {
      claim: 'is split in proportion, the odd cent to the smaller line id',
      benefit: { amount: 100 },
      lines: [{}, {}, {}],
      discounts: [34, 33, 33],
    },
    {
      claim: 'never takes more than there is',
      benefit: { amount: 5_000 },
      lines: [{}, { unitPrice: 500 }],
      discounts: [1_000, 500],
    },
    {
      claim: 'gives a free line nothing',
      benefit: { amount: 100 },
      lines: [{ unitPrice: 0 }, {}],
      discounts: [0, 100],
    },
    {
      claim: 'takes no unit below its minimum price, and gives the rest to the others',
      benefit: { amount: 1_000 },
      lines: [{ minUnitPrice: 900 }, { minUnitPrice: 0 }],
      discounts: [100, 900],
    },
    {
      claim: 'leaves out what no discount may touch',
      benefit: { amount: 100 },
      lines: [{ discountable: false }, {}],
      discounts: [0, 100],
    },
    {
      claim: 'counts every full spend',
      benefit: { amount: 40, everySpend: 300 },
      lines: [{ unitPrice: 899 }],
      discounts: [80],
    },
    {
      claim: 'stops at its most times',
      benefit: { amount: 40, everySpend: 300, maxTimes: 2 },
      lines: [{ unitPrice: 9_000 }],
      discounts: [80],
    },
    {
      claim: 'is refused where not one full spend is reached',
      benefit: { amount: 40, everySpend: 300 },
      lines: [{ unitPrice: 299 }],
      refused: [{ code: 'min-spend', params: { required: 300, measured: 299, missing: 1, on: 'list' } }],
    },
    {
      claim: 'is refused where nothing is left to take',
      benefit: { amount: 40 },
      lines: [{ unitPrice: 0 }],
      refused: [{ code: 'no-benefit', params: {} }],
    },
  ],
});
