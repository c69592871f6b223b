/** Reads the discounts of a Shopify shop by its Admin API (2026-10). */
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Shape } from '../model/shape.js';
import { ImportError, type Imported, type Importer } from './importer.js';
import { placeOf, readAnswer } from './internal/read-json.js';
import { readShape } from './internal/read-shape.js';
import { requireEnd } from './internal/require-end.js';
import { requireFlag } from './internal/require-flag.js';
import { adminVersion, discountsDocument, itemsDocument } from './internal/shopify-documents.js';
import { namesGoods, sayDiscount } from './internal/shopify-discount.js';
import { discountsShape, itemsShape } from './internal/shopify-discount-shapes.js';
import { endedDocument, endedShape, namesOf } from './internal/shopify-ended.js';

type Ask = <T>(shape: Shape<T>, query: string, variables: object) => Promise<T>;

const maxTries = 10;
const maxWaitMs = 60_000;
/** Where Shopify does not say when it has room again. */
const defaultWaitMs = 2000;

export const shopify: Importer = {
  name: 'shopify',
  flags: {
    shop: 'the shop, such as my-shop.myshopify.com',
    token:
      'an access token of the Admin API that may read discounts and products (read_discounts, read_products)',
  },

  async read(flags, fetch) {
    const shop = requireFlag(flags, 'shop', 'my-shop.myshopify.com');
    const token = requireFlag(flags, 'token', 'shpat_…');
    const ask = createAsk(fetch, addressOf(shop), token);
    const parts: Imported[] = [];
    for (let after: string | undefined, isMore = true; isMore;) {
      const { shop, discountNodes } = await ask(discountsShape, discountsDocument, { after });
      for (const { id, discount } of discountNodes.nodes) {
        const goods = namesGoods(discount) ? await readGoods(ask, id) : {};
        parts.push(sayDiscount(discount, goods, shop.currencyCode));
      }
      after = discountNodes.pageInfo.endCursor;
      isMore = discountNodes.pageInfo.hasNextPage;
      requireEnd(parts.length, 'The discounts');
    }
    return {
      entries: parts.flatMap(({ entries }) => entries),
      notes: parts.flatMap(({ notes }) => notes),
      known: await readEnded(ask),
    };
  },
};

async function readEnded(ask: Ask): Promise<readonly string[]> {
  const names: string[] = [];
  for (let after: string | undefined, isMore = true; isMore;) {
    const ended = await ask(endedShape, endedDocument, { after });
    names.push(...namesOf(ended));
    after = ended.discountNodes.pageInfo.endCursor;
    isMore = ended.discountNodes.pageInfo.hasNextPage;
    requireEnd(names.length, 'The discounts that are over');
  }
  return names;
}

async function readGoods(ask: Ask, id: string) {
  const { discount } = (await ask(itemsShape, itemsDocument, { id })).discountNode;
  return { buys: discount.customerBuys?.items, gets: discount.customerGets?.items };
}

function addressOf(shop: string): string {
  const host = shop.includes('.') || shop.includes(':') ? shop : `${shop}.myshopify.com`;
  const origin = /^https?:/.test(host) ? host : `https://${host}`;
  return `${origin.replace(/\/+$/, '')}/admin/api/${adminVersion}/graphql.json`;
}

/** Returns what asks, and waits where Shopify says that the shop has been asked too much. */
function createAsk(fetch: typeof globalThis.fetch, url: string, token: string): Ask {
  const headers = { 'X-Shopify-Access-Token': token };
  return async (shape, query, variables) => {
    for (let tries = 1; ; tries++) {
      const { value } = await readAnswer(fetch, url, { headers, body: { query, variables } });
      const { data, errors, extensions } = isObject(value) ? value : {};
      if (!Array.isArray(errors) || errors.length === 0)
        return readShape(shape, data, `The discounts of ${placeOf(url)}`);
      if (!errors.some(isThrottled) || tries === maxTries)
        throw new ImportError(`${placeOf(url)} refuses the query: ${errors.map(messageOf).join('; ')}`);
      await sleep(waitOf(extensions));
    }
  };
}

function isThrottled(error: unknown): boolean {
  return isObject(error) && isObject(error['extensions']) && error['extensions']['code'] === 'THROTTLED';
}

function messageOf(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : 'no reason given';
}

/** Milliseconds until the bucket holds what the query costs (https://shopify.dev/docs/api/usage/limits). */
function waitOf(extensions: unknown): number {
  const { cost } = isObject(extensions) ? extensions : {};
  const { requestedQueryCost, throttleStatus } = isObject(cost) ? cost : {};
  const { currentlyAvailable, restoreRate } = isObject(throttleStatus) ? throttleStatus : {};
  const ms = ((Number(requestedQueryCost) - Number(currentlyAvailable)) / Number(restoreRate)) * 1000;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), maxWaitMs) : defaultWaitMs;
}
