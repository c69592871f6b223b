import type { Ledger } from './ledgers/ledger.js';

/** How fast something may be done. */
export interface Rate {
  /** How often at once. */
  readonly burst: number;
  /** How often a minute in the long run. */
  readonly perMinute: number;
}

export interface RateLimiter {
  /**
   * Takes tokens from a subject's bucket, which all servers of the store share; all that it holds, where they are more.
   * @returns 0, or for how many milliseconds there are not enough of them; then none are taken
   * @throws LedgerUnavailableError where the store cannot say: nobody is let through unlimited
   */
  take(subject: string, tokens?: number): Promise<number>;
}

/** How much of a bucket one server takes into its hands at once. */
const largestLease = 0.1;
/** What is not used by then is lost, milliseconds. */
const leaseMs = 2_000;
/** So many subjects are remembered at most. */
const maxSubjects = 100_000;

/**
 * Returns token buckets, one for each subject, that are kept in the store. So that a request rarely costs a trip to it, tokens are leased: a first request takes
 * what it needs, and each lease that was used up in time is followed by one twice as large. So what is lost is never more than what is used, and
 * all servers together never let more through than the bucket holds.
 * @param elapsed milliseconds that only go forward
 */
export function createRateLimiter(
  ledger: Pick<Ledger, 'takeTokens'>,
  { burst, perMinute }: Rate,
  elapsed: () => number = () => performance.now(),
): RateLimiter {
  const perMs = perMinute / 60_000;
  const leases = new Map<string, Lease>();

  async function take(subject: string, tokens: number): Promise<number> {
    for (;;) {
      const lease = leaseOf(subject);
      const now = elapsed();
      if (now < lease.until && lease.left >= tokens) {
        lease.left -= tokens;
        return 0;
      }
      // Others can only have taken more since: nobody needs to ask again.
      if (now < lease.refusedUntil && lease.refused <= tokens) {
        return Math.ceil(lease.refusedUntil - now + (tokens - lease.refused) / perMs);
      }
      // Who comes while one is asking waits for its answer, and looks again.
      await (lease.trip ??= renew(subject, lease, tokens).finally(() => (lease.trip = undefined)));
    }
  }

  async function renew(subject: string, lease: Lease, tokens: number): Promise<void> {
    const isUsedUp = elapsed() < lease.until;
    const size = isUsedUp ? Math.min(lease.size * 2, Math.floor(burst * largestLease)) : 0;
    const needed = tokens - (isUsedUp ? lease.left : 0);
    for (let ask = Math.max(needed, size); ;) {
      const waitMs = await ledger.takeTokens({ subject, tokens: ask, burst, perMinute });
      if (waitMs === 0) {
        const left = isUsedUp ? lease.left : 0;
        Object.assign(lease, { size: ask, left: left + ask, until: elapsed() + leaseMs });
        return;
      }
      if (ask === needed) {
        Object.assign(lease, { refused: tokens, refusedUntil: elapsed() + waitMs });
        return;
      }
      // Fewer may be there: as many as the answer says.
      ask = Math.max(needed, Math.min(ask - 1, Math.floor(ask - waitMs * perMs)));
    }
  }

  function leaseOf(subject: string): Lease {
    const known = leases.get(subject);
    if (known) return known;
    if (leases.size >= maxSubjects) forget();
    const lease = { size: 0, left: 0, until: 0, refused: 0, refusedUntil: 0, trip: undefined };
    leases.set(subject, lease);
    return lease;
  }

  function forget(): void {
    const now = elapsed();
    for (const [subject, { until, refusedUntil, trip }] of leases) {
      if (until <= now && refusedUntil <= now && !trip) leases.delete(subject);
    }
    // Should nearly all of them be in use, those that were seen first lose their leases; several, so that this is rare.
    for (const subject of leases.keys()) {
      if (leases.size <= maxSubjects * 0.9) break;
      leases.delete(subject);
    }
  }

  return { take: (subject, tokens = 1) => take(subject, Math.min(tokens, burst)) };
}

interface Lease {
  /** How many were leased at the last time. */
  size: number;
  left: number;
  until: number;
  /** So many were not there, until then. */
  refused: number;
  refusedUntil: number;
  trip: Promise<void> | undefined;
}
