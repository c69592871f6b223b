/** A clock that the test moves: what `createSession` takes as `now` and `schedule`. */
export interface FakeClock {
  readonly now: () => number;
  readonly schedule: (run: () => void, ms: number) => () => void;
  /** How many timers are set. */
  readonly waiting: () => number;
  /** Moves on, runs each timer at its time, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(start = Date.parse('2026-11-21T12:00:00Z')): FakeClock {
  let now = start;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    waiting: () => timers.length,
    schedule(run, ms) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((each) => each !== timer));
    },
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = until;
    },
  };
}

/**
 * Lets everything that is under way without a timer come to its end. Modules that are loaded late and hashes come from other threads, in the order
 * in which they are asked for: each turn asks for one of both, too.
 */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await import('../../src/stores/confirm-quote.js');
    await crypto.subtle.digest('SHA-256', new Uint8Array());
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
