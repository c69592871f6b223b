import { amount } from '../model/shape.js';
import type { Condition } from './condition.js';

/** At most this many completed orders; 0 is a first order. Unknown does not hold. */
export const maxOrders: Condition<'maxOrders', number> = {
  name: 'maxOrders',
  codes: ['max-orders'],
  shape: amount,
  refuse: (required, { shopper }) =>
    shopper.orders! <= required ? [] : [{ code: 'max-orders', params: { required } }],
};
