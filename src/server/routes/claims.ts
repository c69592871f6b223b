import type { Parsed } from '../../model/problem.js';
import { join } from '../../model/shape.js';
import type { QuoteRequest } from '../../protocol/messages.js';
import { parseClaimRequest, parseQuoteRequest } from '../../protocol/parse-request.js';
import { isFor } from '../coupon-book.js';
import { createVerdict } from '../create-verdict.js';
import { grant, refuseGrant, type GrantBody } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Call, type Route, type Services } from '../route.js';

/** Puts an offered coupon into the shopper's wallet. */
export const claims: Route = {
  method: 'POST',
  path: '/v1/claims',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseClaimRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const quote = parseQuote(call.body);
    if (quote && !quote.ok) return answerProblem('invalid-request', { problems: quote.problems });
    const entry = services.book.byId(parsed.value.offer);
    const answer = await (entry && !entry.hidden && isFor(entry, call.identity)
      ? grant(entry, call, services, bodyOf)
      : refuseGrant('unknown-offer', call, services, bodyOf));
    return quote && answer.ok ? addVerdict(answer, quote.value, call, services) : answer;
  },
};

const bodyOf: GrantBody = (held, replayed) => ({ held, fresh: !replayed });

/** What the page wants priced once it has the coupon; problems name places of the request: `quote.cart.lines[2].product`. */
function parseQuote(body: unknown): Parsed<QuoteRequest> | undefined {
  const { quote } = body as { readonly quote?: unknown };
  if (quote === undefined) return undefined;
  const parsed = parseQuoteRequest(quote);
  return parsed.ok
    ? parsed
    : { ok: false, problems: parsed.problems.map((each) => ({ ...each, path: join('quote', each.path) })) };
}

/** The claim stands, whatever the price: a cart that cannot be priced is told where it is asked about by itself. */
async function addVerdict(
  answer: Response,
  quote: QuoteRequest,
  call: Call,
  services: Services,
): Promise<Response> {
  const verdict = await createVerdict(quote, call, services);
  if (!verdict.ok) return answer;
  const body = { ...((await answer.json()) as object), verdict: verdict.value };
  return answerJson(answer.status, body, Object.fromEntries(answer.headers));
}
