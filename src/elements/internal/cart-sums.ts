/** From the goods to the amount due. Every row keeps its place, whatever arrives. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CartPanel } from './cart-panel.js';

/** @param breakdown by coupon and line; absent: closed */
export function renderSums(panel: CartPanel, breakdown: unknown): TemplateResult {
  const { price, t, money, act } = panel;
  const sum = (label: string, amount: number | undefined) => html`
    <dt>${label}</dt>
    <dd>${amount === undefined ? '–' : money(amount)}</dd>
  `;
  return html`<dl class="sums" part="breakdown">
    <div>${sum(t('cart.goods'), price?.subtotal)}</div>
    <div>
      <dt>
        <button
          class="disclosure"
          id="discounts"
          aria-expanded=${breakdown !== undefined}
          @click=${act.toggleBreakdown}
        >
          ${t('cart.discounts')}
        </button>
      </dt>
      <dd>${price?.discount ? '−' : nothing}${price ? money(price.discount) : '–'}</dd>
      ${breakdown === undefined ? nothing : html`<dd class="layers">${breakdown}</dd>`}
    </div>
    <div>${sum(t('cart.shipping'), price?.shipping)}</div>
    ${price?.tax === undefined ? nothing : html`<div>${sum(t('cart.tax'), price.tax)}</div>`}
    <div class="due" part="due">${sum(t('cart.due'), price?.payable)}</div>
  </dl>`;
}
