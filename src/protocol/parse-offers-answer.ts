import type { Parsed, Problem } from '../model/problem.js';
import { amount, anything, object, parse } from '../model/shape.js';
import { atMost, good, held, offer } from './answer-shapes.js';
import type { OffersAnswer } from './messages.js';

const maxEntries = 1000;

const fields = object({
  offers: atMost(maxEntries, anything),
  wallet: atMost(maxEntries, anything),
  'points?': amount,
  serverTime: amount,
});

/** Returns the answer without its bad entries, which `problems` names: one bad offer must not lose the others. */
export function parseOffersAnswer(value: unknown): Parsed<OffersAnswer> {
  const parsed = parse(fields, value);
  if (!parsed.ok) return parsed;
  const { offers, wallet } = parsed.value;
  const problems: Problem[] = [];
  return {
    ok: true,
    value: {
      ...parsed.value,
      offers: good(offer, offers, 'offers', problems),
      wallet: good(held, wallet, 'wallet', problems),
      problems,
    },
  };
}
