import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Cart } from '../../src/model/cart.js';
import type { CatalogFile } from '../../src/server/file-catalog.js';
import type { QuoteClaims } from '../../src/server/token.js';
import { ask, type Answer } from './ask.js';
import { publishableKey, type Instance } from './start-instance.js';

/** A shop's files, and what its shoppers and its backend ask any instance. */

const folder = mkdtempSync(join(tmpdir(), 'couponkit-faults-shop-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export const products: CatalogFile = {
  currency: 'CNY',
  products: [
    { id: 'tea', unitPrice: 12800, shop: 'north' },
    { id: 'cup', unitPrice: 4500, shop: 'south' },
    { id: 'wrap', unitPrice: 300 },
  ],
  shipping: [{ shop: 'north', fee: 800 }, { fee: 600 }],
};

/** Returns the flags that name the files of these coupons and of the products. */
export function shopFiles(coupons: unknown): string[] {
  return ['--coupons', write(coupons), '--catalog', write(products)];
}

function write(content: unknown): string {
  const path = join(folder, `${randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** Two teapots of one shop and a cup of another, or other quantities. */
export function cartOf({ tea = 2, cup = 1, wrap = 0 } = {}): Cart {
  const line = (product: string, unitPrice: number, quantity: number, shop?: string) =>
    quantity > 0 ? [{ id: product, product, unitPrice, quantity, ...(shop !== undefined && { shop }) }] : [];
  return {
    currency: 'CNY',
    lines: [
      ...line('tea', 12800, tea, 'north'),
      ...line('cup', 4500, cup, 'south'),
      ...line('wrap', 300, wrap),
    ],
  };
}

/** A signed-in shopper's token, as the merchant's backend makes it. */
export function shopperToken(secret: string, shopper: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { aud: 'couponkit', sub: shopper, exp: Math.floor(Date.now() / 1000) + 3 * 60 * 60 };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** What a quote's token says, without a look at its signature. */
export function claimsOf(token: string): QuoteClaims {
  return JSON.parse(Buffer.from(token.split('.')[2]!, 'base64url').toString('utf8'));
}

/** One shopper before any instance. */
export interface Customer {
  readonly name: string;
  readonly token: string;
  send(instance: Pick<Instance, 'address'>, path: string, body: unknown, more?: More): Promise<Answer>;
  claim(instance: Pick<Instance, 'address'>, offer: string, key?: string): Promise<Answer>;
  quote(instance: Pick<Instance, 'address'>, cart: Cart, coupons: readonly string[]): Promise<Answer>;
  reserve(instance: Pick<Instance, 'address'>, token: string, cart: Cart, key?: string): Promise<Answer>;
  release(instance: Pick<Instance, 'address'>, hold: string, key?: string): Promise<Answer>;
  extend(instance: Pick<Instance, 'address'>, hold: string, key?: string): Promise<Answer>;
  participate(
    instance: Pick<Instance, 'address'>,
    campaign: string,
    invitation: string | undefined,
    key?: string,
  ): Promise<Answer>;
  invite(instance: Pick<Instance, 'address'>, campaign: string, key?: string): Promise<Answer>;
  exchange(instance: Pick<Instance, 'address'>, code: string, key?: string): Promise<Answer>;
}

export interface More {
  readonly method?: 'DELETE';
  readonly key?: string;
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createCustomer(secret: string, name: string): Customer {
  const token = shopperToken(secret, name);
  const send: Customer['send'] = (instance, path, body, { method, key, from, headers } = {}) =>
    ask(instance.address, path, {
      body,
      ...(method && { method }),
      ...(from !== undefined && { from }),
      headers: {
        'couponkit-key': publishableKey,
        authorization: `Bearer ${token}`,
        ...(key !== undefined && { 'idempotency-key': key }),
        ...headers,
      },
    });
  return {
    name,
    token,
    send,
    claim: (instance, offer, key = randomUUID()) => send(instance, '/v1/claims', { offer }, { key }),
    quote: (instance, cart, coupons) =>
      send(instance, '/v1/quotes', { cart, desired: coupons.map((coupon) => ({ coupon })) }),
    reserve: (instance, quoteToken, cart, key = randomUUID()) =>
      send(instance, '/v1/reservations', { token: quoteToken, cart }, { key }),
    release: (instance, hold, key = randomUUID()) =>
      send(instance, `/v1/reservations/${hold}`, {}, { method: 'DELETE', key }),
    extend: (instance, hold, key = randomUUID()) =>
      send(instance, `/v1/reservations/${hold}/extensions`, {}, { key }),
    participate: (instance, campaign, invitation, key = randomUUID()) =>
      send(instance, '/v1/participations', { campaign, invitation }, { key }),
    invite: (instance, campaign, key = randomUUID()) =>
      send(instance, '/v1/invitations', { campaign }, { key }),
    exchange: (instance, code, key = randomUUID()) => send(instance, '/v1/exchanges', { code }, { key }),
  };
}

/** The merchant's backend. */
export interface Backend {
  /** That a claim is paid. */
  confirm(instance: Pick<Instance, 'address'>, claim: string, key?: string): Promise<Answer>;
  redeem(
    instance: Pick<Instance, 'address'>,
    order: { readonly hold: string; readonly order: string; readonly cartHash: string },
    key?: string,
  ): Promise<Answer>;
  reverse(
    instance: Pick<Instance, 'address'>,
    redemption: string,
    body: unknown,
    key?: string,
  ): Promise<Answer>;
  trigger(instance: Pick<Instance, 'address'>, event: unknown, key?: string): Promise<Answer>;
  givePoints(instance: Pick<Instance, 'address'>, change: unknown, key?: string): Promise<Answer>;
}

export function createBackend(secret: string): Backend {
  const send = (instance: Pick<Instance, 'address'>, path: string, body: unknown, key: string) =>
    ask(instance.address, path, {
      body,
      headers: { authorization: `Bearer ${secret}`, 'idempotency-key': key },
    });
  return {
    confirm: (instance, claim, key = randomUUID()) =>
      send(instance, `/v1/claims/${claim}/confirmations`, {}, key),
    redeem: (instance, order, key = randomUUID()) => send(instance, '/v1/redemptions', order, key),
    reverse: (instance, redemption, body, key = randomUUID()) =>
      send(instance, `/v1/redemptions/${redemption}/reversals`, body, key),
    trigger: (instance, event, key = randomUUID()) => send(instance, '/v1/triggers', event, key),
    givePoints: (instance, change, key = randomUUID()) => send(instance, '/v1/points', change, key),
  };
}
