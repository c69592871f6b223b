/** One element: all of its states at once, and what the manifest says of it. */
import { attribute, markup, verbatim } from '../server/markup.mjs';
import { themes } from '../server/read-tryout.mjs';
import { tryoutPage } from './tryout-page.mjs';

export function elementPage(view, { tag, states, manifest }) {
  const { t, language } = view.words;
  const path = `elements/${tag}/`;
  return tryoutPage(view, {
    title: `${tag} · ${t('gallery.title')} · ${t('name')}`,
    path,
    content: markup`
      <div class="gallery">
        <p class="small"><a href="/${language}/elements/${view.tryout.search}">${t('gallery.title')}</a></p>
        <h1 class="page-title"><code>${tag}</code></h1>
        <p class="lead">${t(`gallery.${tag}`)}</p>
        ${tools(view, path)}
        <h2 class="unseen">${t('gallery.all')}</h2>
        <div class="states">
          ${states.map((each) => figure(view, tag, each))}
        </div>
        ${reference(view, manifest)}
      </div>
    `,
  });
}

/** Themes and directions, as links, so that every picture has an address. */
export function tools({ words, tryout }, path) {
  const { t, language } = words;
  const link = (label, theme, dir, isCurrent) => {
    const search = new URLSearchParams({
      ...(theme !== 'plain' && { theme }),
      ...(dir === 'rtl' && { dir }),
    }).toString();
    const address = `/${language}/${path}${search && '?'}${search}`;
    return markup`<a href="${address}"${attribute('aria-current', isCurrent && 'true')}>${label}</a>`;
  };
  return markup`
    <nav class="tryout" aria-label="${t('gallery.tools')}">
      <span>
        ${themes.map((theme) => link(t(`theme.${theme}`), theme, tryout.dir, theme === tryout.theme))}
      </span>
      <span>
        ${['ltr', 'rtl'].map((dir) => link(t(`gallery.${dir}`), tryout.theme, dir, dir === tryout.dir))}
      </span>
    </nav>
  `;
}

function figure(view, tag, each) {
  const { t, language } = view.words;
  const { name, title, isModal, facts } = each;
  const id = `html-${name}`;
  const { answers = {} } = facts;
  return markup`
    <figure class="state">
      <figcaption>
        <b>${title?.[language] ?? name}</b>
        <code class="small">${name}</code>
      </figcaption>
      ${state(view, tag, each)}
      ${isModal && markup`<p><button class="button quiet" type="button" data-act>${t('gallery.act')}</button></p>`}
      ${Object.entries(answers).map(
        ([call, given]) => markup`<p class="small">${t(`gallery.answer.${kindOf(given)}`, { call })}</p>`,
      )}
      <div class="source">
        <pre tabindex="0" id="${id}" aria-label="HTML: ${name}"><code>${verbatim(htmlOf(view, tag, each))}</code></pre>
        <button class="link small" type="button" data-copy="${id}" data-done="${t('gallery.copied')}">
          ${t('gallery.copy')}<span class="unseen"> ${name}</span>
        </button>
      </div>
    </figure>
  `;
}

/** The element itself, in a place that has a session of its own. What floats in the window floats in it here. */
export function state(view, tag, { name, attributes = {}, content }) {
  const written = Object.entries(attributes).map(([key, value]) => attribute(key, value));
  return markup`
    <div class="stage" data-element="${tag}" data-state="${name}">
      <${tag}${written}>${content && markup`<p>${textOf(view, content)}</p>`}</${tag}>
    </div>
  `;
}

function htmlOf(view, tag, { attributes = {}, content }) {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === true ? key : `${key}="${value}"`,
  );
  const isLong = written.join(' ').length > 48;
  const start = isLong ? `<${tag}\n  ${written.join('\n  ')}\n>` : `<${[tag, ...written].join(' ')}>`;
  return content ? `${start}\n  <p>${textOf(view, content)}</p>\n</${tag}>` : `${start}</${tag}>`;
}

function textOf({ words: { pick } }, content) {
  return typeof content === 'string' ? content : pick(content);
}

function kindOf(answer) {
  if (typeof answer === 'string') return answer;
  return 'refused' in answer ? 'refused' : 'given';
}

/** As the manifest has it, in English. */
function reference({ words: { t } }, manifest) {
  const { attributes, slots, events, cssParts, cssProperties, cssStates } = manifest;
  const lists = { attributes, slots, events, cssParts, cssProperties, cssStates };
  return markup`
    <section class="reference">
      <h2>${t('gallery.reference')}</h2>
      ${Object.entries(lists)
        .filter(([, list]) => list?.length > 0)
        .map(
          ([kind, list]) => markup`
            <h3 class="minor" id="reference-${kind}">${t(`gallery.${kind}`)}</h3>
            <div class="table" role="region" tabindex="0" aria-labelledby="reference-${kind}">
              <table lang="en">
                ${list.map(
                  ({ name, default: initial, description }) => markup`
                    <tr>
                      <th scope="row"><code>${name || '(default)'}</code></th>
                      <td>${withCode(description)} ${initial && markup`<span class="small">Default: <code>${initial}</code></span>`}</td>
                    </tr>
                  `,
                )}
              </table>
            </div>
          `,
        )}
    </section>
  `;
}

/** `Words` in backticks are code. */
function withCode(text = '') {
  return text
    .split('`')
    .map((part, index) => (index % 2 ? markup`<code>${part}</code>` : part))
    .reduce((before, part) => markup`${before}${part}`, '');
}
