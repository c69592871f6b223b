/** A theme is a few custom properties: they are changed here, with every element beside them, and copied as CSS. */
import { attribute, markup } from '../server/markup.mjs';
import { state, tools } from './element.mjs';
import { tryoutPage } from './tryout-page.mjs';

/** What sets the look of all elements; the others are one element's own. */
const common = /^--coupon-(accent|on-accent|tint|surface|text|muted|border|radius|font)$/;
/** Colours that are read on one another, and the least contrast that WCAG asks for. */
const pairs = [
  ['text', 'surface'],
  ['muted', 'surface'],
  ['accent', 'surface'],
  ['accent', 'tint'],
  ['on-accent', 'accent'],
];

/** @param elements what `loadElements` gave */
export function themesPage(view, elements) {
  const { t } = view.words;
  return tryoutPage(view, {
    title: `${t('themes.title')} · ${t('name')}`,
    path: 'themes/',
    head: markup`<script type="module" src="/elements/themes.js"></script>`,
    content: markup`
      <div class="gallery">
        <h1 class="page-title">${t('themes.title')}</h1>
        <p class="lead">${t('themes.lead')}</p>
        ${tools(view, 'themes/')}
        <div class="workshop">
          ${controls(view, elements)}
          <div class="states">
            ${elements.map(
              ({ tag, states }) => markup`
                <div>
                  <h2 class="minor"><code>${tag}</code></h2>
                  ${state(view, tag, states[0])}
                </div>
              `,
            )}
          </div>
        </div>
      </div>
    `,
  });
}

function controls({ words: { t } }, elements) {
  const properties = propertiesOf(elements);
  return markup`
    <form class="controls" data-theme-form aria-label="${t('themes.controls')}">
      <fieldset>
        <legend class="minor">${t('themes.common')}</legend>
        ${properties.filter(({ name }) => common.test(name)).map(field)}
      </fieldset>
      <ul class="pairs" aria-label="${t('themes.contrast')}">
        ${pairs.map(
          ([text, ground]) => markup`
            <li class="small" data-pair="${text} ${ground}">
              <span>${t('themes.pair', { text, ground })}</span> <b></b>
            </li>
          `,
        )}
      </ul>
      <details>
        <summary>${t('themes.own')}</summary>
        <fieldset>
          ${properties.filter(({ name }) => !common.test(name)).map(field)}
        </fieldset>
      </details>
      <h2 class="minor" id="css-heading">${t('themes.css')}</h2>
      <div class="source">
        <pre id="theme-css" tabindex="0" aria-labelledby="css-heading"></pre>
        <button class="link small" type="button" data-copy="theme-css" data-done="${t('gallery.copied')}">${t('themes.copy')}</button>
        <button class="link small" type="reset">${t('themes.reset')}</button>
      </div>
    </form>
  `;
}

/** A colour has a picker, a length a number of rem, a number a number, and a font a line of text. */
function field({ name, initial }) {
  const [, amount, unit] = /^([\d.]+)(rem)?$/.exec(initial ?? '') ?? [];
  const kind = name.endsWith('-font') ? 'text' : amount === undefined ? 'color' : 'number';
  return markup`
    <label>
      <code>${name}</code>
      <span>
        <input name="${name}" type="${kind}"${kind === 'number' && [attribute('step', unit ? '0.125' : '1'), attribute('min', '0'), attribute('data-unit', unit)]}>
        ${unit && markup`<span class="small">${unit}</span>`}
      </span>
    </label>
  `;
}

/** Those of every element, each once; `initial` is the default that the manifest says. */
function propertiesOf(elements) {
  const all = elements.flatMap(({ manifest }) => manifest.cssProperties ?? []);
  return [...new Map(all.map(({ name, default: initial }) => [name, { name, initial }])).values()].sort(
    (a, b) => common.test(b.name) - common.test(a.name),
  );
}
