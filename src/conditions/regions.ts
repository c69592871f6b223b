import { list, text } from '../model/shape.js';
import { unless, type Condition } from './condition.js';

/** The cart's region is one of these. Not chosen yet does not hold. */
export const regions: Condition<'regions', readonly string[]> = {
  name: 'regions',
  code: 'region',
  shape: list(text, 1),
  refuse: (required, { cart }) => unless(required.includes(cart.region!), required),
};
