/**
 * What this server knows of pushes that need no look into the store: who has had which one. It may forget, since the store decides; what it knows saves a trip with each
 * request of a shopper whom a push is for.
 */
export interface Deliveries {
  /** Whether there is nothing to do now. */
  has(campaign: string, shopper: string): boolean;
  /** @param forMs how long there is nothing to do; absent: for good */
  add(campaign: string, shopper: string, forMs?: number): void;
}

/** So many are remembered at most. */
const maxDeliveries = 100_000;

/** @param elapsed milliseconds since some moment; it never goes back */
export function createDeliveries(elapsed: () => number = () => performance.now()): Deliveries {
  const until = new Map<string, number>();
  const keyOf = (campaign: string, shopper: string): string => `${campaign}\n${shopper}`;
  return {
    has: (campaign, shopper) => (until.get(keyOf(campaign, shopper)) ?? -Infinity) > elapsed(),
    add(campaign, shopper, forMs = Infinity) {
      until.set(keyOf(campaign, shopper), elapsed() + forMs);
      // The one that was added first goes.
      if (until.size > maxDeliveries) until.delete(until.keys().next().value!);
    },
  };
}
