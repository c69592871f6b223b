import { currency } from '../../model/shared-shapes.js';
import { flag, list, oneOf, positive } from '../../model/shape.js';
import { reward, type CampaignTerms, type Reward } from './campaign.js';
import { certain, type CampaignKind } from './campaign-kind.js';

export const triggerEvents = ['order', 'registration', 'abandonment'] as const;
export type TriggerEvent = (typeof triggerEvents)[number];

export interface TriggerCampaign extends CampaignTerms {
  readonly kind: 'trigger';
  readonly on: TriggerEvent;
  /** Of an order: at least so much was paid, minor units. */
  readonly minSpend?: number;
  /** Of an order: ISO 4217; absent: whatever it was paid in. */
  readonly currency?: string;
  /** Of an order: only the shopper's first. */
  readonly first?: boolean;
  readonly rewards: readonly Reward[];
}

/** Gives coupons when something has happened: an order was paid (with its next-purchase coupon), a shopper has registered, a cart was abandoned. */
export const trigger: CampaignKind<'trigger', TriggerCampaign> = {
  kind: 'trigger',
  tellsMerchant: true,
  fields: {
    on: oneOf(...triggerEvents),
    'minSpend?': positive,
    'currency?': currency,
    'first?': flag,
    rewards: list(reward, 1),
  },
  prizes: ({ rewards }) => [certain('rewards', 'rewards', rewards)],
  // Each order is an occasion of its own; a cart can be abandoned at will.
  perShopper: ({ on, first }) => (on === 'order' && !first ? Infinity : 1),
  check({ on, minSpend, currency, first }, report) {
    if (on === 'order') {
      if (minSpend !== undefined && currency === undefined) report('currency', 'required', {}, 'warning');
      return;
    }
    for (const [field, value] of Object.entries({ minSpend, currency, first })) {
      if (value !== undefined) report(field, 'only-of-orders');
    }
  },
};

/** What has happened, as far as it is known. */
export interface Happening {
  readonly on: TriggerEvent;
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  /** How many orders the shopper had completed before. */
  readonly orders?: number;
}

/** Whether it is what the campaign waits for; what is not known is not. */
export function isTriggered(campaign: TriggerCampaign, { on, amount, currency, orders }: Happening): boolean {
  return (
    campaign.on === on &&
    (campaign.minSpend === undefined || (amount !== undefined && amount >= campaign.minSpend)) &&
    (campaign.currency === undefined || campaign.currency === currency) &&
    (!campaign.first || orders === 0)
  );
}
