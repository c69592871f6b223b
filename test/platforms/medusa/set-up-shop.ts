import { ask, type Json, type Medusa } from './open-medusa.js';

/** A shop that sells something: what the contract of platforms asks for, and promotions of every kind. */
export interface MedusaShop extends Medusa {
  /** The publishable API key of its storefront. */
  readonly key: string;
  /** Prices in dollars, without tax. */
  readonly region: string;
  /** Prices in euros, with tax. */
  readonly grossRegion: string;
  readonly shippingOption: string;
  /** By title. */
  readonly products: Readonly<Record<string, SetUpProduct>>;
  /** Ids of what products belong to. */
  readonly category: string;
  readonly collection: string;
  readonly tag: string;
  readonly customerGroup: string;
  /** Asks its Store API, and throws where that refuses. */
  store(method: string, path: string, body?: object): Promise<Json>;
}

export interface SetUpProduct {
  readonly id: string;
  readonly variant: string;
  readonly sku: string;
  /** Minor units. */
  readonly price: number;
}

/** Minor units. */
export const shippingFee = 490;

const prices: Readonly<Record<string, number>> = { Mug: 20, Shirt: 35.5, Sticker: 3.33 };

/** The promotions as the Admin API takes them, by code. Amounts are major units. */
export const promotions: Readonly<Record<string, object>> = {
  SAVE10: { application_method: percentage(10, { target_type: 'order' }) },
  FIX5: { application_method: fixed(5, { target_type: 'order' }) },
  ITEMS10: { application_method: percentage(10, { target_type: 'items', allocation: 'across' }) },
  EACH2: { application_method: fixed(2, { target_type: 'items', allocation: 'each', max_quantity: 1 }) },
  MIN100: {
    application_method: fixed(15, { target_type: 'order' }),
    rules: [{ attribute: 'item_total', operator: 'gte', values: ['100'] }],
  },
  FREESHIP: {
    application_method: percentage(100, { target_type: 'shipping_methods', allocation: 'across' }),
  },
  DRAFT: { application_method: percentage(50, { target_type: 'order' }), status: 'draft' },
  EXPIRED: {
    application_method: percentage(50, { target_type: 'order' }),
    campaign: campaign('expired', { starts_at: '2020-01-01T00:00:00Z', ends_at: '2020-02-01T00:00:00Z' }),
  },
  FUTURE: {
    application_method: percentage(50, { target_type: 'order' }),
    campaign: campaign('future', { starts_at: '2099-01-01T00:00:00Z', ends_at: '2099-02-01T00:00:00Z' }),
  },
  ONCE: {
    application_method: percentage(50, { target_type: 'order' }),
    campaign: campaign('once', { budget: { type: 'usage', limit: 1 } }),
  },
  LIM1: { application_method: percentage(50, { target_type: 'order' }), limit: 1 },
};

