import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Liquid } from 'liquidjs';
import { factsOf } from '../../src/adapters/internal/shopify-facts.js';
import { wordsOf } from '../../src/adapters/internal/shopify-rows.js';

const page = readFileSync('docs/shopify.md', 'utf8');
const blocks = [...page.matchAll(/```liquid\n([\s\S]*?)```/g)].map(([, code]) => code!);

const mug = {
  id: 8412,
  type: 'Mugs',
  vendor: 'Clay & Co',
  tags: ['sale', '"quoted"'],
  collections: [
    { id: 7, handle: 'kitchen' },
    { id: 9, handle: 'gifts' },
  ],
  selected_or_first_available_variant: { sku: 'MUG-1', price: 2050 },
};
const bare = { id: 8413, type: '', tags: [], collections: [] };

/** Shopify's Liquid in what the page uses of it; it is not Shopify's own. */
function render(code: string, scope: object): Promise<string> {
  const liquid = new Liquid();
  liquid.registerFilter('asset_url', (name: string) => `//shop.example/cdn/shop/t/1/assets/${name}`);
  return liquid.parseAndRender(
    code.replace(/\{% schema %\}[\s\S]*\{% endschema %\}/, ''),
    scope,
  ) as Promise<string>;
}

describe('docs/shopify.md', () => {
  it('has a snippet that tells the adapter of products', async () => {
    const cart = {
      taxes_included: true,
      items: [mug, bare].map((product) => ({ product_id: product.id, product })),
    };
    for (const scope of [{ cart, product: mug }, { cart }, { cart: { items: [] }, product: mug }]) {
      const html = await render(blocks[0]!, scope);
      const [, json] = /id="couponkit-products">([\s\S]*?)<\/script>/.exec(html)!;
      const facts = JSON.parse(json!) as Record<string, unknown>;
      assert.deepEqual(wordsOf(factsOf(facts, 8412)), {
        categories: ['7', 'kitchen', '9', 'gifts'],
        tags: ['sale', '"quoted"'],
      });
      assert.deepEqual(wordsOf(factsOf(facts, 8413)), { categories: [], tags: [] });
    }
    const html = await render(blocks[0]!, { cart });
    assert.match(html, /data-basis="gross"/);
    assert.match(html, /data-coupons="\/\/shop\.example\/cdn\/shop\/t\/1\/assets\/coupons\.json"/);
  });

  it('has a claim button that knows the product by the same words as the cart', async () => {
    const code = blocks.find((block) => block.includes('<coupon-claim'))!;
    const html = await render(code, { product: mug, cart: { currency: { iso_code: 'USD' } } });
    for (const attribute of [
      'product="8412"',
      'sku="MUG-1"',
      'price="20.5"',
      'currency="USD"',
      'brand="Clay &amp; Co"',
      'categories="7,kitchen,9,gifts,type:Mugs"',
      'tags="sale,&#34;quoted&#34;"',
    ])
      assert.ok(html.includes(attribute), `${attribute} in ${html}`);
  });

  it('has blocks whose settings are JSON', () => {
    const schemas = blocks.flatMap(
      (block) => /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(block)?.[1] ?? [],
    );
    assert.deepEqual(
      schemas.map((schema) => (JSON.parse(schema) as { target: string }).target),
      ['body', 'section'],
    );
  });
});
