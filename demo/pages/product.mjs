import { attribute, json, markup } from '../server/markup.mjs';
import { maxQuantity } from '../server/cookies.mjs';
import { priceFacts } from './home.mjs';
import { cartFacts, page } from './page.mjs';
import { productCard } from './product-card.mjs';

/** @param cart priced by the shop's own catalogue */
export function productPage(view, product, cart) {
  const { words } = view;
  const { t, pick, money, language } = words;
  const { id, title, unitPrice, brand, shop, tags = [], discountable = true } = product;
  const name = pick(title);
  const { tagline, description, details } = product.page;
  const others = companionsOf(product, view.shop.catalog.products);
  return page(view, {
    title: `${name} · ${t('name')}`,
    description: pick(tagline),
    path: `products/${id}/`,
    head: markup`
      <!-- What search engines read is also what couponkit reads: nothing has to be said twice. -->
      <script type="application/ld+json">
        ${json(structuredData(view, product))}
      </script>
    `,
    content: markup`
      <nav class="breadcrumb" aria-label="${t('product.breadcrumb')}">
        <ol>
          <li><a href="/${language}/">${t('product.home')}</a></li>
          ${shop && markup`<li><a href="/${language}/#${shop}">${t(`shop.${shop}`)}</a></li>`}
          <li aria-current="page">${name}</li>
        </ol>
      </nav>
      <div class="product">
        <div class="product-picture">
          <img src="${product.image}" alt="${name}" width="800" height="1000" fetchpriority="high">
        </div>
        <div class="product-text">
          ${brand && markup`<p class="kicker">${t(`brand.${brand}`)}</p>`}
          <h1>${name}</h1>
          <p class="lead">${pick(tagline)}</p>
          <p class="product-price">
            <strong>${money(unitPrice)}</strong>
            ${tags.map((tag) => markup`<span class="tag">${t(`tag.${tag}`)}</span>`)}
          </p>

          ${
            discountable
              ? markup`
                  <!-- couponkit: the price after coupons, and the coupon to get. The product's facts come from the JSON-LD above. -->
                  <coupon-claim${attribute('tags', tags.join(', '))} use-url="/${language}/cart/">
                    <p class="fallback-ticket">${t('product.claim.fallback')}</p>
                  </coupon-claim>
                `
              : markup`<p class="small">${t('product.no-coupons')}</p>`
          }

          <form class="buy" method="post" action="/${language}/cart/" data-add-to-cart data-said="${t('product.added', { name })}">
            <input type="hidden" name="product" value="${id}">
            <label>
              <span>${t('product.quantity')}</span>
              <input type="number" name="quantity" value="1" min="1" max="${maxQuantity}" inputmode="numeric" required>
            </label>
            <button class="button">${t('product.add')}</button>
          </form>
          <p class="said" role="status" data-said-here></p>
          <p class="to-cart"><a href="/${language}/cart/">${t('product.view-cart')}</a></p>

          <p class="description">${pick(description)}</p>
          <h2 class="minor">${t('product.details')}</h2>
          <ul class="details">
            ${details.map((detail) => markup`<li>${pick(detail)}</li>`)}
          </ul>
          ${shop && markup`<p class="small">${t(`shop.${shop}.shipping`)}</p>`}
        </div>
      </div>
      ${
        discountable &&
        markup`
          <div class="product-nudge">
            <!-- couponkit: what this product, and a little more, would save in the cart. -->
            <coupon-nudge page products="#products"${attribute('tags', tags.join(', '))}></coupon-nudge>
          </div>
        `
      }
      <section class="companions" aria-labelledby="companions-heading">
        <h2 id="companions-heading">${t('product.with')}</h2>
        <ul class="grid">
          ${others.map((other) => productCard(view, other))}
        </ul>
      </section>
      ${priceFacts(others)}
      ${cartFacts(view, cart)}
    `,
  });
}

/** schema.org 29, `Product`. */
function structuredData({ words, origin }, product) {
  const { t, pick, language } = words;
  const {
    id,
    title,
    page: { description },
    brand,
    shop,
    categories = [],
    unitPrice,
    image,
    url,
  } = product;
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    productID: id,
    name: pick(title),
    description: pick(description),
    image: origin + image,
    category: categories.join(' > '),
    ...(brand && { brand: { '@type': 'Brand', identifier: brand, name: t(`brand.${brand}`) } }),
    offers: {
      '@type': 'Offer',
      url: `${origin}/${language}${url}`,
      price: (unitPrice / 100).toFixed(2),
      priceCurrency: 'CNY',
      availability: 'https://schema.org/InStock',
      ...(shop && { seller: { '@type': 'Organization', identifier: shop, name: t(`shop.${shop}`) } }),
    },
  };
}

/** What a coupon may ask for beside it first: a tie to a shirt, cups to a tea; then the rest of the shop. */
function companionsOf({ id, shop, categories = [] }, products) {
  const pairs = {
    shirts: 'ties',
    ties: 'shirts',
    tea: 'teaware',
    teaware: 'tea',
    audio: 'audio',
    kitchen: 'kitchen',
    home: 'home',
  };
  const wanted = categories.map((category) => pairs[category]).filter(Boolean);
  const isWanted = (product) => (wanted.some((category) => product.categories.includes(category)) ? 1 : 0);
  return products
    .filter((product) => product.id !== id && product.shop && (!shop || product.shop === shop))
    .sort((a, b) => isWanted(b) - isWanted(a))
    .slice(0, 4);
}
