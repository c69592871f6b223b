import type { ReadableAtom } from 'nanostores';
import type { CampaignView, Invitation, InviteView, Participation } from '../protocol/campaigns.js';
import type { Reason } from '../model/refusal.js';

/** Draws, packs and invitations of one session. Everything is plain data in stores; what they bring is in the session's wallet. */
export interface Campaigns {
  /** `undefined` until the first answer. They age by the server's clock, as offers do. */
  readonly $campaigns: ReadableAtom<readonly CampaignView[] | undefined>;
  /** The shopper's points; `undefined` where they are not known. */
  readonly $points: ReadableAtom<number | undefined>;
  /** Asks anew, shares an answer that is under way, and never rejects: a fault is in the session's `$error`, and the last answer stays. */
  load(): Promise<void>;
  /**
   * Draws, takes a pack, accepts an invitation. Two acts at once are one, and who cancels one cancels both; after a fault the next try has the same key, so
   * that nothing is drawn twice. Aborting `signal` stops waiting: what the server has done meanwhile is told by the next try.
   */
  participate(campaign: string, options?: ParticipateOptions): Promise<ParticipationResult>;
  /** Makes a link for friends, with the lines of the session's cart, 50 at most, where `cart` is wanted. */
  invite(campaign: string, options?: { readonly cart?: boolean }): Promise<InvitationResult>;
  /** What a link brings to whoever opened it. */
  readInvitation(code: string): Promise<InvitationResult>;
}

export interface ParticipateOptions {
  /** The code of the invitation that is accepted. */
  readonly invitation?: string;
  readonly signal?: AbortSignal;
}

export type ParticipationResult =
  | { readonly ok: true; readonly participation: Participation; readonly campaign: CampaignView }
  /**
   * The server's reason (`sold-out`, `taken`, `upcoming`, `ended`, `sign-in`, `not-eligible`, `points-too-few` with `required` and `available`,
   * `own-invitation`, `already-invited`, `unknown-campaign`, `unknown-invitation`), or of a fault `unavailable`, or `rate-limited` with `retryAfterMs`, or
   * `cancelled`.
   */
  | { readonly ok: false; readonly reason: Reason };

export type InvitationResult =
  | { readonly ok: true; readonly invitation: Invitation; readonly campaign: InviteView }
  | { readonly ok: false; readonly reason: Reason };
