import type { ReadableAtom } from 'nanostores';
import type { Reason } from '../model/refusal.js';
import type {
  Claim,
  ClaimAnswer,
  ClaimRequest,
  ClaimState,
  ExchangeAnswer,
  Held,
  Offer,
} from '../protocol/messages.js';
import { createActs } from './create-acts.js';
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
  /** Who prices the cart; absent until there is one. */
  desk(): Pick<Desk, 'foresee' | 'learn'> | undefined;
  /** Takes what changed into the stores; `isAct`: the shopper has just got something. */
  settle(wallet?: readonly Held[], isAct?: boolean): void;
  /** Lets other tabs know. */
  tell(): void;
}

/** How the shopper changes the wallet; refusals and faults are values. */
export interface WalletChanges {
  /** Claims an offer by its coupon's id. */
  claim(coupon: string): Promise<ClaimResult>;
  /** Turns a code into a coupon. */
  exchange(code: string): Promise<ClaimResult>;
}

export function createChanges(state: WalletState): WalletChanges {
  const { context, answers, $wallet } = state;
  const { adapter } = context;
  const claims = createActs<ClaimAnswer, ClaimResult>(context, 'claim');
  const exchanges = createActs<ExchangeAnswer, ClaimResult>(context, 'exchange');
  /** What was asked for; a try that is repeated repeats it. */
  const requests = new Map<string, ClaimRequest>();

  const requestFor = (coupon: string, offer: Offer | undefined): ClaimRequest => {
    const before = requests.get(coupon);
    if (before) return before;
    // What the price is with it comes with the same answer.
    const quote = offer && state.desk()?.foresee(offer.coupon);
    const request = { offer: coupon, ...(quote && { quote }) };
    requests.set(coupon, request);
    return request;
  };

  return {
    async claim(coupon) {
      const offer = [...answers.values()].flat().find((each) => each.coupon.id === coupon);
      const held = $wallet.get()?.find((each) => each.coupon.id === coupon && each.state === 'held');
      if (held && offer?.claim.state !== 'available') return { ok: true, held, fresh: false };
      return claims.perform({
        name: coupon,
        ask: (call) => adapter.claim!(requestFor(coupon, offer), call),
        take({ held: piece, fresh, verdict }) {
          const { quote } = requests.get(coupon)!;
          requests.delete(coupon);
          if (quote && verdict) state.desk()?.learn(quote, verdict);
          addToWallet(state, [piece]);
          return { ok: true, held: piece, fresh };
        },
        refuse(reason) {
          requests.delete(coupon);
          mark(state, coupon, (claim) => refuse(claim, reason));
          state.settle();
        },
      });
    },
    exchange: (code) =>
      exchanges.perform({
        name: code,
        ask: (call) => adapter.exchange!({ code }, call),
        take({ held }) {
          addToWallet(state, [held]);
          return { ok: true, held, fresh: true };
        },
      }),
  };
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
