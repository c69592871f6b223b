import { parseClaimRequest } from '../../protocol/parse-request.js';
import { isFor } from '../coupon-book.js';
import { grant, refuseGrant, type GrantBody } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import type { Route } from '../route.js';

/** Puts an offered coupon into the shopper's wallet. */
export const claims: Route = {
  method: 'POST',
  path: '/v1/claims',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseClaimRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const entry = services.book.byId(parsed.value.offer);
    return entry && !entry.hidden && isFor(entry, call.identity)
      ? grant(entry, call, services, bodyOf)
      : refuseGrant('unknown-offer', call, services, bodyOf);
  },
};

const bodyOf: GrantBody = (held, replayed) => ({ held, fresh: !replayed });
