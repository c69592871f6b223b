/**
 * When is it time to look again? With each second of a countdown, at the very moment at which something opens or ends, when the tab or the device wakes, and, gently,
 * when the shop may know more.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Claim } from '../../protocol/messages.js';
import { nextBoundary } from '../../stores/states-at.js';
import { momentOf } from './flash-clock.js';
import type { FlashOffer, FlashPhase } from './flash-offer.js';

export interface Plan {
  /** Milliseconds since the epoch, by the server's clock. */
  readonly now: number;
  /** Whether seconds are shown. */
  readonly ticks: boolean;
  /** When something changes by itself next, by the same clock; `Infinity`: never. */
  readonly changesAt: number;
  /** How often to ask the shop anew, milliseconds; `Infinity`: not. */
  readonly askEveryMs: number;
}

/** How often the shop is asked what has become of an offer, milliseconds; of what is not named here, nothing becomes by others. */
const everyMs: Partial<Record<FlashPhase, number>> = {
  over: 2000,
  pending: 5000,
  available: 20_000,
  'sold-out': 60_000,
};
/** A timer waits no longer before it looks again: `setTimeout` holds 24 days, and computers sleep. */
const longestMs = 3_600_000;
/** The device's clock and the time that has passed may differ by so much; where it is more, the clock was set, or the device slept. */
const driftMs = 2000;

/** @param now milliseconds since the epoch, by the server's clock */
export function planOf(offers: readonly FlashOffer[], now: number): Plan {
  const parts = offers.flatMap(({ coupon, claim, piece }) => [{ coupon, claim }, ...(piece ? [piece] : [])]);
  return {
    now,
    ticks: offers.some(({ claim, phase }) => phase === 'pending' || momentOf(claim, now)),
    changesAt: nextBoundary(parts, now),
    askEveryMs: Math.min(
      ...offers.map(({ phase, claim }) =>
        mayChange(phase, claim) ? (everyMs[phase] ?? Infinity) : Infinity,
      ),
    ),
  };
}

export class FlashWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #ask: () => void;
  readonly #online: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  #askEveryMs = Infinity;
  /** The device's clock less the time that has passed, when it was last looked at. */
  #drift: number | undefined;

  /**
   * @param ask asks the shop anew
   * @param online called when the network is back
   */
  constructor(host: ReactiveControllerHost, ask: () => void, online: () => void) {
    this.#host = host;
    this.#ask = ask;
    this.#online = online;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#wake);
    addEventListener('pageshow', this.#return);
    addEventListener('online', this.#online);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#wake);
    removeEventListener('pageshow', this.#return);
    removeEventListener('online', this.#online);
    clearTimeout(this.#timer);
    clearTimeout(this.#askTimer);
    this.#askEveryMs = Infinity;
  }

  /** Takes what is shown now. */
  follow({ now, ticks, changesAt, askEveryMs }: Plan): void {
    clearTimeout(this.#timer);
    const waitMs = Math.min(changesAt - now, ticks ? 1000 - (now % 1000) : Infinity);
    if (waitMs < Infinity) this.#timer = setTimeout(this.#look, Math.max(0, Math.min(waitMs, longestMs)));
    if (askEveryMs === this.#askEveryMs) return;
    this.#askEveryMs = askEveryMs;
    this.#askLater();
  }

  /** Pages that were opened together do not ask together. */
  #askLater(): void {
    clearTimeout(this.#askTimer);
    if (this.#askEveryMs === Infinity) return;
    this.#askTimer = setTimeout(
      () => {
        if (document.visibilityState === 'visible') this.#ask();
        this.#askLater();
      },
      this.#askEveryMs * (0.75 + Math.random() / 2),
    );
  }

  readonly #look = (): void => {
    const drift = Date.now() - performance.now();
    if (Math.abs(drift - (this.#drift ?? drift)) > driftMs) this.#ask();
    this.#drift = drift;
    this.#host.requestUpdate();
  };

  readonly #wake = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#ask();
    this.#host.requestUpdate();
  };

  readonly #return = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) this.#wake();
  };
}

/** Whether others, or a payment, may change it. What is sold out comes back only where somebody may not have paid. */
function mayChange(phase: FlashPhase, { stock, cost }: Claim): boolean {
  if (phase === 'pending' || phase === 'over') return true;
  return phase === 'available' ? stock !== undefined : !!cost?.amount;
}
