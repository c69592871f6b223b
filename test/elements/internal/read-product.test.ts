import { assert } from 'chai';
import { readProduct } from '../../../src/elements/internal/read-product.js';

const read = async (content: unknown, wanted?: string) => {
  // (One of `createHTMLDocument` says for ever that it is loading, in WebKit.)
  const page = new DOMParser().parseFromString('', 'text/html');
  for (const each of Array.isArray(content) ? content : [content]) {
    const script = page.head.appendChild(page.createElement('script'));
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
  it('reads a product and its offer', async () => {
    assert.deepEqual(await read(shirt), {
      product: 'shirt',
      sku: 'shirt-m',
      price: '299.00',
      currency: 'CNY',
      shop: 'Tea',
      brand: 'Qingjin',
      categories: ['Clothing', 'Shirts', 'Linen'],
    });
  });

  it('finds it in a graph, in a list, in several scripts, and as the main entity of a page', async () => {
    const crumbs = { '@type': 'BreadcrumbList', itemListElement: [] };
    for (const content of [
      { '@context': 'https://schema.org', '@graph': [crumbs, shirt] },
      [crumbs, shirt],
      { '@type': 'ItemPage', mainEntity: shirt },
      { ...shirt, '@type': ['Product', 'Thing'] },
      { ...shirt, '@type': 'https://schema.org/Product' },
    ]) {
      assert.equal((await read(content))?.product, 'shirt');
    }
  });

  it('reads numbers, lists of offers, the lowest of several, and price specifications', async () => {
    const price = async (offers: unknown) => (await read({ ...shirt, offers }))?.price;
    assert.equal(await price([{ price: 12.5, priceCurrency: 'CNY' }, { price: 99 }]), '12.5');
    assert.equal(await price({ '@type': 'AggregateOffer', lowPrice: '10.00', highPrice: '20.00' }), '10.00');
    assert.equal(
      await price({
        priceSpecification: [
          { price: 399, priceCurrency: 'CNY', priceType: 'https://schema.org/StrikethroughPrice' },
          { price: 299, priceCurrency: 'CNY' },
        ],
      }),
      '299',
    );
  });

  it('reads a group by its variants', async () => {
    const group = {
      '@type': 'ProductGroup',
      productGroupID: 'shirt',
      brand: 'Qingjin',
      hasVariant: [
        { '@type': 'Product', sku: 'shirt-m', offers: { price: 299, priceCurrency: 'CNY' } },
        { '@type': 'Product', sku: 'shirt-xl', offers: { price: 319, priceCurrency: 'CNY' } },
      ],
    };
    assert.deepInclude(await read(group), {
      product: 'shirt',
      sku: 'shirt-m',
      price: '299',
      brand: 'Qingjin',
    });
    assert.deepInclude(await read(group, 'shirt-xl'), { product: 'shirt', sku: 'shirt-xl', price: '319' });
  });

  it('gives nothing for another product than the one that is wanted', async () => {
    assert.isUndefined(await read(shirt, 'trousers'));
    assert.equal(
      (await read([shirt, { ...shirt, productID: 'trousers', sku: 'trousers' }], 'trousers'))?.product,
      'trousers',
    );
  });

  it('passes over what is broken', async () => {
    for (const content of [
      '{',
      'null',
      '"Product"',
      '[[[]]]',
      '{"@type":"Product"}',
      '{"@type":{}}',
      '{"__proto__":{"@type":"Product"}}',
    ]) {
      assert.isUndefined((await read(content))?.price, content);
    }
    assert.equal((await read(['{ "@type": ', shirt]))?.product, 'shirt');
    assert.deepInclude(await read({ '@type': 'Product', offers: 'free', brand: [], category: {}, sku: {} }), {
      price: undefined,
    });
  });
});
