import {
  amount,
  anything,
  dictionary,
  flag,
  integer,
  isObject,
  list,
  object,
  oneOf,
  text,
  type Shape,
} from '../model/shape.js';
import type { IssueOutcome } from '../protocol/campaigns.js';
import type { Hold } from '../protocol/messages.js';
import type { CampaignReport, CouponStanding, FoundHold, PutCampaign } from './client.js';
import type { Holding, PointsBalance, Redemption, Reversal, Statement } from './ledgers/ledger.js';
import type { Reconciliation } from './settlement/reconcile.js';

/** The forms of what the coupon server answers to a merchant's backend. What programs decide by is checked, and the rest let pass. */

/** The value itself, where it has at least these fields. */
const atLeast =
  <T>(fields: Shape<unknown>): Shape<T> =>
  (value, path, report) => {
    fields(value, path, report);
    return value as T;
  };

export const hold: Shape<Hold> = object({
  id: text,
  state: oneOf('reserved', 'redeemed', 'released', 'expired', 'reversed'),
  expiresAt: text,
  extendable: flag,
});

export const redemption = atLeast<Redemption>(
  object({
    id: text,
    order: text,
    at: integer(0),
    currency: text,
    total: amount,
    coupons: list(object({ coupon: text, amount })),
    late: flag,
  }),
);

export const reversal = atLeast<Reversal>(
  object({
    id: text,
    redemption: text,
    at: integer(0),
    refund: object({ currency: text, amount }),
    complete: flag,
    returned: list(text),
  }),
);

export const foundHold = atLeast<FoundHold>(
  object({
    hold,
    shopper: text,
    cartHash: text,
    currency: text,
    total: amount,
    coupons: list(object({ coupon: text, amount })),
    'redemption?': redemption,
    reversals: list(reversal),
  }),
);

export const holding = atLeast<Holding>(
  object({ id: text, coupon: text, state: oneOf('pending', 'held', 'reserved', 'used') }),
);

export const account = atLeast<PointsBalance>(object({ points: amount }));

export const statement = atLeast<Statement>(
  object({
    day: text,
    currency: text,
    opening: integer(-Infinity),
    closing: integer(-Infinity),
    closed: flag,
  }),
);

export const standing = atLeast<CouponStanding>(
  object({
    coupon: text,
    claimed: amount,
    reserved: amount,
    redeemed: amount,
    redemptionRateBps: amount,
    discount: list(object({ currency: text, amount: integer(-Infinity), platform: integer(-Infinity) })),
  }),
);

/** Where something was issued, what a mail says of it is certain. */
const issued = atLeast<IssueOutcome>(
  object({
    campaign: text,
    shopper: text,
    state: oneOf('issued'),
    fresh: flag,
    participation: object({ id: text, held: list(object({ id: text, coupon: object({ id: text }) })) }),
    codes: list(object({ coupon: text, code: text })),
  }),
);
const notIssued = atLeast<IssueOutcome>(
  object({ campaign: text, shopper: text, state: oneOf('taken', 'sold-out', 'not-eligible') }),
);

export const issueOutcome: Shape<IssueOutcome> = (value, path, report) =>
  (isObject(value) && value['state'] === 'issued' ? issued : notIssued)(value, path, report);

export const campaignReport = atLeast<CampaignReport>(
  object({ campaign: text, issued: amount, spent: amount, prizes: dictionary(amount) }),
);

export const putCampaignAnswer = atLeast<PutCampaign>(
  object({
    campaign: object({ id: text, kind: text }),
    version: text,
    warnings: list(object({ path: anything, code: text })),
  }),
);

const order = object({ order: text, paid: integer(-Infinity) });

export const reconciliation = atLeast<Reconciliation>(
  object({
    matched: amount,
    onlyOurs: list(order),
    onlyTheirs: list(order),
    different: list(object({ order: text })),
    sums: list(object({ difference: integer(-Infinity) })),
  }),
);
