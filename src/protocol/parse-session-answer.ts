import type { Parsed } from '../model/problem.js';
import { object, parse, text } from '../model/shape.js';
import { date } from './answer-shapes.js';
import type { SessionAnswer } from './messages.js';

const fields = object({ token: text, expiresAt: date });

export function parseSessionAnswer(value: unknown): Parsed<SessionAnswer> {
  return parse(fields, value);
}
