import { list, text } from '../model/shape.js';
import type { Condition } from './condition.js';

/** The shopper has at least one of these tags. */
export const shopperTags: Condition<'shopperTags', readonly string[]> = {
  name: 'shopperTags',
  codes: ['shopper-tags'],
  shape: list(text, 1),
  refuse: (required, { shopper }) =>
    shopper.tags?.some((tag) => required.includes(tag))
      ? []
      : [{ code: 'shopper-tags', params: { required } }],
};
