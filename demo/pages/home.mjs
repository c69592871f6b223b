import { json, markup } from '../server/markup.mjs';
import { page } from './page.mjs';
import { productCard } from './product-card.mjs';

export function homePage(view) {
  const { words, shop } = view;
  const { t, language } = words;
  return page(view, {
    title: t('home.title'),
    content: markup`
      <section class="hero" aria-labelledby="hero-heading">
        <img src="/images/hero.svg" alt="" width="1600" height="900" fetchpriority="high">
        <div class="hero-text">
          <p class="kicker">${t('hero.kicker')}</p>
          <h1 id="hero-heading">${t('hero.heading')}</h1>
          <p class="lead">${t('hero.lead')}</p>
          <p><a class="button" href="#qingjin">${t('hero.browse')}</a></p>
        </div>
      </section>

      <div class="announcement">
        <!-- couponkit: announces a coupon. What stands inside is shown until the script has run. -->
        <coupon-banner coupon="shanhai-300" use-url="/${language}/cart/">
          <p class="fallback-ticket">${t('banner.fallback')}</p>
        </coupon-banner>
      </div>

      ${shopSection(view, shop.shops[0])}

      <section class="hour" aria-labelledby="hour-heading">
        <div>
          <p class="kicker">${t('home.flash.kicker')}</p>
          <h2 id="hour-heading">${t('home.flash.heading')}</h2>
          <p>${t('home.flash.text')}</p>
        </div>
        <!-- couponkit: a coupon that opens at an hour. -->
        <coupon-flash coupon="night-of-50" use-url="/${language}/cart/" center-url="/${language}/coupons/">
          <p class="fallback-ticket">${t('center.flash.fallback')}</p>
        </coupon-flash>
      </section>

      ${shopSection(view, shop.shops[1])}

      ${placeApart(view, shop.products.get('soapberry-wash'), { name: 'daily', kicker: t('daily.kicker') })}
      ${placeApart(view, shop.products.get('gift-card'), { name: 'gift', kicker: t('gift.kicker') })}
      ${priceFacts(shop.catalog.products)}
    `,
  });
}

/** A product with a place of its own. */
function placeApart(
  { words: { pick, money, language } },
  { image, title, url, unitPrice, page },
  { name, kicker },
) {
  return markup`
    <section class="gift" aria-labelledby="${name}-heading">
      <img src="${image}" alt="" width="800" height="1000" loading="lazy">
      <div>
        <p class="kicker">${kicker}</p>
        <h2 id="${name}-heading">${pick(title)}</h2>
        <p class="lead">${pick(page.tagline)}</p>
        <p>${pick(page.description)}</p>
        <p><a class="button quiet" href="/${language}${url}">${money(unitPrice)}</a></p>
      </div>
    </section>
  `;
}

function shopSection(view, { id, featured, apart, coupon }) {
  const { words, shop } = view;
  const { t, language } = words;
  const products = shop.catalog.products.filter((product) => product.shop === id && product.id !== apart);
  const first = products.find((product) => product.id === featured);
  return markup`
    <section class="shop" id="${id}" aria-labelledby="${id}-heading">
      <div class="shop-head">
        <img src="/images/shop-${id}.svg" alt="" width="1200" height="800" loading="lazy">
        <div class="shop-text">
          <p class="kicker">${t(`shop.${id}.kicker`)}</p>
          <h2 id="${id}-heading">${t(`shop.${id}`)}</h2>
          <p>${t(`shop.${id}.text`)}</p>
          <p class="small">${t(`shop.${id}.shipping`)}</p>
          <coupon-banner coupon="${coupon}" use-url="/${language}/cart/">
            <p class="fallback-ticket">${t('shop.coupons', { shop: t(`shop.${id}`) })}</p>
          </coupon-banner>
        </div>
      </div>
      <ul class="grid">
        ${[first, ...products.filter((product) => product !== first)].map((product) =>
          productCard(view, product, { large: product === first }),
        )}
      </ul>
    </section>
  `;
}

/** What shop.js needs to ask couponkit for prices after coupons. */
export function priceFacts(products) {
  const lines = products.map(
    ({ id, unitPrice, shop, brand, categories, tags, minUnitPrice, discountable }) => ({
      id,
      product: id,
      unitPrice,
      quantity: 1,
      shop,
      brand,
      categories,
      tags,
      minUnitPrice,
      discountable,
    }),
  );
  return markup`<script type="application/json" id="price-facts">
    ${json(lines)}
  </script>`;
}
