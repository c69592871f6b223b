/** What every page of the shop has around its content. */
import { attribute, json, markup } from '../server/markup.mjs';
import { languages } from '../server/load-shop.mjs';
import { roles } from '../server/shoppers.mjs';

/**
 * @param view what `viewOf` in shop-app.mjs gave: words, who, theme, …
 * @param title of the window
 * @param content the page's `<main>`
 * @param path of this page, without the language: `cart/`
 * @param dir the direction of the whole page, where it is not that of its language
 * @param hasElements whether couponkit's script is on the page; default true
 */
export function page(view, { title, description, content, path = '', head, dir, hasElements = true }) {
  const { words, theme, origin } = view;
  const { t, language } = words;
  return markup`
    <!doctype html>
    <html lang="${language}"${attribute('dir', dir === 'rtl' && dir)}${attribute('data-theme', theme)}>
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}</title>
        <meta name="description" content="${description ?? t('home.description')}">
        ${languages.map((each) => markup`<link rel="alternate" hreflang="${each}" href="${origin}/${each}/${path}">`)}
        <link rel="icon" href="/images/mark.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/shop.css">

        ${hasElements && couponkit(view)}

        <!-- The shop's own. -->
        <script type="module" src="/shop.js"></script>
        ${head}
      </head>
      <body>
        <a class="skip" href="#content">${t('skip')}</a>
        ${header(view, path)}
        <main id="content" tabindex="-1">
          ${content}
        </main>
        ${footer(view)}
        ${facts(view)}
      </body>
    </html>
  `;
}

function couponkit({ site }) {
  return markup`
    <!-- couponkit: the one line that a shop pastes. The elements on this page are the others. -->
    <script
      type="module"
      src="/couponkit/couponkit.js"
      data-server="${site.couponServer}"
      data-key="${site.publishableKey}"
      data-shopper-token="/shopper-token"
    ></script>
  `;
}

function header(view, path) {
  const { words, cartCount } = view;
  const { t, language } = words;
  return markup`
    <header class="masthead">
      <a class="wordmark" href="/${language}/">
        <img src="/images/mark.svg" alt="" width="32" height="32">
        <span>${t('name')}</span>
      </a>
      <nav class="shops" aria-label="${t('nav.label')}">
        <a href="/${language}/#qingjin">${t('shop.qingjin')}</a>
        <a href="/${language}/#pingchang">${t('shop.pingchang')}</a>
        <a class="seldom" href="/${language}/products/gift-card/">${t('nav.gift')}</a>
        <a href="/${language}/coupons/">${t('nav.coupons')}</a>
      </nav>
      <div class="tools">
        ${whoIsThere(view, path)}
        <nav class="languages" aria-label="${t('nav.languages')}">
          ${languages.map((each) => languageLink(view, each, path))}
        </nav>
        <button class="icon-button" type="button" data-toggle-theme aria-label="${t('nav.theme')}">
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor" />
          </svg>
        </button>
        <a class="icon-button seldom" href="/${language}/wallet/" aria-label="${t('nav.wallet')}">
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M3.5 7h17v3.2a1.8 1.8 0 0 0 0 3.6V17h-17v-3.2a1.8 1.8 0 0 0 0-3.6zM9 7v1.6M9 11v2M9 15.4V17" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
          </svg>
        </a>
        <a class="cart-link" href="/${language}/cart/">
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M4.5 8.5h15l-1.2 11.5H5.7zM8.5 8.5a3.5 3.5 0 0 1 7 0" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
          </svg>
          <span class="cart-word">${t('nav.cart')}</span>
          <span class="cart-count" data-cart-count aria-hidden="true">${cartCount}</span>
          <span class="unseen" data-cart-said data-text="${t('nav.cart.count')}">${t('nav.cart.count', { n: cartCount })}</span>
        </a>
      </div>
    </header>
  `;
}

/** In a narrow window only the short name is shown. */
function languageLink({ words, nameOf }, language, path) {
  const { name, short } = nameOf(language);
  const current = attribute('aria-current', language === words.language && 'true');
  return markup`
    <a href="/${language}/${path}" hreflang="${language}" lang="${language}"${current}>
      <span class="long">${name}</span>
      <span class="short" aria-hidden="true">${short}</span>
    </a>
  `;
}

/** Demo only: a real shop has its own way to sign in. */
function whoIsThere({ words, who }, path) {
  const { t, language } = words;
  return markup`
    <details class="who" id="who">
      <summary>
        <span class="unseen">${t('who.label')}</span>
        <span class="long">${t(`who.${who.role}`)}</span>
        <span class="short" aria-hidden="true">${t(`who.${who.role}.name`)}</span>
      </summary>
      <form class="who-menu" method="post" action="/${language}/sign-in">
        <input type="hidden" name="back" value="/${language}/${path}">
        ${roles.map(
          (role) => markup`
            <button name="role" value="${role}"${attribute('aria-current', role === who.role && 'true')}>
              <b>${t(`who.${role}`)}</b>
              <span>${t(`who.${role}.note`)}</span>
            </button>
          `,
        )}
        <a href="/${language}/wallet/">${t('nav.wallet')}</a>
      </form>
    </details>
  `;
}

function footer({ words: { t, language } }) {
  return markup`
    <footer class="colophon">
      <ul class="promises" aria-label="${t('promise.title')}">
        <li>${t('promise.repair')}</li>
        <li>${t('promise.return')}</li>
        <li>${t('promise.price')}</li>
      </ul>
      <p>${t('footer.note')}</p>
      <p class="behind">
        <a href="/${language}/scenes/">${t('scenes.title')}</a>
        <a href="/${language}/elements/">${t('gallery.title')}</a>
        <a href="/${language}/themes/">${t('themes.title')}</a>
        <a href="/${language}/merchant/">${t('merchant.link')}</a>
      </p>
    </footer>
  `;
}

/** What the shop knows of a shopper who is signed in; shop.js tells couponkit, so that its preview is right at once. */
function facts({ who }) {
  return who.shopper && markup`<script type="application/json" id="shopper">${json(who.shopper)}</script>`;
}

/** What shop.js and couponkit know of the cart on pages where something hangs on it: its lines, the fees, and what may be put into it. */
export function cartFacts({ words, shop }, cart) {
  const { catalog, products } = shop;
  const titleOf = ({ product }) => words.pick(products.get(product).title);
  return markup`
    <script type="application/json" id="cart">
      ${json({ ...cart, lines: cart.lines.map((line) => ({ ...line, title: titleOf(line) })) })}
    </script>
    <script type="application/json" id="shipping-rules">
      ${json(catalog.shipping)}
    </script>
    <script type="application/json" id="products">
      ${json(catalog.products.filter(({ discountable = true }) => discountable).map((product) => nudgeProduct(words, product)))}
    </script>
  `;
}

/** A line of a cart without id and quantity, and how it looks. */
function nudgeProduct({ pick, language }, { id, title, image, url, page: _, ...facts }) {
  return { product: id, ...facts, title: pick(title), image, url: `/${language}${url}` };
}
