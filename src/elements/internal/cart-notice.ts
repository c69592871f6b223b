/** What does the panel have to say? What has changed, dropped out or could not be read, and why; else whose choice the coupons are. */
import { html, nothing, type TemplateResult } from 'lit';
import { describeReason } from '../../i18n/describe-reason.js';
import type { Difference } from '../../stores/session.js';
import type { CartRefusal } from './cart-hold.js';
import { focusOn, type CartPanel } from './cart-panel.js';

/** Rows that fit without scrolling. */
const visibleRows = 3;

export class CartNotice {
  /** What the shopper has read: verdicts, and lists of what dropped out. */
  #read: readonly unknown[] = [];

  /** @param refusal why the coupons could not be held at the last try to check out */
  render(panel: CartPanel, headline: string, refusal?: CartRefusal): TemplateResult {
    const { t, session } = panel;
    const { rows, about, rose } = this.#describe(panel, refusal);
    const isNews = rows.length > 0;
    const read = (): void => void (this.#read = about);
    return html`<div class=${isNews ? 'notice' : 'calm'}>
      <h2 id="headline" part="headline">${isNews && rose !== undefined ? t('cart.changed') : headline}</h2>
      <div class="why" tabindex=${rows.length > visibleRows ? 0 : nothing}>
        ${isNews ? rows.map((row) => html`<p>${row}</p>`) : renderChoice(panel)}
      </div>
      ${
        rose
          ? html`<button
              class="button"
              id="accept"
              @click=${async () => {
                read();
                session.accept();
                await panel.update();
                const slot = panel.root.querySelector('slot')!;
                (slot.assignedElements({ flatten: true })[0] as HTMLElement | undefined)?.focus();
              }}
            >
              ${t('notice.accept')}
            </button>`
          : about.length
            ? html`<button
                class="cross"
                id="dismiss"
                aria-label=${t('notice.dismiss')}
                @click=${async () => {
                  read();
                  await panel.update();
                  focusOn(panel, '#saving');
                }}
              ></button>`
            : nothing
      }
    </div>`;
  }

  /** All of it as one text. */
  say(panel: CartPanel, refusal?: CartRefusal): string {
    const { rows, rose } = this.#describe(panel, refusal);
    return [...(rose === undefined ? [] : [`${panel.t('cart.changed')}.`]), ...rows].join(' ');
  }

  #describe(panel: CartPanel, refusal: CartRefusal | undefined): CartNews {
    const { session, t, isUnreadable } = panel;
    const verification = session.$verification.get();
    const dropped = session.$dropped.get();
    const rows: string[] = [];
    const about: unknown[] = [];
    let rose: boolean | undefined;
    if (refusal && !this.#read.includes(refusal.reason)) {
      about.push(refusal.reason);
      rows.push(refusal.text);
    }
    if (isUnreadable || session.$error.get()?.code === 'invalid-cart') rows.push(t('notice.invalid'));
    if (verification.state === 'changed' && !this.#read.includes(verification.verdict)) {
      const { verdict, differences, accepted } = verification;
      rose = !accepted;
      about.push(verdict);
      const isSum = ({ code }: Difference): boolean => code === 'payable';
      for (const difference of [...differences.filter(isSum), ...differences.filter((one) => !isSum(one))])
        rows.push(describeDifference(difference, panel));
    }
    if (dropped.length && !this.#read.includes(dropped)) {
      about.push(dropped);
      for (const one of dropped) rows.push(describeDifference({ code: 'coupon-dropped', ...one }, panel));
    }
    return { rows, about, rose };
  }
}

interface CartNews {
  /** What happened and why, a sentence each. */
  readonly rows: readonly string[];
  /** What has been read when it is dismissed; empty: it stays. */
  readonly about: readonly unknown[];
  /** Whether the shopper has to accept the price; absent: it has not changed. */
  readonly rose: boolean | undefined;
}

/** Whose choice the coupons are, and the way back to the best. */
function renderChoice(panel: CartPanel): TemplateResult | string {
  const { session, t } = panel;
  const best = session.$best.get();
  const quote = session.$quote.get();
  if (session.$selection.get().mode === 'auto') return quote?.discount ? t('cart.best') : '';
  const amount = best && quote ? quote.payable - best.payable : 0;
  if (amount <= 0) return t('notice.own');
  return html`<button
    class="button link"
    id="best"
    @click=${async () => {
      session.auto();
      await panel.update();
      focusOn(panel, '#saving');
    }}
  >
    ${t('notice.use-best', { amount })}
  </button>`;
}

function describeDifference(
  difference: Difference,
  { session, locale, currency, t, titleOf }: CartPanel,
): string {
  switch (difference.code) {
    case 'payable':
      return t('notice.payable', { ...difference });
    case 'unit-price': {
      const line = session.$cart.get()?.lines.find(({ id }) => id === difference.line);
      return t('notice.unit-price', { ...difference, title: line?.title ?? difference.line });
    }
    default: {
      const reasons = 'reasons' in difference ? difference.reasons : [];
      // What made way for better coupons also stands in conflict with them.
      const outvalued = reasons.filter(({ code }) => code === 'outvalued');
      const words = (outvalued.length ? outvalued : reasons).map((reason) =>
        describeReason(reason, locale, currency),
      );
      return t(`notice.${difference.code}`, {
        ...difference,
        title: titleOf(difference.coupon),
        reasons: [...new Set(words)].join(' · '),
      });
    }
  }
}
