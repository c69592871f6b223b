import { list, oneOf } from '../../model/shape.js';
import { reward, type CampaignTerms, type Reward } from './campaign.js';
import { certain, type CampaignKind } from './campaign-kind.js';

export interface InviteCampaign extends CampaignTerms {
  readonly kind: 'invite';
  /** What the friend gets at once, on accepting the invitation. */
  readonly invitee: readonly Reward[];
  /** What whoever invites gets for each friend. */
  readonly inviter: readonly Reward[];
  /** When: as the friend accepts, or with the friend's first order. Default `order`. */
  readonly rewardedOn?: 'acceptance' | 'order';
}

/** A link that rewards both sides (邀请有礼, 裂变): the friend at once, whoever invites when the friend has done what is asked. */
export const invite: CampaignKind<'invite', InviteCampaign> = {
  kind: 'invite',
  signedIn: true,
  fields: {
    invitee: list(reward),
    inviter: list(reward, 1),
    'rewardedOn?': oneOf('acceptance', 'order'),
  },
  prizes: ({ invitee }) => [certain('invitee', 'invitee', invitee)],
  others: ({ inviter }) => certain('inviter', 'inviter', inviter),
  // Friends are limited: each accepts one invitation.
  perShopper: () => Infinity,
  check({ limits, budget }, report) {
    const isBounded = [limits?.perShopper, limits?.stock, budget].some((bound) => bound !== undefined);
    if (!isBounded) report('limits.perShopper', 'no-limit', {}, 'warning');
  },
  view: ({ invitee, inviter, rewardedOn = 'order' }, common, { couponOf, friends }) => ({
    ...common,
    kind: 'invite',
    invitee: invitee.map(couponOf),
    inviter: inviter.map(couponOf),
    rewardedOn,
    ...(friends && { friends }),
  }),
};
