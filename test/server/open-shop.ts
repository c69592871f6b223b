import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { SignJWT, type JWTPayload } from 'jose';
import type { Coupon } from '../../src/model/coupon.js';
import type { Catalog } from '../../src/server/catalog.js';
import {
  createFileCatalog,
  createHandler,
  createKeys,
  type CatalogFile,
  type CouponEntry,
  type HandlerOptions,
  type Keys,
  type Ledger,
} from '../../src/server/index.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';
import { openStores, type Stores } from './open-stores.js';

export const origin = 'https://shop.example';
export const noon = Date.parse('2026-11-21T12:00:00Z');

export const products: CatalogFile = {
  currency: 'CNY',
  products: [
    { id: 'tea', unitPrice: 12800, shop: 'north', brand: 'hill', categories: ['tea'], tags: ['eco'] },
    {
      id: 'cup',
      unitPrice: 4500,
      shop: 'south',
      skus: [{ sku: 'cup-blue', unitPrice: 5000 }, { sku: 'cup' }],
    },
    { id: 'card', unitPrice: 10000, shop: 'south', discountable: false },
  ],
  shipping: [
    { shop: 'north', fee: 800, freeFrom: 20000 },
    { shop: 'south', fee: 600 },
  ],
};

/** ¥5 off from ¥10 on. */
export function off(id: string, rest: Partial<Coupon> = {}): Coupon {
  return {
    id,
    benefit: { kind: 'amount', amount: 500 } as Coupon['benefit'],
    conditions: { minSpend: 1000 },
    ...rest,
  };
}

export interface Sent {
  readonly token?: string | undefined;
  /** As the merchant's backend, with the secret key. */
  readonly secret?: boolean;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A whole server in this process: a real store on disk, a clock that the test moves. */
export interface Shop {
  readonly keys: Keys;
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  now: number;
  fetch(request: Request, address?: string): Promise<Response>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  post<T = any>(path: string, body: unknown, sent?: Sent): Promise<Answered<T>>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  send<T = any>(method: string, path: string, body?: unknown, sent?: Sent): Promise<Answered<T>>;
  /** A new anonymous shopper's token. */
  session(): Promise<string>;
  /** A token as a merchant's backend makes it. */
  shopperToken(claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

/** The variable that makes shops keep their things in PostgreSQL: `postgres`. */
export const storeVariable = 'COUPONKIT_TEST_STORE';

let stores: Stores | undefined;
after(() => stores?.close());

async function openLedger(folder: string, now: () => number): Promise<Ledger> {
  if (process.env[storeVariable] !== 'postgres') return openLibsqlLedger(join(folder, 'shop.db'), { now });
  return openPostgresLedger(await (stores ??= openStores()).createDatabase(), { now });
}

export async function openShop(
  coupons: readonly CouponEntry[],
  options: Partial<HandlerOptions> = {},
): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-shop-'));
  const shop = { now: noon };
  const ledger = await openLedger(folder, () => shop.now);
  const keys = typeof options.keys === 'object' ? options.keys : await createKeys();
  const parsed = createFileCatalog(products);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const catalog = options.catalog ?? parsed.value;
  const handler = await createHandler({
    coupons,
    catalog,
    ledger,
    keys,
    origins: [origin],
    now: () => shop.now,
    rates: {
      address: { burst: 1e6, perMinute: 1e6 },
      shopper: { burst: 1e6, perMinute: 1e6 },
    },
    ...options,
  });
  const send: Shop['send'] = async (method, path, body, { token, secret, key, headers } = {}) => {
    const bearer = secret ? keys.secret : token;
    const response = await handler(
      new Request(`https://coupons.example${path}`, {
        method,
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(!secret && { 'couponkit-key': keys.publishable }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...(key && { 'idempotency-key': key }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
      { address: '203.0.113.7' },
    );
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  };
  const post: Shop['post'] = (path, body, sent) => send('POST', path, body, sent);
  return Object.assign(shop, {
    keys,
    ledger,
    catalog,
    fetch: (request: Request, address = '203.0.113.7') => handler(request, { address }),
    send,
    post,
    session: async () => (await post<{ token: string }>('/v1/sessions', {})).body.token,
    shopperToken: (claims: JWTPayload) =>
      new SignJWT({ aud: 'couponkit', exp: Math.floor(shop.now / 1000) + 600, ...claims })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(keys.secret)),
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  });
}
