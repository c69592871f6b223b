/**
 * A Medusa that answers with what a real one has answered: `recordings.json`, Medusa 2.21.2, made by `record.ts`. It is no shop: it calculates nothing, and
 * where no answer was recorded for these goods and codes it fails with 501, so that a test that needs it fails, too.
 *
 * - Stating codes gets the recorded answer to the same goods and codes, in whichever order. A refusal changes nothing.
 * - Reading gets the answer to what was stated last: when it was recorded, the two were compared and found equal.
 * - Each shopper has the recorded cart under an id of their own.
 * - A code that was typed into the shop's own form joins those that are there, as `POST /store/carts/:id/promotions` does; its answer is not needed.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recordings {
  readonly medusa: string;
  /** Of the Store API's carts. */
  readonly fields: string;
  /** By the name of the cart. The first answer is to reading it, the others to stating codes. */
  readonly carts: Readonly<Record<string, readonly RecordedAnswer[]>>;
  /** What a cart gets that is not there. */
  readonly missing: { readonly status: number; readonly json: unknown };
  /** Pages of the Admin API, by name. */
  readonly admin: Readonly<Record<string, unknown>>;
  /** The id of the promotion that every cart gets. */
  readonly automatic: string;
}

export interface RecordedAnswer {
  readonly codes: readonly string[];
  readonly status: number;
  /** `{cart}` stands for the cart's id. */
  readonly json: unknown;
}

export interface RecordedShop {
  readonly origin: string;
  /** A cart of the recordings, as another shopper's. */
  openCart(name: string): RecordedCart;
  /** How often codes were stated, whatever was answered. */
  readonly changes: number;
  close(): Promise<void>;
}

export interface RecordedCart {
  readonly id: string;
  readonly codes: readonly string[];
  /** As the shop's own pages do it, with no network between. */
  setCodes(codes: readonly string[]): void;
  /** Puts other goods into it. */
  change(name: string): void;
}

/** Of a storefront; those of the recordings were replaced. */
export const publishableKey = 'pk_recorded';

export const recordings = JSON.parse(
  readFileSync(new URL('recordings.json', import.meta.url), 'utf8'),
) as Recordings;

export async function openRecordedShop(): Promise<RecordedShop> {
  const carts = new Map<string, Cart>();
  let changes = 0;
  const server = createServer(async (request, response) => {
    const send = (status: number, value?: unknown, id = '') => {
      response.writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'content-type,x-publishable-api-key',
        'access-control-allow-methods': 'GET,POST,DELETE',
      });
      response.end(value === undefined ? undefined : JSON.stringify(value).replaceAll('{cart}', id));
    };
    const { method, headers } = request;
    if (method === 'OPTIONS') return send(204);
    const { pathname, searchParams } = new URL(request.url!, 'http://shop.test');
    const [, id = ''] = /^\/store\/carts\/([^/]+)$/.exec(pathname) ?? [];
    if (headers['x-publishable-api-key'] !== publishableKey) return send(501, 'no key was recorded');
    if (searchParams.get('fields') !== recordings.fields) return send(501, 'other fields were recorded');
    const cart = carts.get(id);
    if (!cart) return send(recordings.missing.status, recordings.missing.json);
    if (method === 'GET') return send(cart.answer.status, cart.answer.json, id);
    changes++;
    const { promo_codes } = (await readJson(request)) as { readonly promo_codes: readonly string[] };
    const answer = cart.find(promo_codes);
    if (!answer) return send(501, `not recorded: ${cart.name} with ${promo_codes.join(', ')}`);
    if (answer.status === 200) cart.answer = answer;
    send(answer.status, answer.json, id);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get changes() {
      return changes;
    },
    openCart(name) {
      const cart = new Cart(`cart_${carts.size + 1}`, name);
      carts.set(cart.id, cart);
      return cart;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

class Cart implements RecordedCart {
  readonly id: string;
  name: string;
  answer: RecordedAnswer;

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
    this.answer = this.find([])!;
  }

  get codes(): readonly string[] {
    const { cart } = this.answer.json as { cart: { promotions: readonly { readonly code: string }[] } };
    return cart.promotions.map(({ code }) => code);
  }

  find(codes: readonly string[]): RecordedAnswer | undefined {
    const key = [...codes].sort().join();
    return recordings.carts[this.name]!.find((each) => [...each.codes].sort().join() === key);
  }

  setCodes(codes: readonly string[]): void {
    const answer = this.find(codes);
    assert.ok(answer, `not recorded: ${this.name} with ${codes.join(', ')}`);
    this.answer = answer;
  }

  change(name: string): void {
    const { codes } = this;
    this.name = name;
    this.setCodes(codes);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}
