/** An act that asks the server: that it is under way shows at once, that it is slow after a second, and it can be given up. One at a time. */
import type { ReactiveControllerHost } from 'lit';
import type { Reason } from '../../model/refusal.js';

/** What an act comes to. */
export type Answer = { readonly ok: true } | Failure;

interface Failure {
  readonly ok: false;
  readonly reason: Reason;
}

/** An answer that takes longer than this is said to be slow. */
const slowMs = 1000;

export class CampaignAct {
  readonly #host: ReactiveControllerHost;
  #running: AbortController | undefined;
  #isSlow = false;
  #refusal: Reason | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get isRunning(): boolean {
    return !!this.#running;
  }

  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Why the last act failed; absent where it did not. */
  get refusal(): Reason | undefined {
    return this.#refusal;
  }

  /** Set where nobody knows what the last act came to: the next one is the same, and tells. */
  get lost(): 'cancelled' | 'unavailable' | undefined {
    const code = this.#refusal?.code;
    return code === 'cancelled' || code === 'unavailable' ? code : undefined;
  }

  /** Forgets how the last act ended. */
  reset(): void {
    this.#refusal = undefined;
  }

  /** Stops waiting. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Stops waiting, and forgets that there was an act. */
  abandon(): void {
    const running = this.#running;
    this.#running = undefined;
    this.#isSlow = false;
    this.reset();
    running?.abort();
  }

  /**
   * Resolves to nothing where it failed or was abandoned, or where another act is running.
   * @param slow called where the answer is late
   */
  async perform<Result extends Answer>(
    ask: (signal: AbortSignal) => Promise<Result>,
    slow: () => void,
  ): Promise<Extract<Result, { readonly ok: true }> | undefined> {
    if (this.#running) return undefined;
    const running = (this.#running = new AbortController());
    const { signal } = running;
    this.#refusal = undefined;
    this.#host.requestUpdate();
    const timer = setTimeout(() => {
      this.#isSlow = true;
      slow();
      this.#host.requestUpdate();
    }, slowMs);
    const cancelled = new Promise<Failure>((resolve) =>
      signal.addEventListener('abort', () => resolve(failed('cancelled'))),
    );
    // It rejects only where a part of the script does not load, or the session was destroyed.
    const result = await Promise.race([ask(signal).catch(() => failed('unavailable')), cancelled]);
    clearTimeout(timer);
    if (this.#running !== running) return undefined;
    this.#running = undefined;
    this.#isSlow = false;
    this.#host.requestUpdate();
    if (result.ok) return result as Extract<Result, { readonly ok: true }>;
    this.#refusal = result.reason;
    return undefined;
  }
}

function failed(code: string): Failure {
  return { ok: false, reason: { code, params: {} } };
}
