import { isObject } from '../../model/shape.js';
import type { Problem } from '../../model/problem.js';
import { versionOf } from '../coupon-book.js';
import { couponDocument } from '../merge-coupons.js';
import { parseCouponFile } from '../parse-coupon-file.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** Defines a coupon for every server of the store, be it new, of the file, or defined here before. */
export const putCoupon: Route = {
  method: 'PUT',
  path: '/v1/coupons/{id}',
  access: 'secret',
  async handle({ body, parameters }, { engine, book, ledger, refreshBook }) {
    const id = parameters.id!;
    if (!isObject(body) || !isObject(body.coupon)) {
      return answerProblem('invalid-request', { problems: [error('coupon', 'required')] });
    }
    const others = book.all
      .filter(({ coupon }) => coupon.id !== id)
      .map(({ coupon, terms }) => ({ coupon, claim: terms }));
    const { file, problems } = parseCouponFile({ coupons: [...others, body] }, engine.check);
    const place = `coupons[${others.length}].`;
    const own = problems
      .filter(({ path }) => path.startsWith(place))
      .map((problem) => ({ ...problem, path: problem.path.slice(place.length) }));
    const [before, after] = [book.byId(id), file.entries.at(-1)!];
    // What shoppers hold of it has a balance, or has none.
    if (before && (before.terms.credit ?? false) !== (after.claim.credit ?? false)) {
      own.push(error('claim.credit', 'not-changeable'));
    }
    if (body.coupon.id !== id) own.push(error('coupon.id', 'not-one-of'));
    if (own.some(({ severity }) => severity === 'error')) {
      return answerProblem('invalid-request', { problems: own });
    }
    const { coupon, claim } = after;
    await ledger.documents.write(couponDocument(id), { coupon, claim });
    await refreshBook();
    const warnings = own.map(({ path, code }) => ({ path, code }));
    return answerJson(200, { coupon, claim, version: await versionOf(coupon), warnings });
  },
};

function error(path: string, code: string): Problem {
  return { path, severity: 'error', code, params: {} };
}
