import { answerJson, type Route } from '../route.js';

/**
 * What became of each coupon: how many are claimed, held for an order and used, what they took off, and who bears it; and of each campaign: how often it was taken part in,
 * and what was given.
 */
export const reports: Route = {
  method: 'GET',
  path: '/v1/reports',
  access: 'secret',
  async handle(_call, { ledger }) {
    const [coupons, campaigns] = await Promise.all([ledger.report(), ledger.issueCounts()]);
    return answerJson(200, {
      coupons: coupons.map(({ claimed, redeemed, ...coupon }) => ({
        ...coupon,
        claimed,
        redeemed,
        redemptionRateBps: claimed === 0 ? 0 : Math.round((redeemed / claimed) * 10_000),
      })),
      campaigns: [...campaigns].map(([campaign, { issued, spent, prizes }]) => ({
        campaign,
        issued,
        spent,
        prizes: Object.fromEntries(prizes),
      })),
    });
  },
};
