import { list, text } from '../model/shape.js';
import type { Condition } from './condition.js';

/** The cart's payment method is one of these. Not chosen yet does not hold. */
export const paymentMethods: Condition<'paymentMethods', readonly string[]> = {
  name: 'paymentMethods',
  codes: ['payment-method'],
  shape: list(text, 1),
  refuse: (required, { cart }) =>
    required.includes(cart.paymentMethod!) ? [] : [{ code: 'payment-method', params: { required } }],
};
