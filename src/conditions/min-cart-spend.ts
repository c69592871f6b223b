import { amount } from '../model/shape.js';
import { shortfall } from '../model/refusal.js';
import type { Condition } from './condition.js';

/** The measured amount of all goods (a shop's coupon: of that shop's) is at least this. Minor units. */
export const minCartSpend: Condition<'minCartSpend', number> = {
  name: 'minCartSpend',
  code: 'min-cart-spend',
  ofGoods: true,
  residual: true,
  shape: amount,
  refuse: (required, { measuredAll, on }) => shortfall(required, measuredAll, { on }),
};
