/** The ticket at the top of the panel: what is saved, or what has happened to it, and what can be done about it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CartNotice } from './cart-notice.js';
import type { CartPanel } from './cart-panel.js';

/** Rows that fit without scrolling. */
const visibleRows = 2;

export function renderSaving(panel: CartPanel, { headline, rows, about, rose }: CartNotice): TemplateResult {
  const { t, act } = panel;
  const { length } = rows;
  return html`<div class="saving ${length ? 'notice' : ''}" part="saving" id="saving" tabindex="-1">
    <h2 id="headline" part="headline">${headline}</h2>
    <div class="why" tabindex=${length > visibleRows ? 0 : nothing}>
      ${length ? rows.map((row) => html`<p>${row}</p>`) : renderChoice(panel)}
    </div>
    ${
      rose
        ? html`<button class="button" id="accept" @click=${() => act.accept(about)}>
            ${t('cart.accept')}
          </button>`
        : about.length
          ? html`<button
              class="cross"
              id="dismiss"
              aria-label=${t('cart.dismiss')}
              @click=${() => act.dismiss(about)}
            ></button>`
          : nothing
    }
  </div>`;
}

/** Whose choice the coupons are, and the way back to the best. */
function renderChoice({ session, t, act }: CartPanel): TemplateResult | string {
  const best = session.$best.get();
  const quote = session.$quote.get();
  if (session.$selection.get().mode === 'auto') return quote?.discount ? t('cart.best') : '';
  const amount = best && quote ? quote.payable - best.payable : 0;
  return amount > 0
    ? html`<button class="link" id="best" @click=${act.useBest}>${t('cart.use-best', { amount })}</button>`
    : t('cart.own');
}
