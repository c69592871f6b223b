/** Where does the shopper stand with a coupon? Its offer and the wallet seen as one; the session keeps both up to date. */
import type { Coupon } from '../../model/coupon.js';
import type { Claim, ClaimState, Held } from '../../protocol/messages.js';
import type { Session } from '../../stores/session.js';

export interface Standing {
  readonly coupon: Coupon;
  readonly state: ClaimState;
  readonly claim: Claim | undefined;
  /** ISO 8601: when it opens, or until when it can be claimed or used. */
  readonly changesAt: string | undefined;
}

/** Every coupon that the session knows of, offers first; what expired before it was used is left out. */
export function listStandings(session: Pick<Session, '$offers' | '$wallet'>): readonly Standing[] {
  const wallet = session.$wallet.get() ?? [];
  const offers = session.$offers.get() ?? [];
  // Of several claims of one coupon, the one that can still be used.
  const held = new Map<string, Held>();
  for (const each of wallet)
    if (!held.has(each.coupon.id) || (each.state === 'held' && held.get(each.coupon.id)!.state !== 'held'))
      held.set(each.coupon.id, each);
  const standings = offers.map(({ coupon, claim }) => standingOf(coupon, claim, held.get(coupon.id)));
  for (const { coupon } of offers) held.delete(coupon.id);
  return [...standings, ...[...held.values()].map((each) => standingOf(each.coupon, undefined, each))];
}

function standingOf(coupon: Coupon, claim: Claim | undefined, held: Held | undefined): Standing {
  const isHeld = !!held && held.state !== 'used' && held.state !== 'expired';
  const state = isHeld
    ? 'claimed'
    : claim && claim.state !== 'claimed'
      ? claim.state
      : held?.state === 'used'
        ? 'used'
        : held
          ? 'ended'
          : 'claimed';
  const until = isHeld ? (held.validUntil ?? coupon.validUntil) : (claim?.closesAt ?? coupon.validUntil);
  return { coupon, state, claim, changesAt: state === 'upcoming' ? claim?.opensAt : until };
}
