import { markup } from '../server/markup.mjs';
import { page } from './page.mjs';
import { receipt } from './receipt.mjs';

export function orderPage(view, order) {
  const { t, language } = view.words;
  return page(view, {
    title: `${t('order.title')} · ${t('name')}`,
    path: `orders/${order.id}/`,
    content: markup`
      <div class="sheet">
        <h1 class="page-title">${t('order.title')}</h1>
        <p class="lead">${t('order.lead', { id: order.id })}</p>
        ${receipt(view, order)}
        <p class="small centered">${t('checkout.demo')}</p>
        <p class="centered"><a class="button quiet" href="/${language}/">${t('order.home')}</a></p>
      </div>
    `,
  });
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
