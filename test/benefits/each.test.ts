import { each } from '../../src/benefits/each.js';
import { benefitContract } from '../contracts/benefit-contract.js';

benefitContract(each, {
  good: [{ amount: 1 }, { price: 0 }, { percentOff: 50, maxUnits: 2 }],
  bad: [
    [{}, ''],
    [{ amount: 1, price: 1 }, ''],
    [{ price: -1 }, '.price'],
    [{ amount: 1, maxUnits: 0 }, '.maxUnits'],
  ],
  cases: [
    { claim: 'rewards every unit', benefit: { amount: 100 }, lines: [{ quantity: 3 }], discounts: [300] },
    {
      claim: 'rewards the dearest units only',
      benefit: { price: 1, maxUnits: 3 },
      lines: [{ unitPrice: 500, quantity: 2 }, { quantity: 2 }],
      discounts: [499, 1_998],
    },
    {
      claim: 'never makes a unit dearer',
      benefit: { price: 800 },
      lines: [{ unitPrice: 500 }, {}],
      discounts: [0, 200],
    },
    {
      claim: 'never takes more than a unit costs',
      benefit: { amount: 800 },
      lines: [{ unitPrice: 500 }],
      discounts: [500],
    },
    {
      claim: 'takes no unit below its minimum price',
      benefit: { amount: 800 },
      lines: [{ minUnitPrice: 700 }],
      discounts: [300],
    },
    {
      claim: 'rounds on each unit',
      benefit: { percentOff: 50 },
      lines: [{ unitPrice: 1, quantity: 3 }],
      discounts: [3],
    },
    {
      claim: 'rewards the smaller line id among equals',
      benefit: { amount: 100, maxUnits: 1 },
      lines: [{}, {}],
      discounts: [100, 0],
    },
    {
      claim: 'costs no more for a million units',
      benefit: { amount: 1, maxUnits: 999_999 },
      lines: [{ quantity: 1_000_000 }],
      discounts: [999_999],
    },
  ],
});
