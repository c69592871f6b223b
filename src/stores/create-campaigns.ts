/** Draws, packs and invitations: asked for once, aged by the clock, in step with the wallet and with other tabs. Loaded when an element asks for them. */
import { atom, type ReadableAtom } from 'nanostores';
import type { Cart } from '../model/cart.js';
import type { Reason } from '../model/refusal.js';
import { demand } from '../money/coupon-error.js';
import type {
  CampaignState,
  CampaignView,
  InvitationAnswer,
  ParticipationAnswer,
  SharedLine,
} from '../protocol/campaigns.js';
import type { Campaigns, InvitationResult, ParticipationResult } from './campaigns.js';
import { campaignsAt } from './campaigns-at.js';
import { addToWallet } from './change-wallet.js';
import { createActs } from './create-acts.js';
import type { Context } from './create-context.js';
import type { Wallet } from './create-wallet.js';
import { followTabs } from './follow-tabs.js';
import { nextBoundary } from './states-at.js';

interface CampaignStores {
  readonly $cart: ReadableAtom<Cart | undefined>;
  readonly $shopper: ReadableAtom<unknown>;
}

/** A timer waits no longer before it looks again: `setTimeout` holds 24 days, and computers sleep. */
const longestMs = 86_400_000;

/** A link shares no more than servers take. */
const maxSharedLines = 50;

/** The refusals that say how the campaign stands. */
const states = [
  'taken',
  'sold-out',
  'upcoming',
  'ended',
  'sign-in',
  'not-eligible',
] as const satisfies readonly CampaignState[];

/** @throws CouponError where the adapter has no campaigns */
export function createCampaigns(
  context: Context,
  { $cart, $shopper }: CampaignStores,
  wallet: Wallet,
): Campaigns {
  const { adapter, breaker, signal } = context;
  demand('adapter', adapter.campaigns, 'take one that has campaigns');
  const $campaigns = atom<readonly CampaignView[] | undefined>();
  const $points = atom<number | undefined>();
  const participations = createActs<ParticipationAnswer, ParticipationResult>(context, 'participate');
  const invitations = createActs<InvitationAnswer, InvitationResult>(context, 'campaigns');
  /** The answer that is awaited: who asks meanwhile shares it. */
  let awaited: Promise<void> | undefined;
  /** The newest question; what answers an older one is dropped. */
  let newest: object | undefined;
  let callOffRetry = () => {};
  let callOffAging = () => {};

  const ask = (): Promise<void> => {
    callOffRetry();
    const question = (newest = {});
    const isLate = () => signal.aborted || newest !== question;
    awaited = load(isLate).finally(() => {
      if (!isLate()) awaited = undefined;
    });
    return awaited;
  };

  const load = async (isLate: () => boolean): Promise<void> => {
    /** Who waits for a late answer waits for the one that replaced it. */
    const later = () => (signal.aborted ? undefined : awaited);
    const sent = context.clock();
    try {
      const { campaigns, points, serverTime, problems } = await adapter.campaigns!({ signal });
      if (isLate()) return later();
      breaker.reset();
      context.learnTime(serverTime, sent);
      context.recover('campaigns');
      if (problems?.length) context.$error.set({ code: 'invalid-offers', problems });
      $points.set(points);
      settle(campaigns);
    } catch (cause) {
      if (isLate()) return later();
      const error = context.fail('campaigns', cause);
      if (error.retryable) callOffRetry = context.schedule(ask, breaker.fault(error));
    }
  };

  /** Takes the campaigns as they stand now, and wakes up again at the next moment that changes one. */
  const settle = (campaigns: readonly CampaignView[]): void => {
    callOffAging();
    const now = context.now();
    const aged = campaignsAt(campaigns, now);
    $campaigns.set(aged);
    const waitMs = nextBoundary(aged, now) - now;
    const again = () => settle($campaigns.value!);
    callOffAging = waitMs < Infinity ? context.schedule(again, Math.min(waitMs, longestMs)) : () => {};
  };

  const change = (id: string, next: (campaign: CampaignView) => CampaignView): void => {
    if ($campaigns.value) settle($campaigns.value.map((each) => (each.id === id ? next(each) : each)));
  };

  const take = (answer: ParticipationAnswer, isFriend: boolean): ParticipationResult => {
    const { participation, campaign } = answer;
    const { held, points } = participation;
    if (!isFriend) change(campaign.id, () => campaign);
    if (held.length > 0) addToWallet(wallet, held);
    // Answers under way may be from before; how many points are left, only the server knows.
    if (awaited || points || campaign.cost) void ask();
    tabs.tell();
    return { ok: true, participation, campaign };
  };

  const takeInvitation = (answer: InvitationAnswer): InvitationResult => {
    const { invitation, campaign } = answer;
    // How it stands for a friend is not how it stands for whoever invites.
    if (invitation.own) change(campaign.id, () => campaign);
    return { ok: true, invitation, campaign };
  };

  const refuse = (id: string, { code, params }: Reason): void => {
    const state = states.find((each) => each === code);
    if (state) change(id, (campaign) => ({ ...campaign, state, ...(state === 'taken' && { left: 0 }) }));
    // When there is a next time, only the server knows.
    if (state === 'taken') void ask();
    const { available } = params;
    if (code === 'points-too-few' && typeof available === 'number') $points.set(available);
  };

  const askAnew = () => {
    if (newest && !signal.aborted) void ask();
  };
  const tabs = followTabs('couponkit campaigns:' + adapter.name, askAnew);
  signal.addEventListener('abort', tabs.close);
  $shopper.listen(() => {
    participations.forget();
    invitations.forget();
    askAnew();
  });
  // A claim may have taken points, in whatever tab.
  wallet.$wallet.listen((pieces = [], before) => {
    const known = new Set(before?.map(({ id }) => id));
    const paid = wallet.$offers.get()?.filter(({ claim }) => claim.cost?.points) ?? [];
    const isPaid = (id: string) => paid.some(({ coupon }) => coupon.id === id);
    if (before && pieces.some(({ id, coupon }) => !known.has(id) && isPaid(coupon.id))) askAnew();
  });

  return {
    $campaigns,
    $points,
    load: () => awaited ?? ask(),
    participate(campaign, { invitation, signal: giveUp } = {}) {
      const request = { campaign, ...(invitation !== undefined && { invitation }) };
      return participations.perform({
        name: JSON.stringify(request),
        ask: (call) => adapter.participate!(request, call),
        take: (answer) => take(answer, invitation !== undefined),
        refuse: (reason) => {
          if (invitation === undefined) refuse(campaign, reason);
        },
        signal: giveUp,
      });
    },
    invite(campaign, { cart: isShared } = {}) {
      const lines = isShared ? sharedLinesOf($cart.get()) : [];
      const request = { campaign, ...(lines.length > 0 && { lines }) };
      return invitations.perform({
        name: `invite ${JSON.stringify(request)}`,
        ask: (call) => adapter.invite!(request, call),
        take: takeInvitation,
        refuse: (reason) => refuse(campaign, reason),
      });
    },
    readInvitation: (code) =>
      invitations.perform({
        name: `read ${code}`,
        ask: ({ signal }) => adapter.invitation!({ code }, { signal }),
        take: takeInvitation,
      }),
  };
}

function sharedLinesOf(cart: Cart | undefined): readonly SharedLine[] {
  return (cart?.lines ?? []).slice(0, maxSharedLines).map(({ product, sku, quantity }) => ({
    product,
    ...(sku !== undefined && { sku }),
    quantity,
  }));
}
