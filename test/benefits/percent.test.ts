import { percent } from '../../src/benefits/percent.js';
import { benefitContract } from '../contracts/benefit-contract.js';

benefitContract(percent, {
  good: [{ percentOff: 20 }, { percentOff: 33.33, maxAmount: 5_000 }, { percentOff: 100 }],
  bad: [
    [{ percentOff: 0 }, '.percentOff'],
    [{ percentOff: 100.01 }, '.percentOff'],
    [{ percentOff: 12.345 }, '.percentOff'],
    [{ percentOff: Number.NaN }, '.percentOff'],
    [{ percentOff: 10, maxAmount: 0 }, '.maxAmount'],
    [{ percentOff: 10, rounded: 'up' }, '.rounded'],
  ],
  cases: [
    {
      claim: 'is rounded half up, once, on the total',
      benefit: { percentOff: 50 },
      lines: [{ unitPrice: 1 }, { unitPrice: 2 }],
      discounts: [1, 1],
    },
    {
      claim: 'rounds the price that is left half up where that is said: only exactly a half is another',
      benefit: { percentOff: 15, rounded: 'price' },
      lines: [{ unitPrice: 5970 }],
      discounts: [895],
    },
    {
      claim: 'rounds other fractions to the nearest, whichever is rounded',
      benefit: { percentOff: 33.33, rounded: 'price' },
      lines: [{ unitPrice: 101 }],
      discounts: [34],
    },
    { claim: 'stops at its cap', benefit: { percentOff: 20, maxAmount: 150 }, lines: [{}], discounts: [150] },
    {
      claim: 'is taken of what the layers before left',
      benefit: { percentOff: 10 },
      coupon: { layer: 'payment' },
      others: [{ id: 'other', benefit: { kind: 'amount', amount: 500 } as never }],
      lines: [{}],
      discounts: [50],
    },
    {
      claim: 'is refused where it rounds to nothing',
      benefit: { percentOff: 1 },
      lines: [{ unitPrice: 49 }],
      refused: [{ code: 'no-benefit', params: {} }],
    },
    {
      claim: 'is exact near the largest integer',
      benefit: { percentOff: 99.99 },
      lines: [{ unitPrice: 9_007_199_254_740_991 }],
      discounts: [9_006_298_534_815_517],
    },
  ],
});
