/** Reads the promotions of a Vendure channel by its Admin API (3.7). */
import { flag, is, list, object, text, type Shape } from '../model/shape.js';
import { ImportError, type Imported, type Importer } from './importer.js';
import { readGraphQl } from './internal/read-graphql.js';
import { placeOf } from './internal/read-json.js';
import { orNull, readShape } from './internal/read-shape.js';
import { requireEnd } from './internal/require-end.js';
import { requireFlag } from './internal/require-flag.js';
import {
  sayPromotion,
  variantsIn,
  type VendurePromotion,
  type VendureShop,
} from './internal/vendure-promotion.js';

type Flags = Readonly<Record<string, string>>;
/** Asks for one field of the query. */
type Ask = <T>(field: string, shape: Shape<T>, query: string, variables?: object) => Promise<T>;

/** The server's own default for lists is 100, its limit 1,000. */
const pageSize = 100;

export const vendure: Importer = {
  name: 'vendure',
  flags: {
    url: 'the address of the Admin API, such as https://shop.example/admin-api',
    username: 'an administrator who may read promotions, products and tax rates',
    password: "that administrator's password",
    'api-key': 'an API key instead of these two, where the shop takes them',
    channel: "the channel's token; the default channel unless given",
  },

  async read(flags, fetch) {
    const ask = await signIn(flags, fetch);
    const { defaultCurrencyCode, pricesIncludeTax } = await ask('activeChannel', channel, channelQuery);
    const all = await readAll(ask, 'promotions', promotion, promotionQuery);
    const promotions = all.filter(({ enabled }) => enabled);
    const variants = await readByIds(ask, 'productVariants', variant, variantQuery, variantsIn(promotions));
    const rates = pricesIncludeTax ? await readAll(ask, 'taxRates', taxRate, taxRateQuery) : [];
    const shop: VendureShop = {
      currency: defaultCurrencyCode,
      pricesIncludeTax,
      skus: new Map(variants.map(({ id, sku }) => [id, sku])),
      highestTaxRate: Math.max(0, ...rates.filter(({ enabled }) => enabled).map(({ value }) => value)),
    };
    return {
      ...gather(promotions.map((each) => sayPromotion(each, shop))),
      known: all.flatMap(({ id, couponCode }) => [id, ...(couponCode ? [couponCode] : [])]),
    };
  },
};

function gather(parts: readonly Imported[]): Imported {
  return { entries: parts.flatMap(({ entries }) => entries), notes: parts.flatMap(({ notes }) => notes) };
}

/** Returns what asks as this administrator. @throws ImportError */
async function signIn(flags: Flags, fetch: typeof globalThis.fetch): Promise<Ask> {
  const url = requireFlag(flags, 'url', 'https://shop.example/admin-api');
  const channel: Flags = flags['channel'] ? { 'vendure-token': flags['channel'] } : {};
  const session = flags['api-key']
    ? { 'vendure-api-key': flags['api-key'] }
    : await login(
        url,
        {
          username: requireFlag(flags, 'username', 'NAME'),
          password: requireFlag(flags, 'password', 'WORD'),
        },
        fetch,
      );
  return async (field, shape, query, variables = {}) => {
    const headers = { ...channel, ...session };
    const { value } = await readGraphQl(fetch, url, { query, variables: { ...variables }, headers });
    return readShape(shape, value[field], `The ${field} of ${placeOf(url)}`);
  };
}

/** Returns the headers of the session. Vendure gives a token, or a cookie, as it is set up. */
async function login(url: string, variables: Flags, fetch: typeof globalThis.fetch): Promise<Flags> {
  const query = `mutation ($username: String!, $password: String!) {
    login(username: $username, password: $password) { __typename }
  }`;
  const { value, headers } = await readGraphQl(fetch, url, { query, variables });
  const { __typename } = readShape(
    object({ __typename: text }),
    value['login'],
    `The login of ${placeOf(url)}`,
  );
  if (__typename !== 'CurrentUser')
    throw new ImportError(`${placeOf(url)} knows no such administrator, or another password`);
  const token = headers.get('vendure-auth-token');
  const cookie = headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return token ? { authorization: `Bearer ${token}` } : { cookie };
}

/** Reads a list page by page. */
async function readAll<T>(ask: Ask, field: string, shape: Shape<T>, query: string): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const options = { skip: all.length, take: pageSize, sort: { id: 'ASC' } };
    const { items } = await ask(field, object({ items: list(shape) }), query, { options });
    all.push(...items);
    if (items.length < pageSize) return all;
    requireEnd(all.length, `The ${field}`);
  }
}

/** Reads the items of a list that have these ids. */
async function readByIds<T>(
  ask: Ask,
  field: string,
  shape: Shape<T>,
  query: string,
  ids: readonly string[],
): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < ids.length; start += pageSize) {
    const options = { take: pageSize, filter: { id: { in: ids.slice(start, start + pageSize) } } };
    all.push(...(await ask(field, object({ items: list(shape) }), query, { options })).items);
  }
  return all;
}

const channelQuery = '{ activeChannel { defaultCurrencyCode pricesIncludeTax } }';
const channel = object({ defaultCurrencyCode: text, pricesIncludeTax: flag });

const promotionQuery = `query ($options: PromotionListOptions) {
  promotions(options: $options) {
    items {
      id name enabled couponCode startsAt endsAt
      translations { languageCode name }
      conditions { code args { name value } }
      actions { code args { name value } }
    }
  }
}`;
const anyText = is<string>('not-a-text', (value) => typeof value === 'string');
const operations = list(object({ code: text, args: list(object({ name: text, value: anyText })) }));
const promotion = object({
  id: text,
  name: anyText,
  enabled: flag,
  couponCode: orNull(anyText),
  startsAt: orNull(text),
  endsAt: orNull(text),
  translations: list(object({ languageCode: text, name: anyText })),
  conditions: operations,
  actions: operations,
}) satisfies Shape<VendurePromotion>;

const variantQuery = `query ($options: ProductVariantListOptions) {
  productVariants(options: $options) { items { id sku } }
}`;
const variant = object({ id: text, sku: anyText });

const taxRateQuery = `query ($options: TaxRateListOptions) {
  taxRates(options: $options) { items { enabled value } }
}`;
const taxRate = object({ enabled: flag, value: is<number>('not-a-number', Number.isFinite) });
