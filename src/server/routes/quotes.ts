import { parseQuoteRequest } from '../../protocol/parse-request.js';
import { createVerdict } from '../create-verdict.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** Prices a cart with the coupons that the shopper wants, and promises the price. */
export const quotes: Route = {
  method: 'POST',
  path: '/v1/quotes',
  access: 'page',
  async handle(call, services) {
    const parsed = parseQuoteRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const verdict = await createVerdict(parsed.value, call, services);
    return verdict.ok
      ? answerJson(200, verdict.value)
      : answerProblem('invalid-request', { problems: verdict.problems });
  },
};
