/** What couponkit is for, scene by scene: each opens the shop as it has to be. */
import { markup } from '../server/markup.mjs';
import { page } from './page.mjs';

export function scenesPage(view) {
  const { words, shop } = view;
  const { t, pick, language } = words;
  return page(view, {
    title: `${t('scenes.title')} · ${t('name')}`,
    path: 'scenes/',
    hasElements: false,
    content: markup`
      <div class="scenes">
        <h1 class="page-title">${t('scenes.title')}</h1>
        <p class="lead">${t('scenes.lead')}</p>
        <ul class="scene-list">
          ${shop.scenes.map(
            ({ id, title, text, try: act, cart, shopper = 'guest' }) => markup`
              <li class="scene">
                ${pictures(view, cart)}
                <h2>${pick(title)}</h2>
                <p>${pick(text)}</p>
                <p class="small">${t('scenes.as', { who: t(`who.${shopper}`) })} ${pick(act)}</p>
                <form method="post" action="/${language}/scenes/${id}">
                  <button class="button quiet">${t('scenes.open')}<span class="unseen"> ${pick(title)}</span></button>
                </form>
              </li>
            `,
          )}
        </ul>
        <p class="small">${t('scenes.note')}</p>
      </div>
    `,
  });
}

/** What is in the cart then. */
function pictures({ shop }, cart) {
  const products = Object.keys(cart).map((id) => shop.products.get(id));
  const shown = products.length > 0 ? products : [shop.products.get('tea-sampler')];
  return markup`
    <div class="scene-pictures">
      ${shown.map(({ image }) => markup`<img src="${image}" alt="" width="800" height="1000" loading="lazy">`)}
    </div>
  `;
}
