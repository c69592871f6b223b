import type { Parsed } from '../model/problem.js';
import { flag, object, oneOf, parse, text } from '../model/shape.js';
import { date } from './answer-shapes.js';
import type { HoldAnswer } from './messages.js';

const fields = object({
  hold: object({
    id: text,
    state: oneOf('reserved', 'redeemed', 'released', 'expired', 'reversed'),
    expiresAt: date,
    extendable: flag,
  }),
});

/** How an order's coupons stand that were held for it. */
export function parseHoldAnswer(value: unknown): Parsed<HoldAnswer> {
  return parse(fields, value);
}
