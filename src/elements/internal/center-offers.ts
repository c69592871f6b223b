/** Which offers does a coupon center show, and in which order? */
import type { CouponText } from '../../i18n/describe-coupon.js';
import type { Coupon } from '../../model/coupon.js';
import type { Session } from '../../stores/session.js';
import { isInGroup, listGroups, type GroupKey } from './offer-groups.js';
import { rankOffers, type RankedOffer } from './rank-offers.js';
import { createMatcher, toSearchText } from './search-text.js';
import { listStandings, type Standing } from './standing.js';

export interface ShownOffers {
  readonly groups: readonly GroupKey[];
  /** The one that is shown. */
  readonly group: GroupKey;
  readonly offers: readonly RankedOffer[];
  /** The same as long as they keep their places. */
  readonly list: unknown;
  /** Whether coupons are left that have not been searched in. */
  readonly isSearching: boolean;
}

export interface OfferFilter {
  readonly group: GroupKey;
  readonly query: string;
  describe(coupon: Coupon): CouponText;
  /** How the page calls a group. */
  nameOf(group: GroupKey): string;
  /** Another value: other words. */
  readonly look: unknown;
}

/** How long one look through the coupons may describe those that nobody has seen yet. */
const sliceMs = 8;

export class CenterOffers {
  #facts: readonly unknown[] = [];
  #offers: readonly RankedOffer[] = [];
  #groups: readonly GroupKey[] = [];
  /** What the places hang on; where it is the same, they stay. */
  #reasons: readonly unknown[] = [];
  #shown: ShownOffers | undefined;
  #look: unknown;
  #texts = new WeakMap<Coupon, string>();

  read(session: Session, filter: OfferFilter): ShownOffers {
    const { $offers, $wallet, $best, $cart } = session;
    const facts = [session, $offers.get(), $wallet.get(), $best.get()];
    const areNew = differ(facts, this.#facts);
    if (areNew) {
      this.#facts = facts;
      this.#offers = rankOffers(standingsOf(session), $best.get());
      this.#groups = listGroups(this.#offers);
    }
    if (filter.look !== this.#look) {
      this.#look = filter.look;
      this.#texts = new WeakMap();
    }
    const group = this.#groups.includes(filter.group) ? filter.group : 'all';
    const reasons = [session, $cart.get(), !!$best.get(), group, filter.query, filter.look];
    const isOther = differ(reasons, this.#reasons);
    const last = this.#shown;
    if (!areNew && !isOther && last && !last.isSearching) return last;
    if (isOther) this.#reasons = reasons;
    const [wanted, isSearching] = this.#filter(filter, group);
    const offers =
      isOther || !last ? wanted.filter(({ state }) => state !== 'ended') : inPlace(wanted, last.offers);
    return (this.#shown = { groups: this.#groups, group, offers, list: this.#reasons, isSearching });
  }

  /** Those of the group that hold what is searched for, and whether some are left that nobody has described yet. */
  #filter(filter: OfferFilter, group: GroupKey): [readonly RankedOffer[], boolean] {
    const { query } = filter;
    if (group === 'all' && !query) return [this.#offers, false];
    const end = performance.now() + sliceMs;
    const matches = createMatcher(query);
    let isSearching = false;
    const wanted = this.#offers.filter(({ coupon }) => {
      if (!isInGroup(coupon, group)) return false;
      if (!query) return true;
      if (this.#texts.has(coupon) || performance.now() < end) return matches(this.#textOf(coupon, filter));
      isSearching = true;
      return false;
    });
    return [wanted, isSearching];
  }

  #textOf(coupon: Coupon, { describe, nameOf }: OfferFilter): string {
    let text = this.#texts.get(coupon);
    if (text === undefined) {
      const { title, face, threshold, scope } = describe(coupon);
      const names = this.#groups
        .filter((group) => group.includes(':') && isInGroup(coupon, group))
        .map(nameOf);
      text = toSearchText([title, face, threshold, scope, ...names].join(' '));
      this.#texts.set(coupon, text);
    }
    return text;
  }
}

/** Where the shopper stands with each offer; what is only in the wallet is none. */
function standingsOf(session: Session): readonly Standing[] {
  const { length } = session.$offers.get() ?? [];
  return listStandings(session).slice(0, length);
}

/** Nothing changes its place while a shopper claims; what is new goes to the end. */
function inPlace(wanted: readonly RankedOffer[], shown: readonly RankedOffer[]): readonly RankedOffer[] {
  const left = new Map(wanted.map((offer) => [offer.coupon.id, offer]));
  const kept = shown.flatMap(({ coupon: { id } }) => {
    const offer = left.get(id);
    left.delete(id);
    return offer ?? [];
  });
  return [...kept, ...[...left.values()].filter(({ state }) => state !== 'ended')];
}

function differ(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length !== b.length || a.some((value, index) => value !== b[index]);
}
