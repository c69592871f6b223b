/**
 * The shop that the tests run against, made through the Admin API as a merchant makes it. Prices are in USD without tax; tax is 20 %; delivery is
 * 5.00 (Standard) or 12.50 (Express); who pays with `test` has paid at once.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  amountOff,
  createPromotion,
  operation,
  percentOff,
  translate,
  type Name,
  type Promotion,
} from './create-promotion.js';
import type { Data } from './ask.js';

/** The Admin API, signed in. */
export interface Admin {
  askAdmin(query: string, variables?: object): Promise<Data>;
  /** Uploads a picture; returns the asset's id. */
  addAsset(file: string): Promise<string>;
}

interface Product {
  readonly name: Name;
  /** Its picture is `demo/platforms/vendure/images/SLUG.svg`. */
  readonly slug: string;
  /** Which value of the facet `kind`, and so of which collection, it is. */
  readonly kind: Kind;
  /** Of several variants the names are those of the one option, `Size`. */
  readonly variants: readonly {
    readonly size?: string;
    readonly sku: string;
    /** Minor units, without tax. */
    readonly price: number;
  }[];
}

type Kind = (typeof kinds)[number];

/** Values of the facet `kind`; each has a collection of the same slug. */
const kinds = ['drinkware', 'clothing', 'paper'] as const;

const kindNames: Readonly<Record<Kind, Name>> = {
  drinkware: { en: 'Drinkware', zh_Hans: '杯壶' },
  clothing: { en: 'Clothing', zh_Hans: '服装' },
  paper: { en: 'Paper', zh_Hans: '纸品' },
};

export const products: readonly Product[] = [
  {
    name: { en: 'Mug', zh_Hans: '马克杯' },
    slug: 'mug',
    kind: 'drinkware',
    variants: [{ sku: 'MUG', price: 2000 }],
  },
  {
    name: { en: 'Shirt', zh_Hans: '衬衫' },
    slug: 'shirt',
    kind: 'clothing',
    variants: [{ sku: 'SHIRT', price: 3550 }],
  },
  {
    name: { en: 'Sticker', zh_Hans: '贴纸' },
    slug: 'sticker',
    kind: 'paper',
    variants: [{ sku: 'STICKER', price: 333 }],
  },
  {
    name: { en: 'Notebook', zh_Hans: '笔记本' },
    slug: 'notebook',
    kind: 'paper',
    variants: [{ sku: 'NOTEBOOK', price: 725 }],
  },
  {
    name: { en: 'Bottle', zh_Hans: '水壶' },
    slug: 'bottle',
    kind: 'drinkware',
    variants: [{ sku: 'BOTTLE', price: 2899 }],
  },
  {
    name: { en: 'Poster', zh_Hans: '海报' },
    slug: 'poster',
    kind: 'paper',
    variants: [
      { size: 'A3', sku: 'POSTER-A3', price: 1290 },
      { size: 'A2', sku: 'POSTER-A2', price: 1990 },
    ],
  },
];

const pictures = 'demo/platforms/vendure/images';

/** What was made, by the words of this file. */
interface Made {
  /** Variants, by SKU. */
  readonly variants: ReadonlyMap<string, string>;
  /** Values of the facet `kind`. */
  readonly kinds: ReadonlyMap<string, string>;
}

