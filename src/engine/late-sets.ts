import type { Candidate } from './candidate.js';
import type { Legality } from './legal.js';
import type { Promising } from './promises.js';

/**
 * Which late coupons may stand together? Their sets one after the other, the most promising first: what is not yet told apart stands in a
 * queue with the most that any set of it promises (Lawler's best-first enumeration).
 */
export interface LateSets {
  /** The most that any set still to come promises, minor units; −Infinity where none is. */
  most(): number;
  /** Goes one step on; returns the next set once it is known. */
  next(): readonly Candidate[] | undefined;
}

/** All sets of these coupons and any of those from an index on; without an index the coupons alone. */
interface Family {
  readonly late: readonly Candidate[];
  readonly from: number | undefined;
  /** What the coupons promise. */
  readonly promise: number;
  /** The most that one of the sets promises. */
  readonly most: number;
}

/** @param ordered the most promising first */
export function createLateSets(ordered: readonly Promising[], legality: Legality): LateSets {
  const ahead = createAhead(ordered, legality);
  /** The least promising first. */
  const queue: Family[] = [];
  const add = (late: readonly Candidate[], promise: number, from: number | undefined): void => {
    if (from === ordered.length) return;
    const most = from === undefined ? promise : promise + ahead(late, from);
    let low = 0;
    for (let high = queue.length; low < high;) {
      const middle = (low + high) >> 1;
      if (queue[middle]!.most < most) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, { late, promise, from, most });
  };
  add([], 0, undefined);
  add([], 0, 0);
  return {
    most: () => queue.at(-1)?.most ?? -Infinity,
    next() {
      const { late, promise, from } = queue.pop()!;
      if (from === undefined) return late;
      add(late, promise, from + 1);
      const { candidate, promise: more } = ordered[from]!;
      if (!legality.mayJoin(candidate, late)) return undefined;
      add([...late, candidate], promise + more, from + 1);
      add([...late, candidate], promise + more, undefined);
      return undefined;
    },
  };
}

/** Returns what may still be promised, beside some coupons, by those from an index on, as far as the limits of their layers go. */
function createAhead(
  ordered: readonly Promising[],
  legality: Legality,
): (late: readonly Candidate[], from: number) => number {
  const limits = new Map(
    ordered.map(({ candidate }) => [candidate.terms.layer, legality.limitOf(candidate)]),
  );
  const layers = [...limits].map(([layer, limit]) => {
    const own = ordered.map(({ candidate, promise }) =>
      candidate.terms.layer === layer ? Math.max(0, promise) : 0,
    );
    // From each index on: the most of one, and the sum.
    const most = [...own, 0];
    const all = [...own, 0];
    for (let index = own.length - 1; index >= 0; index--) {
      most[index] = Math.max(own[index]!, most[index + 1]!);
      all[index] = own[index]! + all[index + 1]!;
    }
    return { layer, limit, most, all };
  });
  return (late, from) => {
    let ahead = 0;
    for (const { layer, limit, most, all } of layers) {
      let slots = limit;
      for (const { terms } of late) if (terms.layer === layer) slots--;
      if (slots > 0) ahead += slots < Infinity ? Math.min(slots * most[from]!, all[from]!) : all[from]!;
    }
    return ahead;
  };
}
