import type { Family } from './instances/families.js';
import type { Instance } from './instances/instance.js';

/** How long a row may take: more seconds, more seeds. */
const rowMs = 1000 * Number(process.env['BENCH_SECONDS'] ?? 5);
const mostSeeds = 2_000;

/** How long does it take? Milliseconds. */
export function time(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/**
 * How long does it take on this instance? The faster of two calls, each on objects that nobody has seen before: on a machine with other work, a tail is then of
 * the instance, not of the other work.
 */
export function timeTwice(instance: Instance, run: (instance: Instance) => unknown): number {
  const copies = [copy(instance), copy(instance)];
  return Math.min(...copies.map((each) => time(() => run(each))));
}

/** The value below which this share of them lies: 0.5 is the median, 1 the largest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Calls `each` with seed after seed, for as long as a row may take, or a share of it; with `least` in any case. */
export function forSeeds(each: (seed: number) => void, shareOfRow = 1, least = 5): void {
  const end = performance.now() + rowMs * shareOfRow;
  for (let seed = 0; seed < mostSeeds && (seed < least || performance.now() < end); seed++) each(seed);
}

/** Runs what will be measured on instances that will not be, until its code is compiled. */
export function warmUp({ name, draw }: Family, run: (instance: Instance) => unknown): void {
  console.error(`… ${name}`);
  const end = performance.now() + rowMs / 4;
  for (let seed = mostSeeds; seed < 2 * mostSeeds && performance.now() < end; seed++) run(draw(seed));
}

/** Objects that nobody has seen before, as they come from a server. */
export function copy(instance: Instance): Instance {
  return JSON.parse(JSON.stringify(instance)) as Instance;
}
