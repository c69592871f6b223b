import { answerJson, type Route } from '../route.js';

/** Every coupon as it is defined now, hidden ones too. */
export const coupons: Route = {
  method: 'GET',
  path: '/v1/coupons',
  access: 'secret',
  async handle(_call, { book }) {
    return answerJson(200, {
      coupons: book.all.map(({ coupon, terms, version }) => ({ coupon, claim: terms, version })),
    });
  },
};
