import { apply, type Candidate, type Circumstances } from './candidate.js';
import { isPreferred } from './is-preferred.js';
import type { Outlook } from './weights.js';

/**
 * When does one choice of early coupons surely end better than another, whatever else is chosen, under given late coupons? What those take
 * depends on sums: of what is left of each *class* of places, those that the same of them reach. With less left, less is to pay in the
 * end (each benefit's invariant), except that totals and shares are rounded, and that a residual threshold may be missed.
 */
export interface Outcome {
  /** The class of each place, counted from 0. */
  readonly classes: readonly number[];
  readonly classCount: number;
  beats(a: Sums, b: Sums): boolean;
}

/** Some early coupons, and what they leave of each class, minor units. */
export interface Sums {
  readonly set: readonly Candidate[];
  readonly sums: readonly number[];
}

/** @param must where it is late and may come to nothing, sets in which it does not apply do not count */
export function createOutcome(
  late: readonly Candidate[],
  must: Candidate | undefined,
  circumstances: Circumstances,
  mostBefore: Outlook['mostBefore'],
): Outcome {
  const lowest = new Map(late.map((each) => [each, lowestTotal(each, late, circumstances, mostBefore)]));
  const open = late.filter((each) => lowest.get(each) !== each.alone.total);
  const { classes, classCount } = classify(open.length ? late : [], circumstances);
  const { floor } = circumstances.table;
  const isFloored = ({ places }: Candidate): boolean => places.some((place) => floor[place]);
  // How much of a unit less comes through to the end at the least (nothing, where a discount may be cut to what minimum prices leave),
  // and how many units rounding may cost on the way.
  const slope = open.reduce(
    (product, each) => (isFloored(each) ? 0 : product * (1 - each.alone.percent / 100)),
    1,
  );
  const shifted = shiftedBySplits(late, open, circumstances);
  const noise = open.length + shifted;
  const mustEqual =
    (open.length > 0 && circumstances.on === 'residual') || (!!must && lowest.get(must) === 0);
  return {
    classes,
    classCount,
    beats(a, b) {
      let less = 0;
      for (let index = 0; index < classCount; index++) {
        const difference = b.sums[index]! - a.sums[index]!;
        if (difference < 0 || (mustEqual && difference)) return false;
        less += difference;
      }
      return less * slope > noise || (!shifted && isPreferred(a.set, b.set));
    },
  };
}

/** What a late coupon takes off where the layers before it leave the least that they can; 0 where it may not apply. */
function lowestTotal(
  candidate: Candidate,
  late: readonly Candidate[],
  circumstances: Circumstances,
  mostBefore: Outlook['mostBefore'],
): number {
  const { list, floor } = circumstances.table;
  let spare = mostBefore(candidate);
  for (const { terms, alone } of late) if (terms.rank < candidate.terms.rank) spare += alone.total;
  const left = list.map(() => 0);
  for (const place of candidate.places) {
    const taken = Math.min(spare, list[place]! - floor[place]!);
    left[place] = list[place]! - taken;
    spare -= taken;
  }
  const discount = spare ? [] : apply(candidate, circumstances, left);
  return 'total' in discount ? discount.total : 0;
}

function classify(
  late: readonly Candidate[],
  { table: { list }, on }: Circumstances,
): Pick<Outcome, 'classes' | 'classCount'> {
  let classes = list.map(() => 0);
  let classCount = 1;
  const divide = (places: readonly number[]): void => {
    const inside = new Set(places);
    const known = new Map<number, number>();
    classes = classes.map((before, place) => {
      const key = inside.has(place) ? before : -1 - before;
      if (!known.has(key)) known.set(key, known.size);
      return known.get(key)!;
    });
    classCount = known.size;
  };
  for (const each of late) for (const places of seenBy(each, on)) divide(places);
  return { classes, classCount };
}

/**
 * By how many units the shares of coupons may differ from their proportions, in sums that a later coupon sees: where it reaches some of
 * the places of one before and not others. Infinite where minimum prices shift them further.
 */
function shiftedBySplits(
  late: readonly Candidate[],
  open: readonly Candidate[],
  { table: { floor }, on }: Circumstances,
): number {
  let shifted = 0;
  for (const { terms, places } of late)
    for (const later of open) {
      if (later.terms.rank <= terms.rank) continue;
      for (const seen of seenBy(later, on)) {
        const common = places.filter((place) => seen.includes(place)).length;
        if (!common || common === places.length) continue;
        shifted += places.some((place) => floor[place]) ? Infinity : places.length;
      }
    }
  return shifted;
}

/** The places whose sums a coupon asks for: where its discount may fall, and what a residual threshold measures. */
function seenBy({ places, goods, part }: Candidate, on: Circumstances['on']): (readonly number[])[] {
  if (on === 'list') return [places];
  return [places, ...[goods, part].map((each) => each.map(({ place }) => place))];
}
