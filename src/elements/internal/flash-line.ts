/**
 * Who is in line for which coupon? A press asks at once; where the shop has no time for it, it is asked again, each time with the same key, until there is an
 * answer, the shopper leaves, or a minute is over. Who is first is decided by the server, in the order in which requests arrive.
 */
import type { ReactiveControllerHost } from 'lit';
import type { Reason } from '../../model/refusal.js';
import type { ClaimResult, Session } from '../../stores/session.js';

/** Why it takes longer: nothing yet, many ask at once, no answer came, no network. */
export type Hitch = 'none' | 'busy' | 'slow' | 'gone';

/** One press that has no answer yet. */
export interface Turn {
  readonly hitch: Hitch;
  /** Whether the shopper wants it no longer. */
  readonly hasLeft: boolean;
}

/** A request that takes longer than this is said to be slow. */
const slowMs = 3000;
/** After this long the shopper is told that it did not work. */
const patienceMs = 60_000;
/** The first pause between two requests, and the longest; half of it is left to chance, so that pages do not come back together. */
const firstPauseMs = 500;
const longestPauseMs = 8000;

/** By how much a page may think too early that a sale is open, for a press to wait until it is. */
const aheadMs = 5000;

const cancelled: Reason = { code: 'cancelled', params: {} };
const failed: ClaimResult = { ok: false, reason: { code: 'unavailable', params: {} } };

interface Place {
  hitch: Hitch;
  /** Ends the pause. */
  wake: () => void;
  hasLeft: boolean;
}

export class FlashLine {
  readonly #host: Pick<ReactiveControllerHost, 'requestUpdate'>;
  readonly #clock: () => number;
  readonly #places = new Map<string, Place>();
  readonly #outcomes = new Map<string, Reason>();

  /** @param clock milliseconds; only differences count */
  constructor(host: Pick<ReactiveControllerHost, 'requestUpdate'>, clock = () => performance.now()) {
    this.#host = host;
    this.#clock = clock;
  }

  /** Where the shopper is in line for a coupon. */
  turnOf(coupon: string): Turn | undefined {
    return this.#places.get(coupon);
  }

  /** Why the last press brought nothing; `cancelled` after leaving. */
  outcomeOf(coupon: string): Reason | undefined {
    return this.#outcomes.get(coupon);
  }

  /** Forgets why. */
  clear(coupon: string): void {
    this.#outcomes.delete(coupon);
  }

  /** Asks for a coupon until there is an answer. Resolves to nothing where the shopper is in line already. */
  async join(session: Session, coupon: string): Promise<ClaimResult | undefined> {
    if (this.#places.has(coupon)) return undefined;
    const place: Place = { hitch: 'none', wake: () => {}, hasLeft: false };
    this.#places.set(coupon, place);
    this.#outcomes.delete(coupon);
    this.#host.requestUpdate();
    const result = await this.#ask(session, coupon, place);
    if (result.ok) this.#outcomes.delete(coupon);
    // Who has left hears of what came through, and of nothing else.
    else if (!place.hasLeft) this.#outcomes.set(coupon, result.reason);
    if (this.#places.get(coupon) === place) this.#places.delete(coupon);
    this.#host.requestUpdate();
    return result;
  }

  /** Leaves the line. A request that is under way may still come through: then the coupon is the shopper's, and is shown so. */
  leave(coupon: string): void {
    const place = this.#places.get(coupon);
    if (!place) return;
    this.#places.delete(coupon);
    this.#outcomes.set(coupon, cancelled);
    place.hasLeft = true;
    place.wake();
    this.#host.requestUpdate();
  }

  leaveAll(): void {
    for (const coupon of [...this.#places.keys()]) this.leave(coupon);
  }

  /** Leaves, and forgets how it ended. */
  forget(): void {
    this.leaveAll();
    this.#outcomes.clear();
  }

  /** The network is back: nobody waits for the end of a pause. */
  hurry(): void {
    for (const place of this.#places.values()) place.wake();
  }

  async #ask(session: Session, coupon: string, place: Place): Promise<ClaimResult> {
    const until = this.#clock() + patienceMs;
    for (let tries = 0; ; tries++) {
      const slow = setTimeout(() => this.#note(place, 'slow'), slowMs);
      // It rejects only where a part of the script does not load, or the session was destroyed.
      const result = await session.claim(coupon).catch(() => failed);
      clearTimeout(slow);
      if (result.ok || place.hasLeft) return result;
      const hope = await hopeAfter(session, coupon, result.reason);
      if (!hope || this.#clock() >= until) return result;
      this.#note(place, hope.hitch);
      const growingMs = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
      await pause(place, Math.max(hope.waitMs, growingMs * (0.5 + Math.random() / 2)));
      if (place.hasLeft) return { ok: false, reason: cancelled };
    }
  }

  #note(place: Place, hitch: Hitch): void {
    place.hitch = hitch;
    this.#host.requestUpdate();
  }
}

interface Hope {
  readonly hitch: Hitch;
  /** Milliseconds, at least, before it is of use to ask again. */
  readonly waitMs: number;
}

/** What keeps the shop from answering, where asking again may help; nothing where it has answered, or never will. */
async function hopeAfter(
  session: Session,
  coupon: string,
  { code, params }: Reason,
): Promise<Hope | undefined> {
  if (code === 'rate-limited') return { hitch: 'busy', waitMs: Number(params['retryAfterMs'] ?? 0) };
  if (code === 'upcoming') {
    // This page's clock may be ahead. Where that is a moment only, the press counts once it is set right.
    await session.refresh();
    const { claim } = session.$offers.get()?.find((offer) => offer.coupon.id === coupon) ?? {};
    const waitMs = Date.parse(claim?.opensAt ?? '') - session.now();
    return waitMs < aheadMs ? { hitch: 'none', waitMs } : undefined;
  }
  if (code !== 'unavailable') return undefined;
  const fault = session.$error.get();
  if (fault?.code !== 'adapter') return { hitch: 'busy', waitMs: 0 };
  const { kind, retryable, retryAfterMs: waitMs = 0 } = fault.error;
  if (!retryable && fault.during === 'claim') return undefined;
  return { hitch: kind === 'network' ? 'gone' : kind === 'timeout' ? 'slow' : 'busy', waitMs };
}

function pause(place: Place, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    place.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
