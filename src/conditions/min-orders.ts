import { amount } from '../model/shape.js';
import { unless, type Condition } from './condition.js';

/** At least this many completed orders. Unknown does not hold. */
export const minOrders: Condition<'minOrders', number> = {
  name: 'minOrders',
  code: 'min-orders',
  shape: amount,
  refuse: (required, { shopper }) => unless(shopper.orders! >= required, required),
};
