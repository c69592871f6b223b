import { buyXGetY } from '../../src/benefits/buy-x-get-y.js';
import { benefitContract } from '../contracts/benefit-contract.js';

const third = { buy: 2, get: 1, percentOff: 50 };
const getScope = { products: ['gift'] };
const scope = { products: ['p'] };

benefitContract(buyXGetY, {
  good: [third, { buy: 1, get: 1, price: 0, getScope, maxTimes: 2 }],
  bad: [
    [{ get: 1, percentOff: 50 }, '.buy'],
    [{ ...third, get: 0 }, '.get'],
    [{ ...third, price: 1 }, ''],
    [{ ...third, getScope: { product: ['gift'] } }, '.getScope.product'],
  ],
  cases: [
    {
      claim: 'rewards the cheapest of the pool',
      benefit: third,
      lines: [{ quantity: 2 }, { unitPrice: 300 }],
      discounts: [0, 150],
    },
    {
      claim: 'rewards the cheapest of the whole pool for each full group',
      benefit: third,
      lines: [{ quantity: 4 }, { unitPrice: 300, quantity: 2 }],
      discounts: [0, 300],
    },
    {
      claim: 'stops at its most times',
      benefit: { ...third, maxTimes: 1 },
      lines: [{ quantity: 9 }],
      discounts: [500],
    },
    {
      claim: 'says how many units the first group lacks',
      benefit: third,
      coupon: { scope },
      lines: [{ quantity: 2 }],
      refused: [{ code: 'incomplete', params: { missing: [{ scope, quantity: 1 }] } }],
    },
    {
      claim: 'rewards other goods, as many as there are',
      benefit: { buy: 1, get: 2, price: 0, getScope },
      coupon: { scope },
      lines: [{ quantity: 3 }, { product: 'gift', unitPrice: 200, quantity: 5 }],
      discounts: [0, 1_000],
    },
    {
      claim: 'says which other goods are missing',
      benefit: { buy: 1, get: 2, price: 0, getScope },
      coupon: { scope },
      lines: [{}],
      refused: [{ code: 'incomplete', params: { missing: [{ scope: getScope, quantity: 2 }] } }],
    },
    {
      claim: 'costs no more for a million units',
      benefit: { buy: 1, get: 1, amount: 1 },
      lines: [{ quantity: 1_000_001 }],
      discounts: [500_000],
    },
  ],
});
