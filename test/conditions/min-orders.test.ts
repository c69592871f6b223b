import { minOrders } from '../../src/conditions/min-orders.js';
import { conditionContract } from '../contracts/condition-contract.js';

conditionContract(minOrders, {
  good: [0, 3],
  bad: [['3', '']],
  cases: [
    { claim: 'holds for a regular', value: 3, shopper: { orders: 3 } },
    { claim: 'does not hold before', value: 3, shopper: { orders: 2 }, refused: [{ required: 3 }] },
    { claim: 'does not take a stranger for a regular', value: 0, shopper: {}, refused: [{ required: 0 }] },
  ],
});
