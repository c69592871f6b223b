import { answerJson, type Route } from '../route.js';

/** What became of each coupon: how many are claimed, held for an order and used, what they took off, and who bears it. */
export const reports: Route = {
  method: 'GET',
  path: '/v1/reports',
  access: 'secret',
  async handle(_call, { ledger }) {
    const coupons = await ledger.report();
    return answerJson(200, {
      coupons: coupons.map(({ claimed, redeemed, ...coupon }) => ({
        ...coupon,
        claimed,
        redeemed,
        redemptionRateBps: claimed === 0 ? 0 : Math.round((redeemed / claimed) * 10_000),
      })),
    });
  },
};
