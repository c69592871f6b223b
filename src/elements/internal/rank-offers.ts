/** Which offers are the best for this shopper? Those that the present cart gains most by first, then what can be claimed, by value. */
import type { Coupon } from '../../model/coupon.js';
import type { Best } from '../../model/quote.js';
import type { ClaimState } from '../../protocol/messages.js';
import type { Standing } from './standing.js';

export interface RankedOffer extends Standing {
  /** Minor units: what it takes off the present cart, as a part of the best set; absent: it is no part of it. */
  readonly saves?: number;
}

/** After those that the present cart can use. */
const order: readonly ClaimState[] = [
  'available',
  'sign-in',
  'upcoming',
  'claimed',
  'sold-out',
  'used',
  'ended',
];

/** Apart from every worth. */
const step = 2 ** 50;

/** @param best of the present cart; absent: there is none, or it is not known yet */
export function rankOffers(standings: readonly Standing[], best: Best | undefined): readonly RankedOffer[] {
  const inBest = new Map(best?.applied.map(({ coupon, amount }) => [coupon, amount]));
  const refused = new Map(best?.refused.map(({ coupon, reasons }) => [coupon, reasons]));
  const rankOf = ({ coupon, state }: Standing): number => {
    const saves = inBest.get(coupon.id);
    if (saves !== undefined) return -2 * step - saves;
    // Only other coupons stand in its way.
    const isUsable =
      state === 'available' &&
      refused.get(coupon.id)?.every(({ code }) => code === 'conflict' || code === 'outvalued');
    return (isUsable ? -1 : order.indexOf(state)) * step - worthOf(coupon);
  };
  // Places are sorted, not objects: there may be thousands.
  const ranks = standings.map(rankOf);
  const places = Uint32Array.from(standings.keys()).sort((a, b) => ranks[a]! - ranks[b]!);
  return Array.from(places, (place) => {
    const standing = standings[place]!;
    const saves = inBest.get(standing.coupon.id);
    return saves === undefined ? standing : { ...standing, saves };
  });
}

/** Whether the one shows what the other does. */
export function isSameOffer(before: RankedOffer, after: RankedOffer): boolean {
  return (
    before.coupon === after.coupon &&
    before.state === after.state &&
    before.claim === after.claim &&
    before.changesAt === after.changesAt &&
    before.saves === after.saves
  );
}

/**
 * About what a coupon takes off, minor units, by the fields that kinds have in common: its amount, or its percentage of the least that it asks for. Good for an
 * order, and for nothing that is shown.
 */
export function worthOf({ benefit, conditions }: Coupon): number {
  const fields = benefit as unknown as Fields;
  const { amount, maxAmount, percentOff = 0, minSpend, everySpend } = fields.tiers?.at(-1) ?? fields;
  const spend = minSpend ?? everySpend ?? (conditions as Fields | undefined)?.minSpend ?? 0;
  return amount ?? maxAmount ?? (spend * percentOff) / 100;
}

interface Fields {
  readonly amount?: number;
  readonly maxAmount?: number;
  readonly percentOff?: number;
  readonly minSpend?: number;
  readonly everySpend?: number;
  readonly tiers?: readonly Fields[];
}
