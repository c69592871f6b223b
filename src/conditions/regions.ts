import { list, text } from '../model/shape.js';
import type { Condition } from './condition.js';

/** The cart's region is one of these. Not chosen yet does not hold. */
export const regions: Condition<'regions', readonly string[]> = {
  name: 'regions',
  codes: ['region'],
  shape: list(text, 1),
  refuse: (required, { cart }) =>
    required.includes(cart.region!) ? [] : [{ code: 'region', params: { required } }],
};