/** Makes it by the Admin API, as a merchant does in the dashboard. */
export async function setUpShop(medusa: Medusa): Promise<MedusaShop> {
  const { admin } = medusa;
  const make = async (path: string, body: object): Promise<Json> =>
    Object.values(await admin('POST', `/admin/${path}`, body))[0];

  const region = await make('regions', {
    name: 'US',
    currency_code: 'usd',
    countries: ['us'],
    payment_providers: ['pp_system_default'],
  });
  const grossRegion = await make('regions', {
    name: 'Germany',
    currency_code: 'eur',
    countries: ['de'],
    payment_providers: ['pp_system_default'],
  });
  const { price_preferences } = await admin(
    'GET',
    '/admin/price-preferences?attribute=currency_code&value=eur',
  );
  await make(`price-preferences/${price_preferences[0].id}`, { is_tax_inclusive: true });
  for (const country_code of ['us', 'de'])
    await make('tax-regions', {
      country_code,
      provider_id: 'tp_system',
      default_tax_rate: { code: 'std', name: 'std', rate: 20 },
    });
  const channel = await make('sales-channels', { name: 'Web' });
  const location = await make('stock-locations', {
    name: 'Warehouse',
    address: { address_1: '1 Main Street', country_code: 'us' },
  });
  await make(`stock-locations/${location.id}/sales-channels`, { add: [channel.id] });
  await make(`stock-locations/${location.id}/fulfillment-providers`, { add: ['manual_manual'] });
  const { fulfillment_sets } = await make(
    `stock-locations/${location.id}/fulfillment-sets?fields=*fulfillment_sets`,
    { name: 'Delivery', type: 'shipping' },
  );
  const { service_zones } = await make(`fulfillment-sets/${fulfillment_sets[0].id}/service-zones`, {
    name: 'US',
    geo_zones: [{ type: 'country', country_code: 'us' }],
  });
  const profile = await make('shipping-profiles', { name: 'Parcels', type: 'parcel' });
  const option = await make('shipping-options', {
    name: 'Standard',
    service_zone_id: service_zones[0].id,
    shipping_profile_id: profile.id,
    provider_id: 'manual_manual',
    price_type: 'flat',
    type: { label: 'Standard', description: 'In three days', code: 'standard' },
    prices: [{ currency_code: 'usd', amount: shippingFee / 100 }],
  });
  const key = await make('api-keys', { title: 'Storefront', type: 'publishable' });
  await make(`api-keys/${key.id}/sales-channels`, { add: [channel.id] });

  const category = await make('product-categories', { name: 'Kitchen', is_active: true });
  const collection = await make('collections', { title: 'Summer' });
  const tag = await make('product-tags', { value: 'sale' });
  const customerGroup = await make('customer-groups', { name: 'Members' });
  const belongings: Readonly<Record<string, object>> = {
    Mug: { categories: [{ id: category.id }] },
    Shirt: { collection_id: collection.id },
    Sticker: { tags: [{ id: tag.id }] },
  };
  const products: Record<string, SetUpProduct> = {};
  for (const [title, amount] of Object.entries(prices)) {
    const sku = title.toUpperCase();
    const product = await make('products?fields=*variants,*variants.inventory_items', {
      title,
      status: 'published',
      thumbnail: `https://shop.test/${title.toLowerCase()}.webp`,
      shipping_profile_id: profile.id,
      sales_channels: [{ id: channel.id }],
      options: [{ title: 'Size', values: ['one'] }],
      variants: [
        {
          title: 'one',
          sku,
          options: { Size: 'one' },
          prices: ['usd', 'eur'].map((currency_code) => ({ currency_code, amount })),
        },
      ],
      ...belongings[title],
    });
    const [variant] = product.variants;
    const stock = variant.inventory_items[0].inventory_item_id;
    await make(`inventory-items/${stock}/location-levels`, {
      location_id: location.id,
      stocked_quantity: 1_000_000,
    });
    products[title] = { id: product.id, variant: variant.id, sku, price: Math.round(amount * 100) };
  }
  for (const [code, terms] of Object.entries(promotions)) await addPromotion(medusa, code, terms);
  // The feed of the contract does not name it.
  await addPromotion(medusa, 'SHIRT20', {
    application_method: percentage(20, {
      target_type: 'items',
      allocation: 'across',
      target_rules: [{ attribute: 'items.product.id', operator: 'in', values: [products['Shirt']!.id] }],
    }),
  });
  return {
    ...medusa,
    key: key.token,
    region: region.id,
    grossRegion: grossRegion.id,
    shippingOption: option.id,
    products,
    category: category.id,
    collection: collection.id,
    tag: tag.id,
    customerGroup: customerGroup.id,
    store: (method, path, body) =>
      ask(medusa.url, method, `/store/${path}`, { 'x-publishable-api-key': key.token }, body),
  };
}

/** Makes one more promotion: active, standard, with a code to be typed, unless its terms say otherwise. */
export async function addPromotion({ admin }: Medusa, code: string, terms: object): Promise<Json> {
  const body = { code, type: 'standard', status: 'active', is_automatic: false, ...terms };
  return (await admin('POST', '/admin/promotions', body)).promotion;
}

export function percentage(value: number, terms: object): object {
  return { type: 'percentage', value, currency_code: 'usd', ...terms };
}

export function fixed(value: number, terms: object): object {
  return { type: 'fixed', value, currency_code: 'usd', ...terms };
}

function campaign(name: string, terms: object): object {
  return { name, campaign_identifier: name, ...terms };
}
