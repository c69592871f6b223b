import type { Row } from '../database.js';
import type { Hold, Holding } from '../ledger.js';
import type { ClaimRow, HoldRow } from '../rows.js';

interface Done<Value> {
  readonly state: 'done';
  readonly value: Value;
  readonly replayed: boolean;
}

export function done<Value>(value: Value, replayed = false): Done<Value> {
  return { state: 'done', value, replayed };
}

type HeldFields = 'id' | 'coupon' | 'state' | 'claimed_at' | 'until' | 'hold' | 'valid_until' | 'balance';

export function holdingOf(row: Row & Pick<ClaimRow, HeldFields>): Holding {
  const { id, coupon, state, claimed_at, until, hold, valid_until, balance } = row;
  return {
    id,
    coupon,
    state: state as Holding['state'],
    claimedAt: claimed_at,
    ...(until !== null && { until }),
    ...(state === 'reserved' && { hold: hold! }),
    ...(valid_until !== null && { validUntil: valid_until }),
    ...(balance !== null && { balance }),
  };
}

export function holdOf({ id, state, until, extended }: HoldRow): Hold {
  return { id, state, until, extended: extended === 1 };
}
