import { requires } from '../../src/conditions/requires.js';
import { conditionContract } from '../contracts/condition-contract.js';

const scope = { products: ['tie'] };

conditionContract(requires, {
  good: [[{ scope }], [{ scope, quantity: 2 }]],
  bad: [
    [[], ''],
    [[{ scope, quantity: 0 }], '[0].quantity'],
    [[{ scope: { product: ['tie'] } }], '[0].scope.product'],
    [[{}], '[0].scope'],
  ],
  cases: [
    {
      claim: 'finds what it asks for outside of the scope',
      value: [{ scope }],
      coupon: { scope: { products: ['p'] } },
      lines: [{}, { product: 'tie' }],
    },
    {
      claim: 'counts what no discount may touch',
      value: [{ scope }],
      lines: [{}, { product: 'tie', discountable: false }],
    },
    {
      claim: 'gives a reason for each thing that is missing',
      value: [{ scope, quantity: 2 }, { scope: { products: ['p'] } }, { scope: { products: ['hat'] } }],
      lines: [{}, { product: 'tie' }],
      refused: [
        { required: 2, measured: 1, missing: 1, scope },
        { required: 1, measured: 0, missing: 1, scope: { products: ['hat'] } },
      ],
    },
    {
      claim: "looks at that shop's part only for a shop's coupon",
      value: [{ scope }],
      coupon: { issuer: { shop: 'a' } },
      lines: [{ shop: 'a' }, { shop: 'b', product: 'tie' }],
      refused: [{ required: 1, measured: 0, missing: 1, scope }],
    },
  ],
});
