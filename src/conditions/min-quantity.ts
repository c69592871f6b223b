import { amount } from '../model/shape.js';
import { shortfall } from '../model/refusal.js';
import type { Condition } from './condition.js';

/** The units in scope are at least this many. */
export const minQuantity: Condition<'minQuantity', number> = {
  name: 'minQuantity',
  code: 'min-quantity',
  ofGoods: true,
  shape: amount,
  refuse: (required, { units }) => shortfall(required, units),
};
