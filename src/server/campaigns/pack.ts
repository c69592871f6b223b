import { list, object, positive } from '../../model/shape.js';
import { reward, type CampaignTerms, type Reward } from './campaign.js';
import { certain, type CampaignKind } from './campaign-kind.js';

export interface PackCampaign extends CampaignTerms {
  readonly kind: 'pack';
  readonly rewards: readonly Reward[];
  /**
   * How many more times it may be taken, each time when all of it has expired unused. Where it is for newcomers (`maxOrders: 0`), that goes for each time: who has ordered
   * meanwhile gets it no more.
   */
  readonly again?: { readonly times: number };
}

/** Several coupons at once, taken by one act (新人礼包). */
export const pack: CampaignKind<'pack', PackCampaign> = {
  kind: 'pack',
  fields: { rewards: list(reward, 1), 'again?': object({ times: positive }, true) },
  prizes: ({ rewards }) => [certain('pack', 'rewards', rewards)],
  perShopper: ({ again }) => 1 + (again?.times ?? 0),
  onlyAfterExpiry: ({ again }) => again !== undefined,
  check({ rewards, again, limits }, report, { validHoursOf }) {
    if (!again) return;
    if (limits?.perShopper !== undefined) report('limits.perShopper', 'not-with-again');
    rewards.forEach((each, index) => {
      // It is by their own end that pieces expire.
      if (validHoursOf(each) === undefined) report(`rewards[${index}].validHours`, 'required');
    });
  },
  view: ({ rewards }, common, { couponOf }) => ({ ...common, kind: 'pack', coupons: rewards.map(couponOf) }),
};
