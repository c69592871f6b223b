/** Many claims with one press: one after another, so that each is told as it comes, with a way to stop in between. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Locale } from '../../i18n/create-locale.js';
import type { Session } from '../../stores/session.js';

export class ClaimRun {
  #done = 0;
  #total = 0;
  #isRunning = false;
  #isStopped = false;

  /** A button for so many coupons, or how far it has come. */
  render({ t }: Locale, n: number, start: () => void): TemplateResult | typeof nothing {
    if (!this.#isRunning && n < 2) return nothing;
    return html`<p class="bar">
      ${
        this.#isRunning
          ? html`${t('center.claiming-all', { done: this.#done, n: this.#total })}
              <button class="button quiet" @click=${() => (this.#isStopped = true)}>
                ${t('center.stop')}
              </button>`
          : html`<button class="button quiet" part="claim-all" @click=${start}>
              ${t('center.claim-all', { n })}
            </button>`
      }
    </p>`;
  }

  /** For screen readers: that it has begun, and what came of it. */
  say({ t }: Locale): string {
    const [done, n] = [this.#done, this.#total];
    if (this.#isRunning) return t('center.claiming-all', { done: 0, n });
    return n ? t(done === n ? 'center.claimed-all' : 'center.claimed-some', { done, n }) : '';
  }

  /** What came of the last one is old news. */
  forget(): void {
    if (!this.#isRunning) this.#total = 0;
  }

  /**
   * Resolves when all were tried, when it was stopped, or after the first fault: the next ones would fare no better.
   * @param claim claims one; gives whether anybody is still there who wants it
   * @param update called whenever there is something new to show
   */
  async start(
    session: Session,
    coupons: readonly string[],
    claim: (coupon: string) => Promise<boolean>,
    update: () => void,
  ): Promise<void> {
    this.#done = 0;
    this.#total = coupons.length;
    this.#isRunning = true;
    this.#isStopped = false;
    update();
    for (const coupon of coupons) {
      if (!(await claim(coupon))) break;
      const error = session.$error.get();
      const isHeld = session.$wallet
        .get()
        ?.some((held) => held.coupon.id === coupon && held.state === 'held');
      if (isHeld) this.#done++;
      if (this.#isStopped || (error?.code === 'adapter' && error.during === 'claim')) break;
      update();
    }
    this.#isRunning = false;
    update();
  }
}
