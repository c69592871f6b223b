import { amount } from '../model/shape.js';
import { shortfall } from '../model/refusal.js';
import type { Condition } from './condition.js';

/** The measured amount of the lines in scope is at least this (满减's usual threshold: eligible goods only). Minor units. */
export const minSpend: Condition<'minSpend', number> = {
  name: 'minSpend',
  code: 'min-spend',
  ofGoods: true,
  residual: true,
  shape: amount,
  refuse: (required, { measured, on }) => shortfall(required, measured, { on }),
};
