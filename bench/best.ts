/**
 * How long does it take to find the best set, and how good is what others find? Five tables of one run: the times of `best`, its certificates, greedy,
 * general solvers, and exhaustive search. `npm run bench best`; BENCH_SECONDS is how long a row may take (5). How to read them: bench/README.md.
 */
import { exactFamilies, families } from './instances/families.js';
import { createGlpkSolver } from './milp/solve-with-glpk.js';
import { createHighsSolver } from './milp/solve-with-highs.js';
import { duration, printTable } from './print-table.js';
import { exhaustiveHead, measureExhaustive } from './rows/measure-exhaustive.js';
import { greedyHead, measureGreedy } from './rows/measure-greedy.js';
import { measureSolvers, solversHead } from './rows/measure-solvers.js';
import { measureTimes, proofsHead, timesHead } from './rows/measure-times.js';

/** As long as a solver may take for one instance. */
const solverMs = 10_000;

const rows = families.map(measureTimes);
printTable(
  'best, warm; the same coupons and one quantity changed; with `compare`; the first call of a process; the floor',
  timesHead,
  rows.map(({ times }) => times),
);
printTable(
  'The certificate: proven, nodes visited, and where the budget ran out the gap as a share of what is payable',
  proofsHead,
  rows.map(({ proofs }) => proofs),
);
printTable(
  'Greedy: how often it misses the best set, what of the discount it loses then, how often it beats best, its time',
  greedyHead,
  families.map(measureGreedy),
);
const solvers = [
  ['HiGHS', await createHighsSolver()],
  ['glpk.js', await createGlpkSolver()],
] as const;
printTable(
  `General solvers, on what they can express, ${duration(solverMs)} at most for each`,
  solversHead,
  exactFamilies.flatMap((family) => measureSolvers(family, solvers, solverMs)),
);
printTable('Exhaustive search, where it can finish', exhaustiveHead, [10, 12, 14].map(measureExhaustive));
