import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Family } from '../instances/families.js';
import type { Instance } from '../instances/instance.js';
import { copy, forSeeds, median, quantile, time, timeTwice, warmUp } from '../measure.js';
import { duration, percentage, ratio } from '../print-table.js';
import { floor } from '../rivals/floor.js';
import { findBest } from './find-best.js';

const firstCalls = 9;

export const timesHead = [
  ...['lines × coupons', 'median', '99%', 'worst', 'changed', '99%'],
  ...['compare', '99%', 'first', 'worst', 'floor', '÷ floor'],
];
export const proofsHead = ['lines × coupons', 'proven', 'nodes', '99%', 'most', 'gap', 'largest'];

/** How long `best` takes, and how it proved what it says: a row of each table. */
export function measureTimes(family: Family): { readonly times: string[]; readonly proofs: string[] } {
  const { name, draw } = family;
  warmUp(family, (instance) => [findBest(instance), floor(instance)]);
  const calls: number[] = [];
  const changed: number[] = [];
  const floors: number[] = [];
  const nodes: number[] = [];
  const gaps: number[] = [];
  forSeeds((seed) => {
    const instance = draw(seed);
    const { optimal, payable, bound, work } = findBest(instance);
    nodes.push(work);
    if (!optimal) gaps.push((payable - bound) / payable);
    calls.push(timeTwice(instance, findBest));
    const changes = [seed, seed + 1].map((at) => changeQuantity(instance, at));
    changed.push(Math.min(...changes.map((each) => time(() => findBest(each)))));
    floors.push(timeTwice(instance, floor));
  });
  const compared: number[] = [];
  forSeeds(
    (seed) => {
      const asked = copy(draw(seed));
      compared.push(time(() => findBest(asked, true)));
    },
    0.5,
    1,
  );
  const firsts = Array.from({ length: firstCalls }, (_, seed) => firstCall(draw(seed)));
  const at = (values: readonly number[], ...shares: readonly number[]): string[] =>
    shares.map((share) => duration(quantile(values, share)));
  return {
    times: [
      name,
      ...at(calls, 0.5, 0.99, 1),
      ...at(changed, 0.5, 0.99),
      ...at(compared, 0.5, 0.99),
      ...at(firsts, 0.5, 1),
      ...at(floors, 0.5),
      ratio(median(calls) / median(floors)),
    ],
    proofs: [
      name,
      `${calls.length - gaps.length} of ${calls.length}`,
      ...[0.5, 0.99, 1].map((share) => quantile(nodes, share).toLocaleString('en')),
      ...[0.5, 1].map((share) => (gaps.length ? percentage(quantile(gaps, share)) : '–')),
    ],
  };
}

/** The same coupons, and a cart with one more or less of one thing. */
function changeQuantity({ cart, ...rest }: Instance, at: number): Instance {
  const lines = cart.lines.map((line, index) =>
    index === at % cart.lines.length
      ? { ...line, quantity: line.quantity > 1 ? line.quantity - 1 : 2 }
      : line,
  );
  return { ...rest, cart: { ...cart, lines } };
}

/** Milliseconds of the first call in a process of its own. */
function firstCall(instance: Instance): number {
  const file = fileURLToPath(new URL('../first-call.js', import.meta.url));
  return Number(spawnSync(process.execPath, [file], { input: JSON.stringify(instance) }).stdout);
}
