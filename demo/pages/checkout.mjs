import { markup } from '../server/markup.mjs';
import { receipt } from './receipt.mjs';
import { page } from './page.mjs';

/** @param reviewed what `orders.review` gave */
export function checkoutPage(view, reviewed) {
  const { t, money, language } = view.words;
  const { quote, confirmed, reason } = reviewed;
  return page(view, {
    title: `${t('checkout.title')} · ${t('name')}`,
    path: 'checkout/',
    content: markup`
      <div class="sheet">
        <h1 class="page-title">${t('checkout.title')}</h1>
        ${
          confirmed
            ? markup`
                <p class="verdict good">
                  <b>${t('checkout.confirmed')}</b>
                  ${t('checkout.confirmed.text')}
                </p>
              `
            : markup`
                <p class="verdict" role="alert">
                  <b>${t('checkout.unconfirmed')}</b>
                  ${t(reason ? `checkout.refused.${reason}` : 'checkout.unconfirmed.text')}
                </p>
              `
        }
        ${receipt(view, reviewed)}
        <form method="post" action="/${language}/orders">
          <input type="hidden" name="payable" value="${quote.payable}">
          <button class="button wide">${t('checkout.place', { price: money(quote.payable) })}</button>
        </form>
        <p class="small centered">${t('checkout.demo')}</p>
        <p class="centered"><a href="/${language}/cart/">${t('checkout.back')}</a></p>
      </div>
    `,
  });
}
