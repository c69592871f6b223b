/** Every element, with its first state. */
import { markup } from '../server/markup.mjs';
import { state, tools } from './element.mjs';
import { tryoutPage } from './tryout-page.mjs';

export function galleryPage(view, elements) {
  const { words, tryout } = view;
  const { t, language } = words;
  return tryoutPage(view, {
    title: `${t('gallery.title')} · ${t('name')}`,
    path: 'elements/',
    content: markup`
      <div class="gallery">
        <h1 class="page-title">${t('gallery.title')}</h1>
        <p class="lead">${t('gallery.lead')}</p>
        ${tools(view, 'elements/')}
        <ul class="states">
          ${elements.map(
            ({ tag, states }) => markup`
              <li>
                <h2 class="minor">
                  <a href="/${language}/elements/${tag}/${tryout.search}"><code>${tag}</code></a>
                </h2>
                <p class="small">${t(`gallery.${tag}`)} ${t('gallery.states', { n: states.length })}</p>
                ${state(view, tag, states[0])}
              </li>
            `,
          )}
        </ul>
      </div>
    `,
  });
}
