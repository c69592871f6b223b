import type { Candidate } from './candidate.js';

/**
 * Whether, of two sets that pay the same, the first is better: fewer coupons; then what expires sooner; then the smaller ids. What is
 * better stays so when both get the same coupons more.
 */
export function isPreferred(a: readonly Candidate[], b: readonly Candidate[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const expiries = (set: readonly Candidate[]): number[] =>
    set.map(({ terms }) => terms.expiry).sort((x, y) => (x < y ? -1 : 1));
  const ids = (set: readonly Candidate[]): string[] => set.map(({ terms }) => terms.id).sort();
  return comesFirst(expiries(a), expiries(b)) ?? comesFirst(ids(a), ids(b)) ?? false;
}

/** Whether the first of two sets pays less, or as much and is preferred. */
export function isBetter(a: Payable, b: Payable): boolean {
  return a.payable < b.payable || (a.payable === b.payable && isPreferred(a.set, b.set));
}

interface Payable {
  readonly set: readonly Candidate[];
  /** Minor units. */
  readonly payable: number;
}

/** Which of two lists comes first; undefined where they are equal. */
function comesFirst<T extends number | string>(a: readonly T[], b: readonly T[]): boolean | undefined {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? undefined : a[at]! < b[at]!;
}
