/** The one page of the storefront: its products and the cart. What it says stands here, so that its script says nothing. */
import { attribute, markup } from '../../server/markup.mjs';

const texts = {
  en: {
    name: 'Shoreline Goods',
    tagline: 'Things for a day by the water.',
    products: 'Products',
    add: 'Add to cart',
    cart: 'Cart',
    empty: 'Nothing in it yet.',
    size: 'Size',
    fewer: 'One fewer',
    more: 'One more',
    delivery: 'Delivery',
    undecided: 'Choose later',
    email: 'E-mail',
    checkout: 'Continue to payment',
    pay: 'Pay',
    back: 'Back to the cart',
    net: 'Prices without tax.',
    thanks: 'Thank you. Paid:',
    languages: 'Languages',
  },
  'zh-Hans': {
    name: '海岸杂货',
    tagline: '水边一日，所需不多。',
    products: '商品',
    add: '加入购物车',
    cart: '购物车',
    empty: '还没有商品。',
    size: '尺寸',
    fewer: '减一件',
    more: '加一件',
    delivery: '配送方式',
    undecided: '稍后选择',
    email: '电子邮箱',
    checkout: '去付款',
    pay: '付款',
    back: '返回购物车',
    net: '价格不含税。',
    thanks: '谢谢惠顾，实付：',
    languages: '语言',
  },
};

/** BCP 47 → what its own speakers call it. */
export const languages = { en: 'English', 'zh-Hans': '简体中文' };

/** @param shopApi the address of Vendure's Shop API */
export function renderStorefront(language, shopApi) {
  const t = texts[language];
  // Vendure writes zh_Hans.
  const languageCode = language.replace('-', '_');
  return String(markup`
    <!doctype html>
    <html lang="${language}" data-shop-api="${shopApi}?languageCode=${languageCode}">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${t.name}</title>
        <link rel="icon" href="/images/mug.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/storefront.css">

        <!-- couponkit: this, and the elements below, are all that the page has of it. -->
        <script
          type="module"
          src="/couponkit/couponkit.js"
          data-platform="vendure"
          data-server="${shopApi}?languageCode=${languageCode}"
          data-coupons="/coupons.json"
        ></script>

        <!-- The shop's own. -->
        <script type="module" src="/storefront.js"></script>
      </head>
      <body>
        <header class="masthead">
          <a class="wordmark" href="/${language}/">${t.name}</a>
          <nav aria-label="${t.languages}">
            ${Object.entries(languages).map(
              ([each, name]) =>
                markup`<a href="/${each}/" lang="${each}"${attribute('aria-current', each === language && 'true')}>${name}</a>`,
            )}
          </nav>
        </header>
        <main>
          <section class="shelf" aria-labelledby="products-heading">
            <h1>${t.tagline}</h1>
            <coupon-banner coupon="save10"></coupon-banner>
            <h2 id="products-heading" class="unseen">${t.products}</h2>
            <ul class="products" id="products"></ul>
            <p class="note">${t.net}</p>
          </section>
          <section class="cart" aria-labelledby="cart-heading">
            <h2 id="cart-heading">${t.cart}</h2>
            <p class="empty" id="empty">${t.empty}</p>
            <ul class="lines" id="lines"></ul>
            <div class="fields" id="fields" hidden>
              <label>${t.delivery}
                <select id="delivery"><option value="">${t.undecided}</option></select>
              </label>
              <label>${t.email}
                <input id="email" type="email" autocomplete="email" value="ann@shop.test">
              </label>
            </div>
            <coupon-cart>
              <button slot="checkout" class="checkout" id="checkout" type="button">
                <span data-state="AddingItems">${t.checkout}</span>
                <span data-state="ArrangingPayment" hidden>${t.pay}</span>
              </button>
            </coupon-cart>
            <button class="back" id="back" type="button" hidden>${t.back}</button>
            <p class="thanks" id="thanks" role="status" hidden>${t.thanks} <strong id="paid"></strong></p>
          </section>
        </main>

        <template id="product">
          <li class="product">
            <img alt="" width="640" height="640">
            <h3></h3>
            <div>
              <p class="price"></p>
              <select aria-label="${t.size}" hidden></select>
            </div>
            <button type="button">${t.add}</button>
          </li>
        </template>
        <template id="line">
          <li class="line">
            <img alt="" width="56" height="56">
            <span class="title"></span>
            <span class="steps">
              <button type="button" class="fewer" aria-label="${t.fewer}">−</button>
              <output></output>
              <button type="button" class="more" aria-label="${t.more}">+</button>
            </span>
            <span class="sum"></span>
          </li>
        </template>
      </body>
    </html>
  `);
}
