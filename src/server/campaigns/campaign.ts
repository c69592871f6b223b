import type { Text } from '../../model/coupon.js';
import { instant } from '../../model/coupon-shapes.js';
import { localized } from '../../model/shared-shapes.js';
import { amount, flag, list, object, oneOf, positive, type Shape } from '../../model/shape.js';
import { hours } from '../../protocol/claim-terms.js';
import { shortText } from '../../protocol/parse-request.js';

/** What a merchant writes of every campaign, whatever its kind: who may take part, how often, and what it may cost. */
export interface CampaignTerms {
  readonly id: string;
  readonly title?: Text;
  /** ISO 8601 with offset; inclusive. */
  readonly opensAt?: string;
  /** ISO 8601 with offset; exclusive. */
  readonly closesAt?: string;
  /** `signed-in`: only for shoppers whom the merchant's backend vouches for. Default `everyone`; an invitation's two sides are always signed in. */
  readonly audience?: 'everyone' | 'signed-in';
  /** Only for shoppers with one of these tags, as the shopper's token says. */
  readonly shopperTags?: readonly string[];
  /** Only for these, each by the `sub` of the shopper's token; nobody else gets to know of it. */
  readonly shoppers?: readonly string[];
  /** Only for shoppers with at most so many orders, as the shopper's token says; 0 is a newcomer. Of an invitation: the friend. */
  readonly maxOrders?: number;
  readonly limits?: {
    /** How often one shopper may take part. Default 1; of a draw with `perShopperPerDay`, of what orders trigger and of whoever invites: no limit. */
    readonly perShopper?: number;
    readonly perShopperPerDay?: number;
    /** How often all shoppers together; absent: no limit. */
    readonly stock?: number;
  };
  /** How much all that is given may be worth, minor units; a coupon's worth is what its rewards say at most. Absent: no limit. */
  readonly budget?: number;
  /** Nobody can take part any more; what was given stays. Default false. */
  readonly disabled?: boolean;
}

/** A coupon that is given; where nothing is special about the piece, a file may say its id alone. */
export interface Reward {
  readonly coupon: string;
  /** How long it can be used from then on, hours. Default: the coupon's `validHours`, else as the coupon says. */
  readonly validHours?: number;
  /** Store credit, minor units: the coupon's claim terms say `credit`. */
  readonly credit?: number;
  /**
   * The shopper is given a code of its own instead, which works once, for whoever types it first: for a receipt, a mail, a guest. Only of a trigger, whose caller gets the codes.
   * Default false.
   */
  readonly byCode?: boolean;
  /** What it takes of the campaign's budget, minor units. Default: the most that the coupon can take off, where that is known. */
  readonly worth?: number;
}

/** The forms of the terms. */
export const termFields = {
  id: shortText,
  'title?': localized,
  'opensAt?': instant,
  'closesAt?': instant,
  'audience?': oneOf('everyone', 'signed-in'),
  'shopperTags?': list(shortText, 1),
  'shoppers?': list(shortText, 1),
  'maxOrders?': amount,
  'limits?': object({ 'perShopper?': positive, 'perShopperPerDay?': positive, 'stock?': amount }, true),
  'budget?': positive,
  'disabled?': flag,
};

const rewardFields: Shape<Reward> = object(
  { coupon: shortText, 'validHours?': hours, 'credit?': positive, 'byCode?': flag, 'worth?': amount },
  true,
);

export const reward: Shape<Reward> = (value, path, report) =>
  typeof value === 'string' ? { coupon: shortText(value, path, report) } : rewardFields(value, path, report);