export function promotions(made: Made): readonly Promotion[] {
  const variants = (...skus: string[]) => skus.map((sku) => made.variants.get(sku)!);
  const facets = (...names: Kind[]) => names.map((name) => made.kinds.get(name)!);
  return [
    { code: 'SAVE10', name: { en: '10% off', zh_Hans: '九折' }, actions: [percentOff(10)] },
    { code: 'FIX5', name: { en: '5 off', zh_Hans: '立减 5' }, actions: [amountOff(500)] },
    {
      code: 'MIN100',
      name: { en: '15 off 100, with tax', zh_Hans: '含税满 100 减 15' },
      conditions: [operation('minimum_order_amount', { amount: 10000, taxInclusive: true })],
      actions: [amountOff(1500)],
    },
    {
      code: 'NET50',
      name: { en: '8 off 50, without tax', zh_Hans: '满 50 减 8' },
      conditions: [operation('minimum_order_amount', { amount: 5000, taxInclusive: false })],
      actions: [amountOff(800)],
    },
    {
      code: 'FREESHIP',
      name: { en: 'Free delivery', zh_Hans: '免运费' },
      actions: [operation('free_shipping')],
    },
    {
      code: 'ONCE',
      name: { en: 'For one order', zh_Hans: '仅限一单' },
      usageLimit: 1,
      actions: [percentOff(50)],
    },
    { code: 'PERCUST', name: 'Once a customer', perCustomerUsageLimit: 1, actions: [percentOff(50)] },
    {
      code: 'EXPIRED',
      name: 'Over',
      startsAt: '2019-01-01T00:00:00Z',
      endsAt: '2020-01-01T00:00:00Z',
      actions: [percentOff(50)],
    },
    {
      code: 'FUTURE',
      name: { en: 'From 2099', zh_Hans: '2099 年起' },
      startsAt: '2099-01-01T00:00:00Z',
      actions: [percentOff(50)],
    },
    { code: 'DISABLED', name: 'Switched off', enabled: false, actions: [percentOff(50)] },
    {
      code: 'SHIRT20',
      name: { en: '20% off shirts', zh_Hans: '衬衫八折' },
      actions: [
        operation('products_percentage_discount', { discount: 20, productVariantIds: variants('SHIRT') }),
      ],
    },
    {
      code: 'PAPER15',
      name: { en: '15% off paper', zh_Hans: '纸品 85 折' },
      actions: [operation('facet_based_discount', { discount: 15, facets: facets('paper') })],
    },
    {
      code: 'LINE1',
      name: '1 off each line',
      actions: [operation('order_line_fixed_discount', { discount: 100 })],
    },
    {
      code: 'TWOMUGS',
      name: '6 off two mugs',
      conditions: [operation('contains_products', { minimum: 2, productVariantIds: variants('MUG') })],
      actions: [amountOff(600)],
    },
    {
      code: 'DRINK3',
      name: '12% off with three of drinkware',
      conditions: [operation('at_least_n_with_facets', { minimum: 3, facets: facets('drinkware') })],
      actions: [percentOff(12)],
    },
    {
      code: 'MUGSTICKER',
      name: 'A sticker with each mug',
      conditions: [
        operation('buy_x_get_y_free', {
          amountX: 1,
          variantIdsX: variants('MUG'),
          amountY: 1,
          variantIdsY: variants('STICKER'),
        }),
      ],
      actions: [operation('buy_x_get_y_free')],
    },
    {
      code: 'STAFF',
      name: 'For staff',
      conditions: [operation('customer_group', { customerGroupId: '1' })],
      actions: [percentOff(30)],
    },
    {
      name: { en: '5% off orders from 200', zh_Hans: '满 200 打 95 折' },
      conditions: [operation('minimum_order_amount', { amount: 20000, taxInclusive: false })],
      actions: [percentOff(5)],
    },
  ];
}

/** Returns the ids of the variants, by SKU. */
export async function createShop(admin: Admin): Promise<ReadonlyMap<string, string>> {
  const { askAdmin } = admin;
  const languages = ['en', 'zh_Hans'];
  await askAdmin(
    'mutation ($languages: [LanguageCode!]) { updateGlobalSettings(input: { availableLanguages: $languages }) { __typename } }',
    { languages },
  );
  await askAdmin(
    'mutation ($languages: [LanguageCode!]) { updateChannel(input: { id: "1", availableLanguageCodes: $languages }) { __typename ... on ErrorResult { message } } }',
    { languages },
  );
  await askAdmin('mutation { createCustomerGroup(input: { name: "Staff" }) { id } }');
  const facetValues = await createKinds(askAdmin);
  const variants = new Map<string, string>();
  for (const product of products)
    for (const [sku, id] of await createProduct(admin, product, facetValues.get(product.kind)!))
      variants.set(sku, id);
  await createCollections(askAdmin, facetValues);
  for (const promotion of promotions({ variants, kinds: facetValues }))
    await createPromotion(admin, promotion);
  return variants;
}

