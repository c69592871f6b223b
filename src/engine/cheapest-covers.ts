/**
 * Which of some products reach an amount and a number of units with the least to spare at list price? One product any number of times, or two
 * or three units of several, each of them needed. Exact: no cheaper one of these is left out. Takes n² log n steps for n products.
 */
export interface Cover {
  /** How many units of which product, by its place in the list. */
  readonly picks: ReadonlyMap<number, number>;
  /** Minor units. */
  readonly price: number;
}

/** A product that may be picked. */
export interface Pickable {
  /** Its place in the list. */
  readonly index: number;
  /** Minor units, ≥ 1. */
  readonly unitPrice: number;
  readonly maxQuantity: number;
}

export interface Target {
  /** Minor units; 0: any. */
  readonly spend: number;
  /** 0: any. */
  readonly units: number;
}

/**
 * Returns the `count` cheapest of one product, and the `mixed` cheapest of several where these are cheaper than up to three units of any one;
 * the cheapest first.
 */
export function cheapestCovers(
  products: readonly Pickable[],
  target: Target,
  count: number,
  mixed: number,
): Cover[] {
  const sorted = [...products].sort((a, b) => a.unitPrice - b.unitPrice || a.index - b.index);
  const covers: Cover[] = [];
  let below = Infinity;
  for (const { index, unitPrice, maxQuantity } of sorted) {
    const quantity = Math.max(target.units, Math.ceil(target.spend / unitPrice));
    const price = quantity * unitPrice;
    if (quantity > maxQuantity) continue;
    keep(covers, { picks: new Map([[index, quantity]]), price }, count);
    if (quantity <= 3) below = Math.min(below, price);
  }
  for (const cover of mixtures(sorted, target, mixed, below)) keep(covers, cover, Infinity);
  return covers;
}

/** Returns the `count` cheapest that take one cover of each list, with no more of a product than there is. */
export function combineCovers(
  lists: readonly (readonly Cover[])[],
  maxQuantityOf: (index: number) => number,
  count: number,
): readonly Cover[] {
  return lists.reduce<readonly Cover[]>(
    (combined, list) =>
      combined
        .flatMap((one) => list.map((other) => addCovers(one, other)))
        .filter(({ picks }) => [...picks].every(([index, quantity]) => quantity <= maxQuantityOf(index)))
        .sort((a, b) => a.price - b.price)
        .slice(0, count),
    [{ picks: new Map(), price: 0 }],
  );
}

function addCovers(one: Cover, other: Cover): Cover {
  const picks = new Map(one.picks);
  for (const [index, quantity] of other.picks) picks.set(index, (picks.get(index) ?? 0) + quantity);
  return { picks, price: one.price + other.price };
}

/** @param below the price that they must not reach */
function mixtures(
  sorted: readonly Pickable[],
  { spend, units }: Target,
  count: number,
  below: number,
): Cover[] {
  const covers: Cover[] = [];
  const limit = (): number => (covers.length < count ? below : covers.at(-1)!.price);
  // The first is the cheapest of three; without one they are two.
  for (let first = -1; first < sorted.length; first++) {
    const least = first < 0 ? 0 : sorted[first]!.unitPrice;
    const size = first < 0 ? 2 : 3;
    if (size < units) continue;
    if (size * least >= limit()) break;
    for (let second = Math.max(first, 0); second < sorted.length; second++) {
      const middle = sorted[second]!.unitPrice;
      if (least + 2 * middle >= limit()) break;
      for (let third = firstFrom(sorted, second, spend - least - middle); third < sorted.length; third++) {
        const most = sorted[third]!.unitPrice;
        const price = least + middle + most;
        // With the cheapest left out the others must not do.
        if (price >= limit() || (size > units && price - (first < 0 ? middle : least) >= spend)) break;
        const picks = new Map<number, number>();
        for (const place of first < 0 ? [second, third] : [first, second, third])
          picks.set(place, (picks.get(place) ?? 0) + 1);
        if (picks.size > 1 && [...picks].every(([place, quantity]) => quantity <= sorted[place]!.maxQuantity))
          keep(
            covers,
            {
              picks: new Map([...picks].map(([place, quantity]) => [sorted[place]!.index, quantity])),
              price,
            },
            count,
          );
      }
    }
  }
  return covers;
}

/** The first place from `start` on whose price is at least `price`. */
function firstFrom(sorted: readonly Pickable[], start: number, price: number): number {
  let end = sorted.length;
  while (start < end) {
    const middle = (start + end) >> 1;
    if (sorted[middle]!.unitPrice < price) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** Puts a cover at its place among the cheapest; of equal ones the earlier stays first. */
function keep(covers: Cover[], cover: Cover, count: number): void {
  const at = covers.findIndex(({ price }) => price > cover.price);
  covers.splice(at < 0 ? covers.length : at, 0, cover);
  covers.length = Math.min(covers.length, count);
}
