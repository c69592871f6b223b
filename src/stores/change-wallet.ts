import type { ReadableAtom } from 'nanostores';
import type { Reason } from '../model/refusal.js';
import { createIdempotencyKey } from '../protocol/create-idempotency-key.js';
import type {
  Claim,
  ClaimAnswer,
  ClaimState,
  ExchangeAnswer,
  Held,
  Offer,
  QuoteRequest,
} from '../protocol/messages.js';
import type { Context } from './create-context.js';
import type { Desk } from './create-desk.js';
import type { Subject } from './create-wallet.js';
import type { ClaimResult } from './session.js';

/** What a wallet lets its changes work with. */
export interface WalletState {
  readonly context: Context;
  /** The newest answer for each subject; the offers are made of them. */
  readonly answers: Map<Subject, readonly Offer[]>;
  readonly $wallet: ReadableAtom<readonly Held[] | undefined>;
  /** Calls that failed, with their keys: they are repeated as they were. */
  readonly tries: Map<string, { readonly idempotencyKey: string; readonly quote?: QuoteRequest | undefined }>;
  /** Who prices the cart; absent until there is one. */
  desk(): Pick<Desk, 'foresee' | 'learn'> | undefined;
  /** Takes what changed into the stores; `isAct`: the shopper has just got something. */
  settle(wallet?: readonly Held[], isAct?: boolean): void;
  /** Lets other tabs know. */
  tell(): void;
}

/**
 * Claims an offer, or turns a code into a coupon. Where a call fails, the next try carries the same key, so that it has one effect.
 * @param subject the coupon's id, or the code
 * @throws AdapterError
 */
export async function changeWallet(
  state: WalletState,
  during: 'claim' | 'exchange',
  subject: string,
): Promise<ClaimResult> {
  const { context, answers, $wallet, tries, settle } = state;
  const { adapter, signal } = context;
  const offer = [...answers.values()].flat().find(({ coupon }) => coupon.id === subject);
  if (during === 'claim') {
    const held = $wallet.get()?.find((each) => each.coupon.id === subject && each.state === 'held');
    if (held && offer?.claim.state !== 'available') return { ok: true, held, fresh: false };
  }
  const name = during + subject;
  // What the price is with it comes with the same answer.
  const attempt = tries.get(name) ?? {
    idempotencyKey: createIdempotencyKey(),
    quote: during === 'claim' && offer ? state.desk()?.foresee(offer.coupon) : undefined,
  };
  tries.set(name, attempt);
  const { idempotencyKey, quote } = attempt;
  const call = { signal, idempotencyKey };
  const answer = await (during === 'claim'
    ? adapter.claim!({ offer: subject, ...(quote && { quote }) }, call)
    : adapter.exchange!({ code: subject }, call));
  tries.delete(name);
  context.recover(during);
  if ('refused' in answer) {
    const reason = answer.refused;
    if (during === 'claim' && !signal.aborted) {
      mark(state, subject, (claim) => refuse(claim, reason));
      settle();
    }
    return { ok: false, reason };
  }
  const { held, fresh = true, verdict }: Partial<ClaimAnswer> & ExchangeAnswer = answer;
  if (!signal.aborted) {
    if (quote && verdict) state.desk()?.learn(quote, verdict);
    addToWallet(state, [held]);
  }
  return { ok: true, held, fresh };
}

/** Puts what the shopper has just got into the wallet, and lets other tabs know. */
export function addToWallet(state: WalletState, pieces: readonly Held[]): void {
  const old = (state.$wallet.get() ?? []).filter(({ id }) => !pieces.some((piece) => piece.id === id));
  const wallet = [...old, ...pieces];
  for (const { coupon } of pieces) {
    const count = wallet.filter((held) => held.coupon.id === coupon.id).length;
    mark(state, coupon.id, (claim) =>
      count < (claim.perShopper ?? 1) ? claim : { ...claim, state: 'claimed' },
    );
  }
  state.settle(wallet, true);
  state.tell();
}

function mark({ answers }: WalletState, id: string, next: (claim: Claim) => Claim): void {
  for (const [subject, offers] of answers)
    answers.set(
      subject,
      offers.map((offer) => (offer.coupon.id === id ? { ...offer, claim: next(offer.claim) } : offer)),
    );
}

/** What a refused claim says of the offer from now on. */
function refuse(claim: Claim, { code }: Reason): Claim {
  if (code === 'cost' || code === 'points-too-few') return { ...claim, cost: claim.cost ?? {} };
  const state =
    code === 'shopper-limit' ? 'claimed' : /^(sold-out|upcoming|sign-in)$/.test(code) ? code : 'ended';
  return { ...claim, state: state as ClaimState };
}
