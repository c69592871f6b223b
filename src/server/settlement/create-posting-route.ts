import { currency } from '../../model/shared-shapes.js';
import { is, object, parse } from '../../model/shape.js';
import { shortText } from '../../protocol/parse-request.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, type Route } from '../route.js';
import { findShopProblems } from './find-shop-problems.js';

/** Returns the call that books money between the platform and a shop. What is adjusted needs a note that says why. */
export function createPostingRoute(kind: 'adjustment' | 'payout'): Route {
  const fields = { shop, currency, amount, 'order?': shortText };
  const shape =
    kind === 'payout' ? object({ ...fields, 'note?': shortText }) : object({ ...fields, note: shortText });
  return {
    method: 'POST',
    path: `/v1/${kind}s`,
    access: 'secret',
    idempotent: true,
    async handle({ keyed, body }, { ledger, book }) {
      const parsed = parse(shape, body);
      if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
      const problems = await findShopProblems(parsed.value.shop, { ledger, book });
      if (problems.length > 0) return answerProblem('invalid-request', { problems });
      const decision = await ledger.post({ ...keyed, kind, ...parsed.value });
      return answerDecision(decision, (posted) => ({ [kind]: posted }));
    },
  };
}

/** The platform as a seller has none. */
const shop: typeof shortText = (value, path, report) => (value === '' ? '' : shortText(value, path, report));

/** A sum of many such amounts is a safe integer still. */
const maxAmount = 10_000_000_000_000;

const amount = is<number>(
  'not-in-range',
  (value) => Number.isSafeInteger(value) && value !== 0 && Math.abs(value as number) <= maxAmount,
  { min: -maxAmount, max: maxAmount },
);
