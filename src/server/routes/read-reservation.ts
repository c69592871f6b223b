import { holdAnswer } from '../hold-answer.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** How a hold stands: for its shopper, and for the merchant with the order that it is for. */
export const readReservation: Route = {
  method: 'GET',
  path: '/v1/reservations/{id}',
  access: 'owner',
  async handle({ parameters, identity, isMerchant }, { ledger }) {
    const found = await ledger.findOrder(parameters['id']!);
    if (!found || (!isMerchant && found.shopper !== identity?.subject)) return answerProblem('unknown-hold');
    const { hold, shopper, cartHash, order, parts, redemption, reversals } = found;
    if (!isMerchant) return answerJson(200, holdAnswer(hold));
    return answerJson(200, {
      ...holdAnswer(hold),
      shopper,
      cartHash,
      currency: order.quote.currency,
      total: order.quote.payable,
      coupons: parts.map(({ coupon, amount }) => ({ coupon, amount })),
      ...(redemption && { redemption }),
      reversals,
    });
  },
};
