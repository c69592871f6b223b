/** How fast something may be done. */
export interface Rate {
  /** How often at once. */
  readonly burst: number;
  /** How often a minute in the long run. */
  readonly perMinute: number;
}

export interface RateLimiter {
  /**
   * Takes tokens from a subject's bucket.
   * @param now milliseconds since the epoch
   * @returns 0, or for how many milliseconds there are not enough of them; then none are taken
   */
  take(subject: string, now: number, tokens?: number): number;
}

/** So many buckets are remembered at most. */
const maxBuckets = 100_000;

/** Returns token buckets in this process's memory, one for each subject. A bucket that has been full again is forgotten. */
export function createRateLimiter({ burst, perMinute }: Rate): RateLimiter {
  const perMs = perMinute / 60_000;
  const buckets = new Map<string, { tokens: number; at: number }>();

  function forgetFull(now: number): void {
    for (const [subject, { tokens, at }] of buckets) {
      if (tokens + (now - at) * perMs >= burst) buckets.delete(subject);
    }
    // Should all of them be in use, the ones that were seen first go.
    for (const subject of buckets.keys()) {
      if (buckets.size < maxBuckets) break;
      buckets.delete(subject);
    }
  }

  return {
    take(subject, now, tokens = 1) {
      if (buckets.size >= maxBuckets && !buckets.has(subject)) forgetFull(now);
      const bucket = buckets.get(subject) ?? { tokens: burst, at: now };
      bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
      bucket.at = now;
      buckets.set(subject, bucket);
      if (bucket.tokens < tokens) return Math.ceil((tokens - bucket.tokens) / perMs);
      bucket.tokens -= tokens;
      return 0;
    },
  };
}
