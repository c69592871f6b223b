/**
 * How hard are the instances? For each family: how many of the coupons apply to the cart alone, how often greedy misses the best set, and what of the
 * discount it loses then. `npm run bench:instances`. Where the search ran out of its budget, the best set found counts, so that the
 * share that greedy loses is at least what is printed.
 */
import { best } from '../src/engine/index.js';
import { exactFamilies, families } from './instances/families.js';
import { percentage } from './print-table.js';
import { greedy } from './rivals/greedy.js';

for (const { name, draw } of [...families, ...exactFamilies]) {
  const size = draw(0).coupons.length;
  const seeds = size > 500 ? 2 : size > 50 ? 40 : 400;
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
  console.log(
    `${name.padEnd(34)} ${percentage(apply / seeds)} apply alone, ${(used / seeds).toFixed(1)} in the best set; ` +
      `greedy loses on ${percentage(lost / seeds)} of ${seeds}, ${percentage(loss / Math.max(1, lost))} of the discount; ${proven} proven`,
  );
}
