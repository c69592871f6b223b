import { parseClaimRequest } from '../../protocol/parse-request.js';
import { grant, grantStatus, replay } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** Puts an offered coupon into the shopper's wallet. */
export const claims: Route = {
  method: 'POST',
  path: '/v1/claims',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseClaimRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const request = `claim ${parsed.value.offer}`;
    const entry = services.book.byId(parsed.value.offer);
    const granted =
      (await replay(request, call, services)) ??
      (entry && !entry.hidden ? await grant(entry, request, call, services) : answerProblem('unknown-offer'));
    if (granted instanceof Response) return granted;
    const [status, headers] = grantStatus(granted);
    return answerJson(status, { held: granted.held, fresh: !granted.replayed }, headers);
  },
};
