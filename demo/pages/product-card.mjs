/** A product among others. `data-price-of` is filled by shop.js with the price after coupons; its line is there from the start. */
import { attribute, markup } from '../server/markup.mjs';

export function productCard({ words }, product, { large = false, lazy = true, level = 3 } = {}) {
  const { t, pick, money, language } = words;
  const { id, title, page, unitPrice, brand, tags = [], discountable = true } = product;
  const heading = `h${level}`;
  return markup`
    <li class="card${large && ' card-large'}">
      <a href="/${language}${product.url}">
        <img src="${product.image}" alt="" width="800" height="1000"${attribute('loading', lazy && 'lazy')}>
        ${brand && markup`<span class="card-brand">${t(`brand.${brand}`)}</span>`}
        <${heading}>${pick(title)}</${heading}>
        <span class="card-tagline">${pick(page.tagline)}</span>
      </a>
      <p class="card-price">
        <span>${money(unitPrice)}</span>
        ${discountable && markup`<span class="after" data-price-of="${id}" data-text="${t('product.after')}"></span>`}
        ${tags.map((tag) => markup`<span class="tag">${t(`tag.${tag}`)}</span>`)}
      </p>
    </li>
  `;
}
