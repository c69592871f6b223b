import { list, text } from '../model/shape.js';
import { unless, type Condition } from './condition.js';

/** The shopper has at least one of these tags. */
export const shopperTags: Condition<'shopperTags', readonly string[]> = {
  name: 'shopperTags',
  code: 'shopper-tags',
  shape: list(text, 1),
  refuse: (required, { shopper }) =>
    unless(
      shopper.tags?.some((tag) => required.includes(tag)),
      required,
    ),
};
