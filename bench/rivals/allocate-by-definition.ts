import type { AllocateOptions } from '../../src/money/allocate.js';

/**
 * The split by its definition, in BigInt and without any shortcut: round after round, all shares that would reach their caps are set to them;
 * then every exact share is rounded down, and the remainders are sorted. The tests compare with it, the benchmark runs beside it.
 */
export function allocateByDefinition(
  total: number,
  weights: readonly number[],
  { caps, keys }: AllocateOptions = {},
): number[] {
  const shares = weights.map(() => 0n);
  let rest = BigInt(total);
  let open = weights.map((_, index) => index).filter((index) => weights[index]! > 0);
  const weightOf = (index: number): bigint => BigInt(weights[index]!);
  const capOf = (index: number): bigint => BigInt(caps![index]!);
  const add = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

  for (let full: ReadonlySet<number>; caps; open = open.filter((index) => !full.has(index))) {
    const weight = add(open.map(weightOf));
    full = new Set(open.filter((index) => rest * weightOf(index) >= capOf(index) * weight));
    if (!full.size) break;
    for (const index of full) rest -= shares[index] = capOf(index);
  }

  const weight = add(open.map(weightOf));
  const remainders = open.map((index) => {
    const product = rest * weightOf(index);
    shares[index] = product / weight;
    return { index, remainder: product % weight };
  });
  const odd = open.length ? Number(rest - add(open.map((index) => shares[index]!))) : 0;
  const [before, after] = [-1, 1];
  remainders.sort((a, b) => {
    if (a.remainder !== b.remainder) return a.remainder > b.remainder ? before : after;
    if (keys && keys[a.index] !== keys[b.index]) return keys[a.index]! < keys[b.index]! ? before : after;
    return a.index - b.index;
  });
  for (const { index } of remainders.slice(0, odd)) shares[index]! += 1n;
  return shares.map(Number);
}
