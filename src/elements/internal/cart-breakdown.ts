/** Which coupon takes off how much, from which line, and who bears it? By layer, in the order of application. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Allocation, AppliedCoupon } from '../../model/quote.js';
import { layers, type Layer } from '../../model/coupon.js';
import type { CartPanel } from './cart-panel.js';
import type { ShownPrice } from './cart-price.js';

export function renderBreakdown(panel: CartPanel): TemplateResult | typeof nothing {
  const { price } = panel;
  if (!price) return nothing;
  const { applied, automatic } = price;
  return html`
    ${layers
      .map((layer): [Layer, AppliedCoupon[]] => [layer, applied.filter((coupon) => coupon.layer === layer)])
      .filter(([, coupons]) => coupons.length)
      .map(
        ([layer, coupons]) =>
          html`<h3 class="muted">${panel.t(`breakdown.${layer}`)}</h3>
            ${coupons.map((coupon) => renderCoupon(panel, price, coupon))}`,
      )}
    ${
      automatic.length
        ? html`<h3 class="muted">${panel.t('breakdown.automatic')}</h3>
            ${automatic.map(({ label, amount }) => renderDiscount(panel, label, amount))}`
        : nothing
    }
  `;
}

function renderCoupon(
  panel: CartPanel,
  price: ShownPrice,
  { coupon, amount }: AppliedCoupon,
): TemplateResult {
  const find = ({ allocations }: { readonly allocations: readonly Allocation[] }) =>
    allocations.find((allocation) => allocation.coupon === coupon);
  const shares = [
    ...price.lines.map((line) => [labelLine(panel, line.id), find(line)] as const),
    ...price.fees.map((fee) => [panel.t('cart.shipping'), find(fee)] as const),
  ];
  const title = panel.titleOf(coupon);
  // A server that does not split says nothing about the lines.
  if (!price.lines.length) return renderDiscount(panel, title, amount);
  return html`<details>
    <summary>${renderDiscount(panel, title, amount)}</summary>
    <ul>
      ${shares.map(([label, share]) =>
        share
          ? html`<li class="muted">
              ${renderDiscount(panel, label, share.amount)}
              ${
                panel.showFunding
                  ? html`<small
                      >${panel.t('breakdown.funding', {
                        platform: share.platform,
                        shop: share.amount - share.platform,
                      })}</small
                    >`
                  : nothing
              }
            </li>`
          : nothing,
      )}
    </ul>
  </details>`;
}

/** `T-shirt × 3`, or with so many of them. */
export function labelLine({ session }: CartPanel, id: string, units?: number): string {
  const { title = id, quantity = 1 } = session.$cart.get()?.lines.find((line) => line.id === id) ?? {};
  return (units ?? quantity) > 1 ? `${title} × ${units ?? quantity}` : title;
}

function renderDiscount(panel: CartPanel, label: string, amount: number): TemplateResult {
  return renderRow(label, `−${panel.money(amount)}`);
}

export function renderRow(label: string, value: string): TemplateResult {
  return html`<span class="share"><span>${label}</span><span>${value}</span></span>`;
}
