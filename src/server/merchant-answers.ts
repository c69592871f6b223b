import { amount, flag, integer, list, object, oneOf, text, type Shape } from '../model/shape.js';
import type { Hold } from '../protocol/messages.js';
import type { CouponStanding, FoundHold } from './create-client.js';
import type { Holding, PointsAccount, Redemption, Reversal, Statement } from './ledgers/ledger.js';
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

export const account = atLeast<PointsAccount>(object({ points: amount }));

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
