import { attribute, markup } from '../server/markup.mjs';
import { page } from './page.mjs';
import { receipt } from './receipt.mjs';

/** @param order with `lines`: those of its cart, and how many of each are left */
export function orderPage(view, order) {
  const { t, language } = view.words;
  const { id, owner, reversals, lines, failed, waits } = order;
  const isLeft = lines.some(({ left }) => left > 0);
  const mayReturn = isLeft && !failed && !waits && owner === view.who.id;
  return page(view, {
    title: `${t('order.title')} · ${t('name')}`,
    path: `orders/${id}/`,
    content: markup`
      <div class="sheet">
        <h1 class="page-title">${t(isLeft ? 'order.title' : 'order.cancelled')}</h1>
        <p class="lead">${t(isLeft ? 'order.lead' : 'order.cancelled.lead', { id })}</p>
        ${failed && markup`<p class="verdict" role="alert">${t('order.failed')}</p>`}
        ${waits && markup`<p class="verdict">${t('order.waits')}</p>`}
        ${reversals.map((each) => paidBack(view, order, each))}
        ${receipt(view, order)}
        ${mayReturn && returns(view, order)}
        <p class="small centered">${t('checkout.demo')}</p>
        <p class="centered"><a class="button quiet" href="/${language}/">${t('order.home')}</a></p>
      </div>
    `,
  });
}

/** What one cancellation or return has paid back, and which coupons are the shopper's again. */
function paidBack({ words: { t, pick, money }, shop }, { cart, titleOf }, { refund, returned }) {
  const products = new Map(cart.lines.map((line) => [line.id, shop.products.get(line.product)]));
  const goods = refund.lines.filter(({ quantity }) => quantity > 0);
  return markup`
    <div class="verdict good" data-paid-back="${refund.amount}">
      <b>${t('order.back', { price: money(refund.amount) })}</b>
      <p>${goods.map(({ line, quantity }) => `${pick(products.get(line).title)} × ${quantity}`).join(t('list.and'))}</p>
      ${
        returned.length > 0 &&
        markup`<p>${t('order.back.coupons', { titles: returned.map((coupon) => pick(titleOf(coupon))).join(t('list.and')) })}</p>`
      }
    </div>
  `;
}

/** Cancelling is for orders that have not left yet; after the first return there is only sending back. */
function returns({ words: { t, pick, language }, shop }, { id, lines, reversals }) {
  const act = `${reversals.length + 1}`;
  const action = `/${language}/orders/${id}/`;
  return markup`
    <section class="returns" aria-labelledby="returns-heading">
      <h2 class="minor" id="returns-heading">${t('order.returns')}</h2>
      <form method="post" action="${action}">
        <input type="hidden" name="act" value="return-${act}">
        ${lines
          .filter(({ left }) => left > 0)
          .map(
            ({ id: line, product, left }) => markup`
              <label>
                <span>${pick(shop.products.get(product).title)}</span>
                <select name="${line}">
                  ${Array.from({ length: left + 1 }, (_, count) => markup`<option value="${count}"${attribute('selected', count === 0)}>${count}</option>`)}
                </select>
              </label>
            `,
          )}
        <button class="button quiet">${t('order.return')}</button>
      </form>
      ${
        reversals.length === 0 &&
        markup`
          <form method="post" action="${action}">
            <input type="hidden" name="act" value="cancel">
            <input type="hidden" name="all">
            <button class="link">${t('order.cancel')}</button>
          </form>
        `
      }
    </section>
  `;
}

export function missingPage(view, text) {
  const { t, language } = view.words;
  return page(view, {
    title: `${t('missing.title')} · ${t('name')}`,
    content: markup`
      <div class="sheet">
        <h1 class="page-title">${t('missing.title')}</h1>
        <p class="lead">${text ?? t('missing.text')}</p>
        <p><a class="button quiet" href="/${language}/">${t('product.home')}</a></p>
      </div>
    `,
  });
}
