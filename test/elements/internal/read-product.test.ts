import { assert } from 'chai';
import { readProduct } from '../../../src/elements/internal/read-product.js';

const read = (content: unknown, wanted?: string) => {
  const page = document.createElement('div');
  for (const each of Array.isArray(content) ? content : [content]) {
    const script = page.appendChild(document.createElement('script'));
    script.type = 'application/ld+json';
    script.textContent = typeof each === 'string' ? each : JSON.stringify(each);
  }
  return readProduct(page, wanted);
};

const shirt = {
  '@context': 'https://schema.org',
  '@type': 'Product',
  name: 'Linen shirt',
  productID: 'shirt',
  sku: 'shirt-m',
  brand: { '@type': 'Brand', name: 'Qingjin' },
  category: ['Clothing > Shirts', 'Linen'],
  offers: {
    '@type': 'Offer',
    price: '299.00',
    priceCurrency: 'CNY',
    seller: { '@type': 'Organization', name: 'Tea' },
  },
};

describe('readProduct', () => {
  it('reads a product and its offer', () => {
    assert.deepEqual(read(shirt), {
      product: 'shirt',
      sku: 'shirt-m',
      price: '299.00',
      currency: 'CNY',
      shop: 'Tea',
      brand: 'Qingjin',
      categories: ['Clothing', 'Shirts', 'Linen'],
    });
  });

  it('finds it in a graph, in a list, in several scripts, and as the main entity of a page', () => {
    const crumbs = { '@type': 'BreadcrumbList', itemListElement: [] };
    for (const content of [
      { '@context': 'https://schema.org', '@graph': [crumbs, shirt] },
      [crumbs, shirt],
      { '@type': 'ItemPage', mainEntity: shirt },
      { ...shirt, '@type': ['Product', 'Thing'] },
      { ...shirt, '@type': 'https://schema.org/Product' },
    ]) {
      assert.equal(read(content)?.product, 'shirt');
    }
  });

  it('reads numbers, lists of offers, the lowest of several, and price specifications', () => {
    const price = (offers: unknown) => read({ ...shirt, offers })?.price;
    assert.equal(price([{ price: 12.5, priceCurrency: 'CNY' }, { price: 99 }]), '12.5');
    assert.equal(price({ '@type': 'AggregateOffer', lowPrice: '10.00', highPrice: '20.00' }), '10.00');
    assert.equal(
      price({
        priceSpecification: [
          { price: 399, priceCurrency: 'CNY', priceType: 'https://schema.org/StrikethroughPrice' },
          { price: 299, priceCurrency: 'CNY' },
        ],
      }),
      '299',
    );
  });

  it('reads a group by its variants', () => {
    const group = {
      '@type': 'ProductGroup',
      productGroupID: 'shirt',
      brand: 'Qingjin',
      hasVariant: [
        { '@type': 'Product', sku: 'shirt-m', offers: { price: 299, priceCurrency: 'CNY' } },
        { '@type': 'Product', sku: 'shirt-xl', offers: { price: 319, priceCurrency: 'CNY' } },
      ],
    };
    assert.deepInclude(read(group), { product: 'shirt', sku: 'shirt-m', price: '299', brand: 'Qingjin' });
    assert.deepInclude(read(group, 'shirt-xl'), { product: 'shirt', sku: 'shirt-xl', price: '319' });
  });

  it('gives nothing for another product than the one that is wanted', () => {
    assert.isUndefined(read(shirt, 'trousers'));
    assert.equal(
      read([shirt, { ...shirt, productID: 'trousers', sku: 'trousers' }], 'trousers')?.product,
      'trousers',
    );
  });

  it('passes over what is broken', () => {
    for (const content of [
      '{',
      'null',
      '"Product"',
      '[[[]]]',
      '{"@type":"Product"}',
      '{"@type":{}}',
      '{"__proto__":{"@type":"Product"}}',
    ]) {
      assert.isUndefined(read(content)?.price, content);
    }
    assert.equal(read(['{ "@type": ', shirt])?.product, 'shirt');
    assert.deepInclude(read({ '@type': 'Product', offers: 'free', brand: [], category: {}, sku: {} }), {
      price: undefined,
    });
  });
});
