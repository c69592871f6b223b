/** What is bought and what it costs: each line with its own share of the discounts, then the coupons, then the sum. */
import { markup } from '../server/markup.mjs';

export function receipt({ words, shop }, { cart, quote, titleOf }) {
  const { t, pick, money } = words;
  const lines = new Map(quote.lines.map((line) => [line.id, line]));
  return markup`
    <ul class="receipt-lines">
      ${cart.lines.map(({ id, product, quantity }) => {
        const { image, title } = shop.products.get(product);
        const { subtotal, discount, payable } = lines.get(id);
        return markup`
          <li>
            <img src="${image}" alt="" width="800" height="1000">
            <span>${pick(title)} <span class="small">× ${quantity}</span></span>
            <span class="amounts">
              ${discount > 0 && markup`<s>${money(subtotal)}</s>`}
              <b>${money(payable)}</b>
            </span>
          </li>
        `;
      })}
    </ul>
    <dl class="sums">
      <div>
        <dt>${t('sum.goods')}</dt>
        <dd>${money(quote.subtotal)}</dd>
      </div>
      <div>
        <dt>${t('sum.shipping')}</dt>
        <dd>${quote.shipping ? money(quote.shipping) : t('sum.free')}</dd>
      </div>
      ${quote.applied.map(
        ({ coupon, amount }) =>
          markup`<div class="saved">
            <dt>${pick(titleOf(coupon))}</dt>
            <dd>−${money(amount)}</dd>
          </div>`,
      )}
      <div class="due">
        <dt>${t('sum.due')}</dt>
        <dd data-payable="${quote.payable}">${money(quote.payable)}</dd>
      </div>
      ${
        quote.discount > 0 &&
        markup`<div class="saved">
          <dt>${t('sum.saved')}</dt>
          <dd>${money(quote.discount)}</dd>
        </div>`
      }
    </dl>
  `;
}
