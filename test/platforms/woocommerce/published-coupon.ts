import type { WooCommerceCoupon } from '../../../src/importers/internal/woocommerce-coupon.js';

/**
 * A coupon in the form in which `GET /wc/v3/coupons` is published to list it (`get_formatted_item_data` of `WC_REST_Coupons_V2_Controller`, WooCommerce 11), with the defaults of
 * a new one. No answer of that API was recorded.
 */
export function publishedCoupon(changes: Readonly<Record<string, unknown>>): object {
  return {
    id: 1,
    code: 'any',
    amount: '10.00',
    status: 'publish',
    date_created: '2026-11-01T10:00:00',
    date_created_gmt: '2026-11-01T10:00:00',
    date_modified: '2026-11-01T10:00:00',
    date_modified_gmt: '2026-11-01T10:00:00',
    discount_type: 'fixed_cart',
    description: '',
    date_expires: null,
    date_expires_gmt: null,
    usage_count: 0,
    individual_use: false,
    product_ids: [],
    excluded_product_ids: [],
    usage_limit: null,
    usage_limit_per_user: null,
    limit_usage_to_x_items: null,
    free_shipping: false,
    product_categories: [],
    excluded_product_categories: [],
    exclude_sale_items: false,
    minimum_amount: '0.00',
    maximum_amount: '0.00',
    email_restrictions: [],
    used_by: [],
    meta_data: [],
    ...changes,
  };
}

/** The coupons of the recorded shop. How they were set up was not recorded: what each is follows from its name and from what it was answered to do. */
export const recordedCoupons: readonly object[] = [
  publishedCoupon({ code: 'save10', discount_type: 'percent', amount: '10.00' }),
  publishedCoupon({ code: 'fix5', amount: '5.00' }),
  publishedCoupon({ code: 'each2', discount_type: 'fixed_product', amount: '2.00' }),
  publishedCoupon({ code: 'min100', amount: '15.00', minimum_amount: '100.00' }),
  publishedCoupon({ code: 'max10', amount: '5.00', maximum_amount: '10.00' }),
  publishedCoupon({ code: 'expired', amount: '5.00', date_expires_gmt: '2020-01-01T00:00:00' }),
  publishedCoupon({ code: 'draft', amount: '5.00', status: 'draft' }),
  publishedCoupon({ code: 'shirt20', discount_type: 'percent', amount: '20.00', product_ids: [11] }),
  publishedCoupon({ code: 'email', amount: '5.00', email_restrictions: ['vip@x.test'] }),
  publishedCoupon({ code: 'freeship', discount_type: 'percent', amount: '0.00', free_shipping: true }),
  publishedCoupon({ code: 'solo', discount_type: 'percent', amount: '15.00', individual_use: true }),
  publishedCoupon({ code: 'mugonly', discount_type: 'percent', amount: '10.00', product_ids: [10] }),
  publishedCoupon({ code: 'once', amount: '5.00', usage_limit: 1, usage_count: 1 }),
  publishedCoupon({ code: 'peruser', amount: '5.00', usage_limit_per_user: 1 }),
];

/** The products of the recorded shop, and the tax that its answers show. */
export const recordedAnswers: PublishedAnswers = {
  coupons: recordedCoupons,
  products: [10, 11, 12],
  settings: {
    woocommerce_currency: 'USD',
    woocommerce_calc_taxes: 'yes',
    woocommerce_prices_include_tax: 'no',
    woocommerce_tax_display_cart: 'excl',
  },
};

export interface PublishedAnswers {
  readonly coupons: readonly (object | WooCommerceCoupon)[];
  readonly products?: readonly number[];
  /** Of products, or of their variations. */
  readonly skus?: readonly string[];
  readonly categories?: readonly { readonly id: number; readonly parent: number }[];
  readonly brands?: readonly { readonly id: number; readonly slug: string }[];
  readonly settings: Readonly<Record<string, string>>;
}

/** What the REST API answers, paged as published; other keys than these are refused. */
export function answerAs(
  { coupons, products = [], skus = [], categories = [], brands = [], settings }: PublishedAnswers,
  asked: string[] = [],
): typeof fetch {
  return async (input, init) => {
    const { pathname, searchParams } = new URL(String(input));
    asked.push(pathname);
    const authorization = new Headers(init?.headers).get('authorization') ?? '';
    if (atob(authorization.replace('Basic ', '')) !== 'ck_1:cs_1')
      return Response.json({ code: 'woocommerce_rest_cannot_view' }, { status: 401 });
    const include = (searchParams.get('include') ?? '').split(',').map(Number);
    const wanted = searchParams.get('sku')?.split(',');
    const lists: Readonly<Record<string, readonly object[]>> = {
      coupons,
      products: wanted
        ? skus.filter((sku) => wanted.includes(sku)).map((sku, index) => ({ id: 900 + index, sku }))
        : products.filter((id) => include.includes(id)).map((id) => ({ id })),
      'products/categories': categories,
      'products/brands': brands,
      'settings/general': Object.entries(settings).map(([id, value]) => ({ id, value })),
      'settings/tax': [],
    };
    const list = lists[pathname.replace('/wp-json/wc/v3/', '')];
    if (!list) return Response.json({ code: 'rest_no_route' }, { status: 404 });
    const size = Number(searchParams.get('per_page') ?? 10);
    const start = (Number(searchParams.get('page') ?? 1) - 1) * size;
    return Response.json(pathname.includes('/settings/') ? list : list.slice(start, start + size));
  };
}
