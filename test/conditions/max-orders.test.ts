import { maxOrders } from '../../src/conditions/max-orders.js';
import { conditionContract } from '../contracts/condition-contract.js';

conditionContract(maxOrders, {
  good: [0],
  bad: [[-1, '']],
  cases: [
    { claim: 'holds for a first order', value: 0, shopper: { orders: 0 } },
    { claim: 'does not hold after it', value: 0, shopper: { orders: 1 }, refused: [{ required: 0 }] },
    { claim: 'does not take a stranger for a newcomer', value: 0, shopper: {}, refused: [{ required: 0 }] },
  ],
});
