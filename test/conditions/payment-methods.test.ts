import { paymentMethods } from '../../src/conditions/payment-methods.js';
import { conditionContract } from '../contracts/condition-contract.js';

const value = ['instalment', 'card'];

conditionContract(paymentMethods, {
  good: [value],
  bad: [
    [[], ''],
    ['card', ''],
  ],
  cases: [
    { claim: "holds for the cart's method", value, cart: { paymentMethod: 'card' } },
    {
      claim: 'does not hold for another',
      value,
      cart: { paymentMethod: 'cash' },
      refused: [{ required: value }],
    },
    { claim: 'does not hold before one is chosen', value, refused: [{ required: value }] },
  ],
});
