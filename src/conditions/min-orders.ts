import { amount } from '../model/shape.js';
import type { Condition } from './condition.js';

/** At least this many completed orders. Unknown does not hold. */
export const minOrders: Condition<'minOrders', number> = {
  name: 'minOrders',
  codes: ['min-orders'],
  shape: amount,
  refuse: (required, { shopper }) =>
    shopper.orders! >= required ? [] : [{ code: 'min-orders', params: { required } }],
};
