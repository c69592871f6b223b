import type { Parsed } from './problem.js';
import { amount, list, object, parse, text, type Shape } from './shape.js';
import type { Shopper } from './shopper.js';

/** The form of what is known of a shopper, in whatever it stands. */
export const shopperShape: Shape<Shopper> = object({
  'tags?': list(text),
  'orders?': amount,
  'points?': amount,
});

/** Returns a clean copy of what is known of a shopper, or every problem that it has. */
export function parseShopper(value: unknown): Parsed<Shopper> {
  return parse(shopperShape, value);
}
