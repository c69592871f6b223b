import { tiered } from '../../src/benefits/tiered.js';
import { benefitContract } from '../contracts/benefit-contract.js';

const tiers = [
  { minSpend: 1_000, amount: 100 },
  { minSpend: 3_000, amount: 400 },
];

benefitContract(tiered, {
  good: [
    { tiers },
    {
      tiers: [
        { minQuantity: 2, percentOff: 10 },
        { minQuantity: 3, percentOff: 20 },
      ],
      maxAmount: 1,
    },
  ],
  bad: [
    [{ tiers: [] }, '.tiers'],
    [{ tiers: [{ amount: 1 }] }, '.tiers[0]'],
    [{ tiers: [{ minSpend: 100 }] }, '.tiers[0]'],
    [{ tiers: [{ minSpend: 100, amount: 1, percentOff: 1 }] }, '.tiers[0]'],
    [{ tiers: [{ minSpend: 100, minQuantity: 1, amount: 1 }] }, '.tiers[0]'],
    [{ tiers: [tiers[0], { minQuantity: 3, amount: 400 }] }, '.tiers[1]'],
    [{ tiers: [tiers[1], tiers[0]] }, '.tiers[1]'],
    [{ tiers: [tiers[0], { minSpend: 3_000, amount: 90 }] }, '.tiers[1]'],
    [
      {
        tiers: [
          { minSpend: 100, percentOff: 50 },
          { minSpend: 200, amount: 10 },
        ],
      },
      '.tiers[1]',
    ],
    [{ tiers: [{ minSpend: 100, amount: 100 }] }, '.tiers[0].amount'],
    [{ tiers: [{ minSpend: 100, amount: 0.1 }] }, '.tiers[0].amount'],
  ],
  cases: [
    {
      claim: 'takes the highest tier that is reached',
      benefit: { tiers },
      lines: [{ unitPrice: 3_000 }],
      discounts: [400],
    },
    {
      claim: 'keeps to the tier below until then',
      benefit: { tiers },
      lines: [{ unitPrice: 2_999 }],
      discounts: [100],
    },
    {
      claim: 'says what the first tier lacks',
      benefit: { tiers },
      lines: [{ unitPrice: 999 }],
      refused: [{ code: 'min-spend', params: { required: 1_000, measured: 999, missing: 1, on: 'list' } }],
    },
    {
      claim: 'goes by units where its tiers do',
      benefit: {
        tiers: [
          { minQuantity: 2, percentOff: 10 },
          { minQuantity: 3, percentOff: 20 },
        ],
      },
      lines: [{ quantity: 2 }, {}],
      discounts: [400, 200],
    },
    {
      claim: 'says how many units the first tier lacks',
      benefit: { tiers: [{ minQuantity: 2, percentOff: 10 }] },
      lines: [{}],
      refused: [{ code: 'min-quantity', params: { required: 2, measured: 1, missing: 1 } }],
    },
    {
      claim: 'is measured on what is left under a residual threshold',
      benefit: { tiers },
      policy: { threshold: 'residual' },
      coupon: { layer: 'payment' },
      others: [{ id: 'other', benefit: { kind: 'amount', amount: 1 } as never }],
      lines: [{ unitPrice: 3_000 }],
      discounts: [100],
    },
  ],
});