async function createKinds(askAdmin: Admin['askAdmin']): Promise<Map<string, string>> {
  const { createFacet } = await askAdmin(
    'mutation ($input: CreateFacetInput!) { createFacet(input: $input) { values { id code } } }',
    {
      input: {
        code: 'kind',
        isPrivate: false,
        translations: translate({ en: 'Kind', zh_Hans: '类别' }),
        values: kinds.map((code) => ({ code, translations: translate(kindNames[code]) })),
      },
    },
  );
  return new Map(createFacet.values.map(({ code, id }: Record<'code' | 'id', string>) => [code, id]));
}

/** Waits until the products are in them, which a job does. */
async function createCollections(
  askAdmin: Admin['askAdmin'],
  facetValues: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [code, id] of facetValues)
    await askAdmin('mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { id } }', {
      input: {
        translations: translate(kindNames[code as Kind], { slug: code, description: '' }),
        filters: [operation('facet-value-filter', { facetValueIds: [id], containsAny: false })],
      },
    });
  const all = products.flatMap(({ variants }) => variants).length;
  for (;;) {
    const { collections } = await askAdmin('{ collections { items { productVariants { totalItems } } } }');
    const filled: readonly { productVariants: { totalItems: number } }[] = collections.items;
    if (filled.reduce((sum, { productVariants }) => sum + productVariants.totalItems, 0) === all) return;
    await wait(20);
  }
}

/** Returns the id of each variant, by SKU. */
async function createProduct(
  { askAdmin, addAsset }: Admin,
  { name, slug, variants }: Product,
  facetValue: string,
): Promise<Map<string, string>> {
  const picture = await addAsset(join(pictures, `${slug}.svg`));
  const { createProduct: product } = await askAdmin(
    'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }',
    {
      input: {
        translations: translate(name, { slug, description: '' }),
        facetValueIds: [facetValue],
        assetIds: [picture],
        featuredAssetId: picture,
      },
    },
  );
  const sizes = variants.flatMap(({ size }) => size ?? []);
  const options = sizes.length > 0 ? await createSizes(askAdmin, product.id, sizes) : [];
  const { createProductVariants } = await askAdmin(
    'mutation ($input: [CreateProductVariantInput!]!) { createProductVariants(input: $input) { id sku } }',
    {
      input: variants.map(({ size, sku, price }, index) => ({
        productId: product.id,
        sku,
        price,
        trackInventory: 'FALSE',
        optionIds: options.slice(index, index + 1),
        translations: translate(
          size ? { en: `${name.en} ${size}`, zh_Hans: `${name.zh_Hans} ${size}` } : name,
        ),
      })),
    },
  );
  return new Map(createProductVariants.map(({ id, sku }: Record<'id' | 'sku', string>) => [sku, id]));
}

/** Returns the ids of the options, in the same order. */
async function createSizes(
  askAdmin: Admin['askAdmin'],
  productId: string,
  sizes: readonly string[],
): Promise<string[]> {
  const { createProductOptionGroup: group } = await askAdmin(
    'mutation ($input: CreateProductOptionGroupInput!) { createProductOptionGroup(input: $input) { id options { id code } } }',
    {
      input: {
        code: 'size',
        translations: translate({ en: 'Size', zh_Hans: '尺寸' }),
        options: sizes.map((size) => ({
          code: size.toLowerCase(),
          translations: translate({ en: size, zh_Hans: size }),
        })),
      },
    },
  );
  await askAdmin(
    'mutation ($productId: ID!, $optionGroupId: ID!) { addOptionGroupToProduct(productId: $productId, optionGroupId: $optionGroupId) { id } }',
    { productId, optionGroupId: group.id },
  );
  return sizes.map(
    (size) => group.options.find(({ code }: Record<'id' | 'code', string>) => code === size.toLowerCase()).id,
  );
}
