import { attribute, markup } from '../server/markup.mjs';
import { choices, maxQuantity } from '../server/cookies.mjs';
import { cartFacts, page } from './page.mjs';

/** @param cart priced by the shop's own catalogue */
export function cartPage(view, cart, options) {
  const { words } = view;
  const { t, money, language } = words;
  const total = cart.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
  const isEmpty = cart.lines.length === 0;
  return page(view, {
    title: `${t('cart.title')} · ${t('name')}`,
    path: 'cart/',
    content: markup`
      <h1 class="page-title" tabindex="-1" data-cart-title>${t('cart.title')}</h1>
      <p class="empty" data-cart-empty${attribute('hidden', !isEmpty)}>
        ${t('cart.empty')} <a href="/${language}/">${t('cart.empty.link')}</a>
      </p>
      <p class="unseen" role="status" data-said-here></p>
      <div class="cart" data-cart${attribute('hidden', isEmpty)}>
        <div class="cart-main">
          <section aria-labelledby="lines-heading">
            <h2 class="unseen" id="lines-heading">${t('cart.lines')}</h2>
            <div data-cart-lines>
              ${groupByShop(cart.lines).map(([shop, lines]) => shopLines(view, shop, lines))}
            </div>
          </section>
          ${wishes(view, options)}
        </div>
        <aside class="cart-side" aria-label="${t('cart.panel')}">
          <!-- couponkit: the discount panel. It reads the cart below, and posts the confirmed price to checkout-url. -->
          <coupon-cart cart="#cart" refund-mode="proportional" checkout-url="/${language}/checkout/">
            <p class="fallback-panel">${t('cart.panel.fallback', { total: money(total) })}</p>
          </coupon-cart>
        </aside>
        <!-- couponkit: a little more that saves a lot. It asks this page to add what the shopper wants. -->
        <coupon-nudge class="cart-nudge" products="#products">
          ${alsoGood(view, cart.lines)}
        </coupon-nudge>
      </div>
      <!-- couponkit: comes in when a little more would bring another coupon. -->
      <coupon-banner floating></coupon-banner>
      ${cartFacts(view, cart)}
    `,
  });
}

function groupByShop(lines) {
  const groups = new Map();
  for (const line of lines) groups.set(line.shop, [...(groups.get(line.shop) ?? []), line]);
  return [...groups];
}

function shopLines(view, shop, lines) {
  const { t } = view.words;
  return markup`
    <div class="cart-shop" data-cart-shop>
      <h3>${shop ? t('cart.from', { shop: t(`shop.${shop}`) }) : t('cart.from.platform')}</h3>
      <ul class="lines">
        ${lines.map((line) => cartLine(view, line))}
      </ul>
      ${shop && markup`<p class="small">${t(`shop.${shop}.shipping`)}</p>`}
    </div>
  `;
}

function titleOf({ words, shop }, { product }) {
  return words.pick(shop.products.get(product).title);
}

function cartLine(view, line) {
  const { words, shop } = view;
  const { product: id, quantity, unitPrice } = line;
  const { t, money, language } = words;
  const { image, url, brand } = shop.products.get(id);
  const name = titleOf(view, line);
  const isOne = attribute('aria-disabled', quantity === 1 && 'true');
  return markup`
    <li class="line" data-line="${id}">
      <a class="line-picture" href="/${language}${url}" tabindex="-1" aria-hidden="true">
        <img src="${image}" alt="" width="800" height="1000">
      </a>
      <div class="line-text">
        ${brand && markup`<span class="card-brand">${t(`brand.${brand}`)}</span>`}
        <a href="/${language}${url}">${name}</a>
        <span class="small">${t('cart.each', { price: money(unitPrice) })}</span>
      </div>
      <form class="stepper" method="post" action="/${language}/cart/" data-quantity-form>
        <input type="hidden" name="set" value="${id}">
        <button hidden></button>
        <button name="to" value="${Math.max(quantity - 1, 1)}" data-step="-1" aria-label="${t('cart.fewer', { name })}"${isOne}>−</button>
        <input type="number" name="quantity" value="${quantity}" min="1" max="${maxQuantity}" inputmode="numeric"
          aria-label="${t('cart.quantity', { name })}" data-quantity data-said="${t('cart.changed', { name })}">
        <button name="to" value="${quantity + 1}" data-step="1" aria-label="${t('cart.more', { name })}">+</button>
      </form>
      <strong class="line-total" data-line-total>${money(unitPrice * quantity)}</strong>
      <form class="line-remove" method="post" action="/${language}/cart/" data-remove-form data-said="${t('cart.removed', { name })}">
        <input type="hidden" name="set" value="${id}">
        <input type="hidden" name="quantity" value="0">
        <button class="link">${t('cart.remove')}<span class="unseen"> ${name}</span></button>
      </form>
    </li>
  `;
}

/** Where there is nothing to nudge: what else there is, of the same shops. */
function alsoGood({ words: { t, pick, money, language }, shop }, lines) {
  const shops = lines.map((line) => line.shop);
  const others = shop.catalog.products
    .filter(({ id, shop }) => shops.includes(shop) && !lines.some(({ product }) => product === id))
    .sort((a, b) => a.unitPrice - b.unitPrice)
    .slice(0, 3);
  return markup`
    <div class="also">
      <h2 class="minor">${t('product.with')}</h2>
      <ul>
        ${others.map(
          ({ title, image, url, unitPrice }) => markup`
            <li>
              <a href="/${language}${url}">
                <img src="${image}" alt="" width="800" height="1000" loading="lazy">
                <span>${pick(title)}</span>
              </a>
              <span class="small">${money(unitPrice)}</span>
            </li>
          `,
        )}
      </ul>
    </div>
  `;
}

/** What coupons may hang on beside the goods. */
function wishes({ words: { t, language } }, options) {
  const select = (name) => markup`
    <label>
      <span>${t(`options.${name}`)}</span>
      <select name="${name}">
        ${choices[name].map((value) => option(t(`options.${name}.${value}`), value, options[name]))}
      </select>
    </label>
  `;
  return markup`
    <form class="wishes" method="post" action="/${language}/cart/options" data-options-form aria-labelledby="wishes-heading">
      <h2 class="minor" id="wishes-heading">${t('options.title')}</h2>
      <div class="wishes-fields">
        ${select('payment')}
        ${select('region')}
        <label class="check">
          <input type="checkbox" name="packaging" value="none"${attribute('checked', options.packaging !== '')}>
          <span>${t('options.packaging')} <span class="small">${t('options.packaging.note')}</span></span>
        </label>
      </div>
      <noscript><button class="button quiet">${t('options.apply')}</button></noscript>
    </form>
  `;
}

function option(text, value, chosen) {
  return markup`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`;
}
