import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A timer waits no longer than this: `setTimeout` holds 24 days. */
const longestMs = 3_600_000;

/** Has its host rendered again when a time that it shows is another; never while the host is not connected. */
export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Once, at the next full second of a clock. @param now milliseconds since the epoch by that clock */
  second(now: number): void {
    this.after(1000 - (now % 1000));
  }

  /** Once, after so many milliseconds, or an hour; of two that ask, the sooner counts. */
  after(ms: number): void {
    const due = performance.now() + Math.min(ms, longestMs);
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Infinity;
      this.#host.requestUpdate();
    }, due - performance.now());
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#due = Infinity;
  }
}
