import { amount } from '../model/shape.js';
import { unless, type Condition } from './condition.js';

/** At most this many completed orders; 0 is a first order. Unknown does not hold. */
export const maxOrders: Condition<'maxOrders', number> = {
  name: 'maxOrders',
  code: 'max-orders',
  shape: amount,
  refuse: (required, { shopper }) => unless(shopper.orders! <= required, required),
};
