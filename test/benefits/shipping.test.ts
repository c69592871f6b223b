import { shipping } from '../../src/benefits/shipping.js';
import { benefitContract } from '../contracts/benefit-contract.js';

const fees = [{ shop: 'x', fee: 1_000 }, { shop: 'y', fee: 500 }, { fee: 300 }];
const lines = [{ shop: 'x' }, { shop: 'y', product: 'q' }];

benefitContract(shipping, {
  good: [{ percentOff: 100 }, { amount: 500, maxAmount: 400 }, { price: 0 }],
  bad: [
    [{}, ''],
    [{ amount: 0 }, '.amount'],
  ],
  cases: [
    {
      claim: 'covers the fees of the shops with a line in scope, and the whole order’s',
      benefit: { percentOff: 100 },
      lines,
      cart: { shipping: fees },
      coupon: { scope: { products: ['p'] } },
      discounts: [1_000, 0, 300],
    },
    {
      claim: "leaves the whole order's fee to the platform where a shop has only a part of it",
      benefit: { percentOff: 100 },
      lines,
      cart: { shipping: fees },
      coupon: { issuer: { shop: 'x' } },
      discounts: [1_000, 0, 0],
    },
    {
      claim: "covers the whole order's fee where all of it is that shop's",
      benefit: { percentOff: 100 },
      lines: [{ shop: 'x' }],
      cart: { shipping: [{ fee: 300 }] },
      coupon: { issuer: { shop: 'x' } },
      discounts: [300],
    },
    {
      claim: 'splits what its cap leaves in proportion, the odd cent to the smaller shop',
      benefit: { percentOff: 100, maxAmount: 601 },
      lines,
      cart: { shipping: fees },
      discounts: [334, 167, 100],
    },
    {
      claim: 'is refused where there is nothing to ship',
      benefit: { percentOff: 100 },
      lines,
      refused: [{ code: 'no-benefit', params: {} }],
    },
  ],
});
