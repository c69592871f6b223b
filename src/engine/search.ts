import type { Application, Candidate } from './candidate.js';
import type { Prepared } from './prepare.js';
import { inOrder, price } from './price.js';
export interface Found {
  readonly set: readonly Candidate[];
  readonly payable: number;
  readonly optimal: boolean;
  readonly bound: number;
}
export function createSearch({
  alone,
  circumstances,
  legality,
}: Prepared): (budget: number, must?: Candidate) => Found {
  return (budget, must) => {
    let best: Found | undefined;
    let nodes = 0;
    const visit = (index: number, set: Candidate[]): void => {
      if (nodes++ > budget) return;
      const priced = price(inOrder(set), circumstances);
      const payable = priced.left.reduce((sum, each) => sum + each, 0);
      if (!priced.refused.size && (!must || set.includes(must)) && (!best || payable < best.payable))
        best = { set: [...set], payable, optimal: true, bound: payable };
      for (let next = index; next < alone.length; next++) {
        const { candidate } = alone[next] as Application;
        if (!legality.conflicts(candidate, set).length) visit(next + 1, [...set, candidate]);
      }
    };
    visit(0, []);
    return best!;
  };
}
