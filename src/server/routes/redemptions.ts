import type { IssueOutcome } from '../../protocol/campaigns.js';
import { parseRedemptionRequest } from '../../protocol/parse-request.js';
import { awaitsOrders, reactTo } from '../issuing/react-to.js';
import type { Redemption } from '../ledgers/ledger.js';
import { answerProblem } from '../problem-details.js';
import { answerDecision, isDone, type Route, type Services } from '../route.js';

/** The order is paid: its coupons are used, and the books say who bears them. */
export const redemptions: Route = {
  method: 'POST',
  path: '/v1/redemptions',
  access: 'secret',
  idempotent: true,
  async handle({ keyed, body, now }, services) {
    const parsed = parseRedemptionRequest(body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const decision = await services.ledger.redeem({ ...keyed, ...parsed.value });
    // A call that is repeated finishes what a crash has left, too.
    const isAwaited = isDone(decision) && awaitsOrders(services.campaigns);
    const outcomes = isAwaited ? await reactToRedemption(decision.value, keyed.key, services, now) : [];
    return answerDecision(decision, (redemption) => ({
      redemption,
      ...(outcomes.length > 0 && { outcomes }),
    }));
  },
};

async function reactToRedemption(
  { id, order, total, currency }: Redemption,
  key: string,
  services: Services,
  now: number,
): Promise<readonly IssueOutcome[]> {
  const record = (await services.ledger.findOrder(id))!;
  const { orders, tags } = record.order.shopper ?? {};
  const occurrence = {
    on: 'order',
    shopper: record.shopper,
    order,
    amount: total,
    currency,
    key,
    ...(orders !== undefined && { orders }),
    ...(tags && { tags }),
  } as const;
  return reactTo(occurrence, services, now);
}
