import { normalizeCode } from '../../model/normalize-code.js';
import { parseExchangeRequest } from '../../protocol/parse-request.js';
import { claimState } from '../claim-state.js';
import type { BookEntry } from '../coupon-book.js';
import { grant, grantStatus, replay } from '../grant.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** How many wrong codes are tolerated within the window, so that codes cannot be found by trying. */
const wrongCodes = { windowMs: 10 * 60_000, byShopper: 5, byAddress: 20 };

/** Turns a typed code into a coupon in the shopper's wallet. */
export const exchanges: Route = {
  method: 'POST',
  path: '/v1/exchanges',
  access: 'shopper',
  idempotent: true,
  async handle(call, services) {
    const parsed = parseExchangeRequest(call.body);
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { code } = parsed.value;
    const request = `exchange ${normalizeCode(code)}`;
    const entry = redeemable(services.book.byCode(code), call.now);
    const granted =
      (await replay(request, call, services)) ??
      (await refuseGuess(entry === undefined)) ??
      (entry ? await grant(entry, request, call, services) : answerProblem('unknown-code'));
    if (granted instanceof Response) return granted;
    const [status, headers] = grantStatus(granted);
    return answerJson(status, { held: granted.held }, headers);

    async function refuseGuess(wrong: boolean): Promise<Response | undefined> {
      const { windowMs, byShopper, byAddress } = wrongCodes;
      const decision = await services.ledger.guess({
        subjects: [
          { name: call.identity!.subject, limit: byShopper },
          { name: `address:${call.addressPrefix}`, limit: byAddress },
        ],
        wrong,
        windowMs,
        at: call.now,
      });
      if (decision.allowed) return undefined;
      const seconds = Math.ceil(decision.retryAfterMs / 1000);
      return answerProblem('rate-limited', { headers: { 'retry-after': String(seconds) } });
    }
  },
};

/** A code that does not work yet is answered like one that does not exist: nobody finds next week's. */
function redeemable(entry: BookEntry | undefined, now: number): BookEntry | undefined {
  const nobody = { owned: 0, granted: 0, signedIn: true, now };
  return entry && claimState(entry, nobody) !== 'upcoming' ? entry : undefined;
}
