import type { Parsed } from '../model/problem.js';
import { flag, object, parse } from '../model/shape.js';
import { held } from './answer-shapes.js';
import type { ClaimAnswer } from './messages.js';
import { verdict } from './parse-quote-answer.js';

const fields = object({ held, 'fresh?': flag, 'verdict?': verdict });

/** What a claim brought, or an exchange, which does not say whether it is fresh. */
export function parseClaimAnswer(value: unknown): Parsed<ClaimAnswer> {
  const parsed = parse(fields, value);
  return parsed.ok ? { ok: true, value: { fresh: true, ...parsed.value } } : parsed;
}
