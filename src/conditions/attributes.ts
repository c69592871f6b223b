import { dictionary } from '../model/shape.js';
import { scalar } from '../model/shared-shapes.js';
import type { Condition } from './condition.js';

/** Every attribute of the cart that is named has exactly this value. */
export const attributes: Condition<'attributes', Readonly<Record<string, string | number | boolean>>> = {
  name: 'attributes',
  code: 'attribute',
  shape: dictionary(scalar),
  refuse: (attributes, { cart }) =>
    Object.entries(attributes)
      .filter(
        ([name, value]) => !Object.hasOwn(cart.attributes ?? {}, name) || cart.attributes![name] !== value,
      )
      .map(([name, required]) => ({ name, required })),
};
