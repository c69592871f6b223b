/** What would each line pay back, were it returned, and would a coupon come back with it? Worked out once that is opened. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Refund, RefundPreview } from '../../model/refund.js';
import { labelLine, renderRow } from './cart-breakdown.js';
import type { CartPanel } from './cart-panel.js';

export class CartReturns {
  #isOpen = false;
  /** What has been asked for last: the price and the mode. */
  #asked = '';
  #previews: readonly RefundPreview[] = [];

  render(panel: CartPanel): TemplateResult | typeof nothing {
    const { price, refundMode, t } = panel;
    // A server that does not split says nothing about the lines.
    if (!refundMode || !price?.applied.length || !price.lines.length) return nothing;
    if (this.#isOpen) void this.#ask(panel);
    return html`<details
      class="returns"
      @toggle=${({ target }: Event) => {
        this.#isOpen = (target as HTMLDetailsElement).open;
        void panel.update();
      }}
    >
      <summary>${renderRow(t('breakdown.returns'), '')}</summary>
      <ul>
        ${this.#previews.flatMap(({ line, one, all }) =>
          (one.amount === all.amount ? [all] : [one, all]).map((refund) => renderReturn(panel, line, refund)),
        )}
      </ul>
      <small class="muted">${t('breakdown.stay-used')}</small>
    </details>`;
  }

  async #ask({ session, price, refundMode, update }: CartPanel): Promise<void> {
    const asked = JSON.stringify([price, refundMode]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    // Between two changes of the cart the price may be that of the last one.
    const previews = await session.previewRefunds(price!, refundMode!).catch(() => []);
    if (asked !== this.#asked) return;
    this.#previews = previews;
    void update();
  }
}

function renderReturn(panel: CartPanel, line: string, { amount, lines, coupons }: Refund): TemplateResult {
  const { t, money, titleOf } = panel;
  const units = lines.find((row) => row.line === line)?.quantity;
  const titles = coupons.flatMap(({ coupon, returned }) => (returned ? [titleOf(coupon)] : []));
  return html`<li class="muted">
    ${renderRow(labelLine(panel, line, units), money(amount))}
    ${titles.length ? html`<small>${t('breakdown.comes-back', { titles: titles.join(' · ') })}</small>` : nothing}
  </li>`;
}
