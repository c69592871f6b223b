import { dictionary, type Shape } from '../model/shape.js';
import { scalar } from '../model/shared-shapes.js';
import type { Condition } from './condition.js';

/** Every attribute of the cart that is named has exactly this value. */
export const attributes: Condition<'attributes', Readonly<Record<string, string | number | boolean>>> = {
  name: 'attributes',
  codes: ['attribute'],
  shape: dictionary(scalar) as Shape<Readonly<Record<string, string | number | boolean>>>,
  refuse: (required, { cart }) =>
    Object.entries(required)
      .filter(
        ([name, value]) => !Object.hasOwn(cart.attributes ?? {}, name) || cart.attributes![name] !== value,
      )
      .map(([name, value]) => ({ code: 'attribute', params: { name, required: value } })),
};
