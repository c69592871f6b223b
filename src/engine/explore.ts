import { apply, type Candidate } from './candidate.js';
import type { District } from './districts.js';
import { gainOf, gainOfChoice, type Fork, type Work } from './forks.js';
import type { Prepared } from './prepare.js';
import { takeOff } from './price.js';
import { weigh, type Weighed, type Weights } from './weights.js';

/**
 * What can a district leave of its places, where what is left of each place has a weight? Branch and bound: first a set for each block,
 * then the item coupons, whose weights are then known; the most promising first. What is complete is priced exactly.
 */

/** A legal set of a district's coupons. */
export interface Choice {
  readonly set: readonly Candidate[];
  /** What it leaves of each of the district's places, minor units. */
  readonly left: readonly number[];
}

export interface Entry extends Choice {
  /** What is left, weighed. */
  readonly value: number;
}

/** Whether no set that leaves at least so much, weighed, and has at least so many coupons, is wanted. */
export type IsHopeless = (atLeast: number, count: number) => boolean;

interface Option extends Weighed {
  readonly set: readonly Candidate[];
  /** The most that it saves, with the item coupons below it at the weights that they have without it. */
  readonly most: number;
}

/** Which sets count. */
export interface Rules {
  /** Those without any of these coupons. */
  readonly barred: ReadonlySet<Candidate>;
  /** Where it is one of the district's: those with it. */
  readonly must: Candidate | undefined;
}

export interface Explorer {
  /** Calls `found` for every set that is not hopeless, and perhaps for some that are; returns what none leaves less than, weighed. */
  explore(
    district: District,
    rules: Rules,
    weights: Weights,
    isHopeless: IsHopeless,
    found: (entry: Entry) => void,
  ): number;
}

export function createExplorer({ circumstances, legality }: Prepared, work: Work): Explorer {
  const { list } = circumstances.table;
  const scratch = [...list];

  /** What a set leaves of a district's places; undefined where one of its coupons does not apply. */
  const leave = ({ places }: District, set: readonly Candidate[]): number[] | undefined => {
    const items = set.filter(({ terms }) => terms.layer === 'item');
    for (const item of items) takeOff(scratch, item, item.alone);
    const above = set.filter(({ terms }) => terms.layer !== 'item');
    const discounts = above.map((each) => (items.length ? apply(each, circumstances, scratch) : each.alone));
    const applies = discounts.every((discount) => 'total' in discount);
    if (applies) {
      // All are split before any is taken off: shares follow what was left when the discount was found.
      discounts.forEach(({ shares }) => shares);
      above.forEach((each, index) => takeOff(scratch, each, discounts[index]!));
    }
    const left = places.map((place) => scratch[place]!);
    for (const place of places) scratch[place] = list[place]!;
    return applies ? left : undefined;
  };

  const explore: Explorer['explore'] = (district, { barred, must }, weights, isHopeless, found) => {
    const { places, blocks, forks, outlook } = district;
    let listed = 0;
    for (const place of places) listed += weights[place]! * list[place]!;

    const finish = (set: readonly Candidate[]): void => {
      const left = leave(district, set);
      if (!left) return;
      let value = 0;
      for (let index = 0; index < left.length; index++) value += weights[places[index]!]! * left[index]!;
      found({ set, left, value });
    };

    /** @param atLeast the bound, with the most that each of the forks can save in it */
    const chooseItems = (
      open: readonly Fork[],
      index: number,
      below: Weights,
      atLeast: number,
      chosen: readonly Candidate[],
    ): void => {
      const fork = open[index];
      if (!fork) return finish(chosen);
      const choices = fork.choices
        .map((choice) => ({ ...choice, gain: gainOfChoice(choice, below, barred) }))
        .filter(({ gain }) => gain >= 0)
        .sort((a, b) => b.gain - a.gain);
      const isOpen = must && fork.items.includes(must);
      for (const choice of choices) {
        if (isOpen && choice.item !== must && !choice.below.some(({ items }) => items.includes(must)))
          continue;
        const next = choice.item ? [...chosen, choice.item] : chosen;
        const least = atLeast + choices[0]!.gain - choice.gain;
        if (choice.item && !legality.mayJoin(choice.item, chosen)) continue;
        work.nodes++;
        if (isHopeless(least, next.length)) continue;
        if (choice.below.length)
          chooseItems([...choice.below, ...open.slice(index + 1)], 0, below, least, next);
        else chooseItems(open, index + 1, below, least, next);
      }
    };

    const gains = blocks.map(({ forks }) => gainOf(forks, weights, barred));
    const options = blocks.map(({ choices, coupons }, index) =>
      choices
        .filter((set) => !set.some((each) => barred.has(each)))
        .filter((set) => !must || set.includes(must) || !coupons.includes(must))
        .map((set): Option => {
          const weighed = weigh(set, weights, outlook);
          return { set, ...weighed, most: weighed.taken + weighed.scaled + gains[index]! };
        })
        .sort((a, b) => b.most - a.most),
    );

    const chooseSets = (
      index: number,
      below: Weights,
      taken: number,
      atLeast: number,
      chosen: readonly Candidate[],
    ): void => {
      const block = options[index];
      if (!block) {
        const open = [...blocks.flatMap((each) => each.forks), ...forks];
        let rest = 0;
        for (const place of places) rest += below[place]! * list[place]!;
        return chooseItems(open, 0, below, rest - taken - gainOf(open, below, barred), chosen);
      }
      for (const option of block) {
        const most = atLeast + block[0]!.most - option.most;
        // The others of this block save no more.
        if (isHopeless(most, 0)) return;
        const gain =
          option.weights === weights ? gains[index]! : gainOf(blocks[index]!.forks, option.weights, barred);
        const least = most + gains[index]! - gain;
        const next = [...chosen, ...option.set];
        work.nodes++;
        if (isHopeless(least, next.length) || !option.set.every((each) => legality.mayJoin(each, chosen)))
          continue;
        const { weights: lower } = index ? weigh(option.set, below, outlook) : option;
        chooseSets(index + 1, lower, taken + option.taken, least, next);
      }
    };

    let saved = gainOf(forks, weights, barred);
    for (const block of options) saved += block[0]?.most ?? 0;
    chooseSets(0, weights, 0, listed - saved, []);
    return listed - saved;
  };
  return { explore };
}
