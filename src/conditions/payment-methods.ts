import { list, text } from '../model/shape.js';
import { unless, type Condition } from './condition.js';

/** The cart's payment method is one of these. Not chosen yet does not hold. */
export const paymentMethods: Condition<'paymentMethods', readonly string[]> = {
  name: 'paymentMethods',
  code: 'payment-method',
  shape: list(text, 1),
  refuse: (required, { cart }) => unless(required.includes(cart.paymentMethod!), required),
};
