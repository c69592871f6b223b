import { list } from '../../model/shape.js';
import { reward, type CampaignTerms, type Reward } from './campaign.js';
import { certain, type CampaignKind } from './campaign-kind.js';

export interface PushCampaign extends CampaignTerms {
  readonly kind: 'push';
  readonly rewards: readonly Reward[];
}

/**
 * Puts coupons into shoppers' wallets without their asking (定向发放), once each. Whoever is named by `shoppers`, or has one of `shopperTags`, gets them the next time that
 * they look; with `POST /v1/issues` the merchant gives them to a list at once.
 */
export const push: CampaignKind<'push', PushCampaign> = {
  kind: 'push',
  fields: { rewards: list(reward, 1) },
  prizes: ({ rewards }) => [certain('rewards', 'rewards', rewards)],
  check({ limits }, report) {
    if ((limits?.perShopper ?? 1) > 1) report('limits.perShopper', 'too-large', { max: 1 });
  },
};
