import { answerProblem } from './problem-details.js';
import type { Call, Services } from './route.js';

/** How many wrong codes are tolerated within the window, whatever they are for, so that none can be found by trying. */
const wrongCodes = { windowMs: 10 * 60_000, byShopper: 5, byAddress: 20 };

/** Counts a code that was given; returns the answer that refuses it, right or wrong, where there were too many wrong ones. */
export async function refuseGuess(
  wrong: boolean,
  { identity, addressPrefix }: Call,
  { ledger }: Pick<Services, 'ledger'>,
): Promise<Response | undefined> {
  const { windowMs, byShopper, byAddress } = wrongCodes;
  const decision = await ledger.guess({
    subjects: [
      ...(identity ? [{ name: identity.subject, limit: byShopper }] : []),
      { name: `address:${addressPrefix}`, limit: byAddress },
    ],
    wrong,
    windowMs,
  });
  if (decision.allowed) return undefined;
  const seconds = Math.ceil(decision.retryAfterMs / 1000);
  return answerProblem('rate-limited', { headers: { 'retry-after': String(seconds) } });
}
