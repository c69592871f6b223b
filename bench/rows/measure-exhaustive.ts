import type { Instance } from '../instances/instance.js';
import { market } from '../instances/market.js';
import { copy, forSeeds, median, time, warmUp } from '../measure.js';
import { duration, ratio } from '../print-table.js';
import { exhaustive } from '../rivals/exhaustive.js';
import { findBest } from './find-best.js';

export const exhaustiveHead = ['lines × coupons', 'best', 'every set', '÷ best', 'equal'];

/** `best` beside pricing every set of so many coupons for five lines. */
export function measureExhaustive(couponCount: number): string[] {
  const name = `market 5 × ${couponCount}, 2 shops`;
  const draw = (seed: number): Instance => market(seed, 5, couponCount, 2);
  warmUp({ name, draw }, findBest);
  const ours: number[] = [];
  const theirs: number[] = [];
  let equal = 0;
  forSeeds((seed) => {
    const instance = draw(seed);
    const asked = copy(instance);
    let payable = 0;
    ours.push(time(() => (payable = findBest(asked).payable)));
    theirs.push(time(() => (equal += Number(exhaustive(instance).payable === payable))));
  }, 0.5);
  return [
    name,
    duration(median(ours)),
    duration(median(theirs)),
    ratio(median(theirs) / median(ours)),
    `${equal} of ${ours.length}`,
  ];
}
