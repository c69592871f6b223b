import type { ClaimRow } from '../../../src/server/ledgers/rows.js';
import { countBy, groupBy } from './group-by.js';
import type { Rows } from './read-rows.js';

/** As many pieces are counted as there are, and no more than the stock. */
export function* checkCounters({ counters, claims }: Rows): Iterable<string> {
  const granted = countBy(claims.filter(isGranted), ({ coupon }) => coupon);
  const known = new Map(counters.map((counter) => [counter.coupon, counter]));
  for (const coupon of new Set([...granted.keys(), ...known.keys()])) {
    const rows = granted.get(coupon) ?? 0;
    const counter = known.get(coupon);
    if (counter?.granted !== rows) yield `counter of ${coupon}: ${counter?.granted}, but ${rows} rows`;
    const stock = counter?.stock ?? Infinity;
    if (rows > stock) yield `oversold ${coupon}: ${rows} of ${stock}`;
  }
}

/** Nobody has more than one may have, of pieces and of live holds. */
export function* checkShoppers({ accounts, claims, orders }: Rows): Iterable<string> {
  for (const [owner, pieces] of groupBy(
    claims.filter(isGranted).map((claim) => ({ ...claim, owner: `${claim.shopper} of ${claim.coupon}` })),
    'owner',
  )) {
    const limit = Math.max(...pieces.map(({ per_shopper }) => per_shopper));
    if (pieces.length > limit) yield `shopper limit: ${owner} has ${pieces.length}, but ${limit} are allowed`;
    if (new Set(pieces.map(({ ordinal }) => ordinal)).size < pieces.length) yield `ordinals of ${owner}`;
    const reserved = pieces.filter(({ state }) => state === 'reserved').length;
    if (reserved > 1) yield `${owner}: ${reserved} live holds of one coupon`;
  }
  const live = countBy(
    orders.filter(({ state }) => state === 'reserved'),
    ({ shopper }) => shopper,
  );
  const known = new Map(accounts.map(({ shopper, holds }) => [shopper, holds]));
  for (const shopper of new Set([...live.keys(), ...known.keys()])) {
    const holds = live.get(shopper) ?? 0;
    if ((known.get(shopper) ?? 0) !== holds)
      yield `holds of ${shopper}: ${known.get(shopper)}, but ${holds} rows`;
    if (holds > 5) yield `too many holds: ${shopper} has ${holds}`;
  }
}

/** A piece is where its hold says, and no piece is in two holds. */
export function* checkHolds({ claims, orders }: Rows): Iterable<string> {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const users = new Map<string, string>();
  for (const { id, state, shopper, parts, reversals } of orders) {
    const returned = new Set(reversals.flatMap((reversal) => reversal.returned));
    for (const part of parts) {
      const claim = byId.get(part.claim);
      if (!claim || claim.shopper !== shopper || claim.coupon !== part.coupon) {
        yield `hold ${id}: no such piece ${part.claim}`;
        continue;
      }
      // Store credit is used bit by bit, and its piece is free between: `checkCampaigns` counts it.
      const isUsed =
        claim.balance === null &&
        (state === 'redeemed' || state === 'reversed') &&
        !returned.has(part.coupon);
      const wanted = state === 'reserved' ? 'reserved' : isUsed ? 'used' : undefined;
      if (wanted && (claim.state !== wanted || claim.hold !== id))
        yield `hold ${id} is ${state}, but its piece ${claim.id} is ${claim.state} by ${claim.hold}`;
      if (wanted && users.has(claim.id))
        yield `piece ${claim.id} is in holds ${users.get(claim.id)} and ${id}`;
      if (wanted) users.set(claim.id, id);
    }
    const isWhole = reversals.some(({ complete }) => complete);
    if (isWhole !== (state === 'reversed')) yield `hold ${id} is ${state}, complete reversal: ${isWhole}`;
  }
  for (const { id, state, hold, balance } of claims) {
    if (balance === 0) continue;
    if ((state === 'reserved' || state === 'used') !== users.has(id))
      yield `piece ${id} is ${state} by ${hold}, but no hold has it`;
  }
}

function isGranted({ state }: ClaimRow): boolean {
  return state !== 'given-up';
}
