import type { Decision, Keyed, Ledger } from './ledgers/ledger.js';
import { answerProblem } from './problem-details.js';
import type { PointsAccount } from './points-account.js';
import { isDone, type Services } from './route.js';
import { sha256 } from './sha256.js';

/** What an act costs its shopper, and the key of the act. */
export interface PointsCost {
  readonly shopper: string;
  readonly points: number;
  readonly keyed: Keyed;
}

type Paying = Pick<Services, 'points'> & { readonly ledger: Pick<Ledger, 'recall'> };

/**
 * Has an act paid with points of an account outside of the ledger: they are taken, then the act is done, and where it is refused they are given back. After a crash in
 * between, the same call with the same key finishes it: what is taken is not taken twice, and what is done is not paid twice.
 * @param act without a cost of its own: the points are not the ledger's
 */
export async function payPoints<Value, Refusal extends string>(
  { shopper, points, keyed }: PointsCost,
  { points: account, ledger }: Paying & { readonly points: PointsAccount },
  act: () => Promise<Decision<Value, Refusal>>,
): Promise<Decision<Value, Refusal | 'points-too-few'>> {
  const isKnown = async (): Promise<boolean> => (await ledger.recall(keyed.subject, keyed.key)) !== undefined;
  // What was done once is paid, however long the account remembers that.
  if (await isKnown()) return act();
  const payment = { shopper, points, key: await paymentKey(keyed) };
  const paid = await account.take(payment);
  if (paid === 'too-few') return { state: 'points-too-few' };
  const decision = await act();
  if (isDone(decision)) {
    // Another try of the same key may have been refused, and have given back, meanwhile.
    if (paid === 'taken-before') await account.take(payment);
    return decision;
  }
  await account.giveBack(payment);
  // Or have been granted, and have found the points taken.
  if (await isKnown()) await account.take(payment);
  return decision;
}

/** Returns how many points a shopper has, wherever they are. */
export async function readPoints(
  shopper: string,
  { points, ledger }: Pick<Services, 'points' | 'ledger'>,
): Promise<number> {
  return points ? points.balance(shopper) : (await ledger.points(shopper)).points;
}

/** The same to be shown beside other things: `undefined` where an account that is elsewhere does not answer. */
export async function showPoints(
  shopper: string,
  services: Pick<Services, 'points' | 'ledger'>,
): Promise<number | undefined> {
  return services.points
    ? services.points.balance(shopper).catch(() => undefined)
    : readPoints(shopper, services);
}

/** Returns the answer to whoever has not so many points. */
export async function answerTooFew(
  required: number,
  shopper: string,
  services: Pick<Services, 'points' | 'ledger'>,
): Promise<Response> {
  return answerProblem('points-too-few', {
    params: { required, available: await readPoints(shopper, services) },
  });
}

/** Another request with the same key is another payment, which comes to nothing. */
function paymentKey({ subject, key, request }: Keyed): Promise<string> {
  return sha256(`${subject}\n${key}\n${request}`);
}
