/**
 * How long does it take to split an amount? `npm run bench allocate`. `allocate` beside dinero.js and beside the definition in BigInt, on the same
 * amounts, in turns; all answers are compared first. How to read the tables: bench/README.md.
 */
import { deepStrictEqual, ok } from 'node:assert';
import { allocate } from '../src/engine/index.js';
import { sum } from '../src/money/allocate.js';
import { createRandom, type Random } from './instances/create-random.js';
import { median, quantile, time } from './measure.js';
import { duration, percentage, printTable, ratio } from './print-table.js';
import { allocateByDefinition } from './rivals/allocate-by-definition.js';
import { dineroOfBigints, dineroOfNumbers, type Split, type Splitter } from './rivals/dinero.js';

const sizes = [10, 1_000, 100_000];
/** How many splits are run at a time, so that no processor learns one by heart. */
const splitsOf = (lines: number): number => (lines > 10_000 ? 2 : 64);
const rowMs = 1000 * Number(process.env['BENCH_SECONDS'] ?? 5);
/** What is shorter is repeated. */
const leastMs = 1;
const leastTurns = 9;

/** Lines of up to 200.00. */
const drawPrices = (random: Random, lines: number): Split => drawSplit(random, lines, 20_000);

/** Lines of any amount: all of them together may come to the last safe integer, products go far beyond. */
const drawLarge = (random: Random, lines: number): Split =>
  drawSplit(random, lines, Math.floor(Number.MAX_SAFE_INTEGER / lines));

/** The total is any part of the sum. */
function drawSplit(random: Random, lines: number, most: number): Split {
  const weights = Array.from({ length: lines }, () => random.integer(1, most));
  return { total: random.integer(1, sum(weights)), weights };
}

const ours: Splitter<readonly number[]> = {
  name: 'allocate',
  prepare:
    ({ total, weights }) =>
    () =>
      allocate(total, weights),
  sharesOf: (answer) => answer,
};

const definition: Splitter<readonly number[]> = {
  name: 'definition',
  prepare:
    ({ total, weights }) =>
    () =>
      allocateByDefinition(total, weights),
  sharesOf: (answer) => answer,
};

function measure<Answer>(
  title: string,
  draw: (random: Random, lines: number) => Split,
  rival: Splitter<Answer>,
): void {
  const rows = sizes.map((lines) => {
    console.error(`… ${title}: ${lines}`);
    const splits = Array.from({ length: splitsOf(lines) }, (_, seed) => draw(createRandom(seed), lines));
    const others = sum(splits.map((split) => compare(split, rival))) / splits.length;
    const batchOf = <Any>({ prepare }: Splitter<Any>): (() => void) => {
      const runs = splits.map(prepare);
      return () => {
        for (const run of runs) run();
      };
    };
    const [own, theirs, exact] = timeInTurns([batchOf(ours), batchOf(rival), batchOf(definition)]).map(
      (ms) => ms / splits.length,
    ) as [number, number, number];
    return [
      lines.toLocaleString('en'),
      duration(own),
      duration(theirs),
      ratio(theirs / own),
      duration(exact),
      ratio(exact / own),
      percentage(others),
    ];
  });
  const head = ['lines', ours.name, rival.name, '÷ allocate', definition.name, '÷ allocate', 'other shares'];
  printTable(title, head, rows);
}

/**
 * Throws unless ours is the definition's answer, and the rival's where nothing is left over. Else dinero.js gives what is left over to the
 * largest weights: returns of how many shares that makes another, at most by one unit.
 */
function compare<Answer>(split: Split, rival: Splitter<Answer>): number {
  const answerOf = <Any>({ prepare, sharesOf }: Splitter<Any>, of: Split): readonly number[] =>
    sharesOf(prepare(of)());
  const shares = answerOf(ours, split);
  deepStrictEqual(shares, answerOf(definition, split));

  const even = split.weights.map((weight) => weight - (weight % 2));
  const halves = even.map((weight) => weight / 2);
  deepStrictEqual(answerOf(rival, { total: sum(halves), weights: even }), halves);

  const apart = answerOf(rival, split).map((share, index) => Math.abs(share - shares[index]!));
  ok(quantile(apart, 1) <= 1);
  return sum(apart) / apart.length;
}

/** Returns the median of each, milliseconds; each turn runs all of them once. */
function timeInTurns(runs: readonly (() => void)[]): number[] {
  const end = performance.now() + rowMs;
  // The first calls are not yet compiled; a third tells how often to repeat.
  const repeats = runs.map((run) => {
    for (const warmUp = performance.now() + rowMs / 20; performance.now() < warmUp;) run();
    return Math.ceil(leastMs / time(run));
  });
  const times = runs.map(() => [] as number[]);
  for (let turn = 0; turn < leastTurns || performance.now() < end; turn++) {
    runs.forEach((run, index) => {
      const count = repeats[index]!;
      const ms = time(() => {
        for (let done = 0; done < count; done++) run();
      });
      times[index]!.push(ms / count);
    });
  }
  return times.map(median);
}

measure('Splitting a discount over prices', drawPrices, dineroOfNumbers);
measure('Splitting amounts up to the last safe integer', drawLarge, dineroOfBigints);
