import type { Family } from '../instances/families.js';
import { forSeeds, median, quantile, time } from '../measure.js';
import { duration, percentage } from '../print-table.js';
import { greedy } from '../rivals/greedy.js';
import { findBest } from './find-best.js';

export const greedyHead = [
  'lines × coupons',
  'loses on',
  'of the discount',
  'at most',
  'beats best',
  'median',
];

/** How often greedy misses the best set, and by how much. */
export function measureGreedy({ name, draw }: Family): string[] {
  const times: number[] = [];
  const losses: number[] = [];
  let beaten = 0;
  forSeeds((seed) => {
    const instance = draw(seed);
    const { discount } = findBest(instance);
    let simple = 0;
    times.push(time(() => (simple = greedy(instance).discount)));
    if (simple < discount) losses.push((discount - simple) / discount);
    if (simple > discount) beaten++;
  }, 0.5);
  return [
    name,
    `${percentage(losses.length / times.length)} of ${times.length}`,
    losses.length ? percentage(losses.reduce((a, b) => a + b) / losses.length) : '–',
    losses.length ? percentage(quantile(losses, 1)) : '–',
    `${beaten}`,
    duration(median(times)),
  ];
}
