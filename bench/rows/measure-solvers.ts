import { quote } from '../../src/engine/index.js';
import type { Family } from '../instances/families.js';
import { copy, forSeeds, median, quantile, time, warmUp } from '../measure.js';
import { createProgram } from '../milp/create-program.js';
import type { Solver } from '../milp/solve-with-highs.js';
import { duration, ratio } from '../print-table.js';
import { findBest } from './find-best.js';

export const solversHead = ['lines × coupons', 'solver', 'median', 'worst', 'proven', 'worse sets', '÷ best'];

/** Of one solver: how long it took for each seed, how many it proved, and on how many another's set pays less. */
interface Record {
  readonly solver: string;
  readonly times: number[];
  proven: number;
  worse: number;
}

/** `best` and general solvers on the same instances, seed by seed in turns: a row each. */
export function measureSolvers(
  family: Family,
  solvers: readonly (readonly [name: string, solve: Solver])[],
  limitMs: number,
): string[][] {
  const { name, draw } = family;
  warmUp(family, findBest);
  const records = ['best', ...solvers.map(([solver]) => solver)].map((solver): Record => ({
    solver,
    times: [],
    proven: 0,
    worse: 0,
  }));
  const [ours, ...theirs] = records as [Record, ...Record[]];
  forSeeds((seed) => {
    const instance = draw(seed);
    const asked = copy(instance);
    const payables: number[] = [];
    ours.times.push(
      time(() => {
        const { optimal, payable } = findBest(asked);
        ours.proven += Number(optimal);
        payables.push(payable);
      }),
    );
    const program = createProgram(instance);
    theirs.forEach((record, index) => {
      const { ms, optimal, coupons } = solvers[index]![1](program, limitMs);
      const set = instance.coupons.filter(({ id }) => coupons.includes(id));
      record.times.push(ms);
      record.proven += Number(optimal);
      payables.push(quote(instance.cart, set, instance.options).payable);
    });
    const least = Math.min(...payables);
    records.forEach((record, index) => (record.worse += Number(payables[index]! > least)));
  }, 2);
  return records.map(({ solver, times, proven, worse }) => [
    name,
    solver,
    duration(median(times)),
    duration(quantile(times, 1)),
    `${proven} of ${times.length}`,
    `${worse}`,
    ratio(median(times) / median(ours.times)),
  ]);
}
