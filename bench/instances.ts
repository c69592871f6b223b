/**
 * How hard are the instances? For each family: how many of the coupons apply to the cart alone, how often greedy misses the best set, and what of the
 * discount it loses then. `npm run bench:instances [seeds]`. Where the search ran out of its budget, the best set found counts, so that the
 * share that greedy loses is at least what is printed.
 */
import { best } from '../src/engine/index.js';
import { adversarial } from './instances/adversarial.js';
import { crossing } from './instances/crossing.js';
import { exact } from './instances/exact.js';
import type { Instance } from './instances/instance.js';
import { market, oneShop, small } from './instances/market.js';
import { greedy } from './rivals/greedy.js';

const families: readonly (readonly [name: string, seeds: number, draw: (seed: number) => Instance])[] = [
  ['small, 5 × 20', 400, small],
  ['market, 50 × 100, 10 shops', 60, (seed) => market(seed, 50, 100, 10)],
  ['market, 500 × 1000, 100 shops', 2, (seed) => market(seed, 500, 1_000, 100)],
  ['oneShop, 500 × 1000', 2, oneShop],
  ['crossing, 50 × 100, 10 shops', 40, (seed) => crossing(seed, 50, 100, 10)],
  ['crossing, 500 × 1000, 100 shops', 2, (seed) => crossing(seed, 500, 1_000, 100)],
  ['exact, 5 × 20, 2 shops', 200, (seed) => exact(seed, 5, 20, 2)],
  ['exact, 50 × 100, 10 shops', 40, (seed) => exact(seed, 50, 100, 10)],
  ['adversarial, 25 × 100', 4, adversarial],
];

const only = process.argv[2];
for (const [name, seeds, draw] of families) {
  if (only && !name.startsWith(only)) continue;
  let apply = 0;
  let used = 0;
  let proven = 0;
  let lost = 0;
  let loss = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const instance = draw(seed);
    const { cart, coupons, options } = instance;
    const found = best(cart, coupons, { ...options, compare: false });
    const simple = greedy(instance);
    const outvalued = found.refused.filter(({ reasons }) => reasons[0]!.code === 'outvalued');
    apply += (found.applied.length + outvalued.length) / coupons.length;
    used += found.applied.length;
    if (found.optimal) proven++;
    if (found.payable < simple.payable) {
      lost++;
      loss += (found.discount - simple.discount) / found.discount;
    }
  }
  const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;
  console.log(
    `${name.padEnd(34)} ${percent(apply / seeds)} apply alone, ${(used / seeds).toFixed(1)} in the best set; ` +
      `greedy loses on ${percent(lost / seeds)} of ${seeds}, ${((100 * loss) / Math.max(1, lost)).toFixed(1)}% of the discount; ${proven} proven`,
  );
}
