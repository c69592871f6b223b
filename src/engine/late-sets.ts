import type { Layer } from '../model/coupon.js';
import type { Candidate } from './candidate.js';
import type { Work } from './forks.js';
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

const questionsPerNode = 256;

/** Late coupons, alone or with any of others. */
interface Family {
  readonly late: readonly Candidate[];
  /** What they promise. */
  readonly promise: number;
  /** Those that may join each for itself, the most promising first; absent: the late coupons alone. */
  readonly others: readonly Promising[] | undefined;
  /** The most that one of the sets promises. */
  readonly most: number;
}

/**
 * @param ordered the most promising first
 * @param must where given, sets without this one of them do not count
 */
export function createLateSets(
  ordered: readonly Promising[],
  legality: Legality,
  must: Candidate | undefined,
  work: Work,
): LateSets {
  /** The least promising first. */
  const queue: Family[] = [];
  const add = (
    late: readonly Candidate[],
    promise: number,
    others: readonly Promising[] | undefined,
  ): void => {
    if (others?.length === 0) return;
    const most = promise + mostOf(others ?? [], late, legality);
    let low = 0;
    for (let high = queue.length; low < high;) {
      const middle = (low + high) >> 1;
      if (queue[middle]!.most < most) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, { late, promise, others, most });
  };
  const begin = (late: readonly Candidate[], promise: number, others: readonly Promising[]): void => {
    // Asking whether two may stand together is quick, but many are asked.
    work.nodes += Math.floor((others.length * late.length) / questionsPerNode);
    add(late, promise, undefined);
    add(
      late,
      promise,
      others.filter(({ candidate }) => legality.mayJoin(candidate, late)),
    );
  };

  const first = ordered.find(({ candidate }) => candidate === must);
  if (first) begin([first.candidate], first.promise, ordered);
  else begin([], 0, ordered);
  return {
    most: () => queue.at(-1)?.most ?? -Infinity,
    next() {
      const { late, promise, others } = queue.pop()!;
      if (!others) return late;
      const [{ candidate, promise: more }, ...rest] = others as readonly [Promising, ...Promising[]];
      add(late, promise, rest);
      begin([...late, candidate], promise + more, rest);
      return undefined;
    },
  };
}

/** The most that coupons can add to others, as far as the limits of their layers go. */
function mostOf(ordered: readonly Promising[], late: readonly Candidate[], legality: Legality): number {
  let most = 0;
  const slots = new Map<Layer, number>();
  for (const { candidate, promise } of ordered) {
    const { layer } = candidate.terms;
    const free =
      slots.get(layer) ??
      legality.limitOf(candidate) - late.filter(({ terms }) => terms.layer === layer).length;
    slots.set(layer, free - 1);
    if (free > 0 && promise > 0) most += promise;
  }
  return most;
}
