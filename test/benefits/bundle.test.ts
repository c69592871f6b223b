import { bundle } from '../../src/benefits/bundle.js';
import { benefitContract } from '../contracts/benefit-contract.js';

const shirt = { products: ['shirt'] };
const tie = { products: ['tie'] };
const parts = [{ scope: shirt }, { scope: tie }];

benefitContract(bundle, {
  good: [
    { parts, price: 500 },
    { parts: [{ scope: {}, quantity: 3 }], percentOff: 10, maxTimes: 1 },
  ],
  bad: [
    [{ parts: [], price: 1 }, '.parts'],
    [{ parts }, ''],
    [{ parts: [{ quantity: 1 }], price: 1 }, '.parts[0].scope'],
    [{ parts: [{ scope: shirt, quantity: 0 }], price: 1 }, '.parts[0].quantity'],
  ],
  cases: [
    {
      claim: 'takes the dearest units of each part, and splits over their prices',
      benefit: { parts, price: 900 },
      lines: [{ product: 'shirt' }, { product: 'tie', unitPrice: 200 }, { product: 'shirt', unitPrice: 400 }],
      discounts: [250, 50, 0],
    },
    {
      claim: 'fills bundle after bundle until one cannot be filled',
      benefit: { parts, amount: 120 },
      lines: [
        { product: 'shirt', quantity: 3 },
        { product: 'tie', unitPrice: 200, quantity: 2 },
      ],
      discounts: [200, 40],
    },
    {
      claim: 'does not use a unit twice',
      benefit: { parts: [{ scope: {} }, { scope: shirt }], amount: 100 },
      lines: [{ product: 'shirt' }],
      refused: [{ code: 'incomplete', params: { missing: [{ scope: shirt, quantity: 1 }] } }],
    },
    {
      claim: 'says which parts are missing',
      benefit: { parts, amount: 100 },
      lines: [{ product: 'shirt' }],
      refused: [{ code: 'incomplete', params: { missing: [{ scope: tie, quantity: 1 }] } }],
    },
    {
      claim: "takes no unit below its minimum price, and gives the rest to the bundle's others",
      benefit: { parts, price: 0 },
      lines: [
        { product: 'shirt', minUnitPrice: 950 },
        { product: 'tie', unitPrice: 200 },
      ],
      discounts: [50, 200],
    },
    {
      claim: 'costs no more for a million units',
      benefit: { parts, amount: 12 },
      lines: [
        { product: 'shirt', quantity: 1_000_000 },
        { product: 'tie', unitPrice: 200, quantity: 999_999 },
      ],
      discounts: [9_999_990, 1_999_998],
    },
    {
      claim: 'changes what it takes where a line runs short',
      benefit: { parts: [{ scope: {}, quantity: 2 }], percentOff: 10 },
      lines: [{ quantity: 3 }, { unitPrice: 500, quantity: 2 }],
      discounts: [300, 50],
    },
  ],
});
