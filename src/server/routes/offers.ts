import type { Cart } from '../../model/cart.js';
import { canonicalJson } from '../../protocol/canonical-json.js';
import type { OffersAnswer } from '../../protocol/messages.js';
import { parseOffersRequest } from '../../protocol/parse-request.js';
import { claimOf } from '../claim-state.js';
import { isFor, type BookEntry } from '../coupon-book.js';
import { reaches, resolveCart } from '../create-verdict.js';
import { deliverPushes } from '../issuing/deliver-pushes.js';
import { showPoints } from '../pay-points.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Call, type Route, type Services } from '../route.js';
import { sha256 } from '../sha256.js';
import { readWallet } from '../wallet.js';

/** What can be claimed for a cart, a product or the shop, and what the shopper holds. */
export const offers: Route = {
  method: 'POST',
  path: '/v1/offers',
  access: 'page',
  async handle(call, services) {
    const parsed = parseOffersRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const carts: Cart[] = [];
    if (parsed.value.cart) {
      const resolved = await resolveCart(parsed.value.cart, services);
      if (!resolved.ok) return answerProblem('invalid-request', { problems: resolved.problems });
      carts.push(resolved.value);
    }
    if (parsed.value.product !== undefined) {
      const cart = await services.catalog.cartOf(parsed.value.product);
      const problem = { path: 'product', severity: 'error', code: 'unknown-product', params: {} } as const;
      if (!cart) return answerProblem('invalid-request', { problems: [problem] });
      carts.push(cart);
    }
    const visible = services.book.listed.filter((entry) => isFor(entry, call.identity));
    await deliverPushes(call, services);
    const [wallet, points] = await Promise.all([
      readWallet(call, services),
      pointsFor(visible, call, services),
    ]);
    const relevant = visible.filter(
      ({ coupon }) => carts.length === 0 || carts.some((cart) => reaches(coupon, cart, services, call.now)),
    );
    const answer: OffersAnswer = {
      offers: relevant.map((entry) => ({
        coupon: entry.coupon,
        claim: claimOf(entry, wallet.circumstancesOf(entry)),
      })),
      wallet: wallet.held,
      ...(points !== undefined && { points }),
      serverTime: call.now,
    };
    const etag = await tagOf(answer);
    if (call.request.headers.get('if-none-match') === etag) {
      return new Response(null, { status: 304, headers: { etag } });
    }
    return answerJson(200, answer, { etag });
  },
};

/** Only asked for where something costs points. */
async function pointsFor(
  entries: readonly BookEntry[],
  { identity }: Call,
  services: Services,
): Promise<number | undefined> {
  if (!identity || !entries.some(({ terms }) => terms.cost?.points)) return undefined;
  return showPoints(identity.subject, services);
}

/** A weak tag: the clock is left out. */
async function tagOf({ serverTime: _serverTime, ...rest }: OffersAnswer): Promise<string> {
  return `W/"${(await sha256(canonicalJson(rest))).slice(0, 32)}"`;
}
