import { markup } from '../server/markup.mjs';
import { receipt } from './receipt.mjs';
import { page } from './page.mjs';

/** @param reviewed what `checkout.review` gave */
export function checkoutPage(view, reviewed) {
  const { t, money, language } = view.words;
  const { quote, confirmed, until, reason } = reviewed;
  return page(view, {
    title: `${t('checkout.title')} · ${t('name')}`,
    path: 'checkout/',
    content: markup`
      <div class="sheet">
        <h1 class="page-title">${t('checkout.title')}</h1>
        ${
          confirmed
            ? markup`
                <div class="verdict good">
                  <b>${t('checkout.confirmed')}</b>
                  <p>${t('checkout.confirmed.text')}</p>
                  ${until && held(view, until)}
                </div>
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
        <!-- Gives the coupons back at once. Who takes another way gives them back with the next visit of the cart, or when the time is over. -->
        <form class="centered" method="post" action="/${language}/checkout/back">
          <button class="link">${t(until ? 'checkout.back.held' : 'checkout.back')}</button>
        </form>
      </div>
    `,
  });
}

/** How long the coupons are kept for this order; shop.js lets the time run. */
function held({ words: { t } }, until) {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const left = `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}`;
  return markup`
    <p class="held">
      ${t('checkout.held')}
      <span class="held-time" role="timer" data-held="${seconds}" data-said="${t('checkout.held.minutes')}">${left}</span>
    </p>
    <p class="unseen" role="status" data-said-here></p>
  `;
}
