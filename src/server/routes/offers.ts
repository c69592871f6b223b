import type { Cart } from '../../model/cart.js';
import { canonicalJson } from '../../protocol/canonical-json.js';
import type { OffersAnswer } from '../../protocol/messages.js';
import { parseOffersRequest } from '../../protocol/parse-request.js';
import { claimOf } from '../claim-state.js';
import { reaches, resolveCart } from '../create-verdict.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';
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
    const wallet = await readWallet(call, services);
    const relevant = services.book.listed.filter(
      ({ coupon }) => carts.length === 0 || carts.some((cart) => reaches(coupon, cart, services, call.now)),
    );
    const answer: OffersAnswer = {
      offers: relevant.map((entry) => ({
        coupon: entry.coupon,
        claim: claimOf(entry, wallet.circumstancesOf(entry)),
      })),
      wallet: wallet.held,
      serverTime: call.now,
    };
    const etag = await tagOf(answer);
    if (call.request.headers.get('if-none-match') === etag) {
      return new Response(null, { status: 304, headers: { etag } });
    }
    return answerJson(200, answer, { etag });
  },
};

/** A weak tag: the clock is left out. */
async function tagOf({ offers, wallet }: OffersAnswer): Promise<string> {
  const text = new TextEncoder().encode(canonicalJson({ offers, wallet }));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return `W/"${Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}
