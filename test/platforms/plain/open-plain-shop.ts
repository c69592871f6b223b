/**
 * The plainest shop platform that there can be, for what is the same with all of them: carts by their number, codes that replace each other, prices
 * without tax, discounts by line with fractions of a cent, a reason for each refusal. It is nobody's; the platforms that merchants run have stand-ins of their own.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlainShop {
  readonly origin: string;
  /** As its own pages do it, with no network between. */
  openCart(): PlainCart;
  close(): Promise<void>;
}

export interface PlainCart {
  readonly id: string;
  readonly codes: readonly string[];
  /** How often codes were stated, with effect or without. */
  readonly changes: number;
  setCodes(codes: readonly string[]): void;
  setQuantity(line: string, quantity: number): void;
}

/** What it answers. */
export interface PlainCartAnswer {
  readonly lines: readonly {
    readonly id: string;
    readonly title: string;
    readonly price: number;
    readonly quantity: number;
  }[];
  readonly codes: readonly string[];
  readonly discounts: readonly { readonly code: string; readonly line: string; readonly amount: number }[];
  readonly total: number;
}

const products = [
  { id: 'mug', title: 'Mug', price: 2000 },
  { id: 'shirt', title: 'Shirt', price: 3550 },
  { id: 'sticker', title: 'Sticker', price: 333 },
];

/** What each takes off what is left of the lines. */
const promotions: Readonly<Record<string, (left: readonly number[]) => readonly number[]>> = {
  SAVE10: (left) => left.map((amount) => amount / 10),
  FIX5: (left) => left.map((amount) => (amount * Math.min(500, sum(left))) / sum(left)),
  SHIRT20: (left) => left.map((amount, index) => (products[index]!.id === 'shirt' ? amount / 5 : 0)),
};
const expired = 'EXPIRED';

export async function openPlainShop(): Promise<PlainShop> {
  const carts = new Map<string, Cart>();
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
        'access-control-allow-methods': '*',
      });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (request.method === 'OPTIONS') return answer(204, undefined);
    const [, id = '', part] = /^\/carts\/(\w+)(\/codes)?$/.exec(request.url ?? '') ?? [];
    const cart = carts.get(id);
    if (!cart) return answer(404, { code: 'no-cart' });
    if (!part) return answer(200, cart.answer());
    const { codes } = (await readJson(request)) as { readonly codes: readonly string[] };
    answer(200, { refused: cart.setCodes(codes), cart: cart.answer() });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openCart() {
      const cart = new Cart(String(carts.size + 1));
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

class Cart implements PlainCart {
  readonly id: string;
  changes = 0;
  codes: readonly string[] = [];
  readonly #quantities = new Map(products.map(({ id }) => [id, 1]));

  constructor(id: string) {
    this.id = id;
  }

  setQuantity(line: string, quantity: number): void {
    this.#quantities.set(line, quantity);
  }

  /** Returns which were refused, and why. */
  setCodes(codes: readonly string[]): { readonly code: string; readonly reason: string }[] {
    this.changes++;
    const wanted = codes.map((code) => code.toUpperCase());
    this.codes = wanted.filter((code) => promotions[code]);
    return wanted
      .filter((code) => !promotions[code])
      .map((code) => ({ code, reason: code === expired ? 'expired' : 'unknown-code' }));
  }

  answer(): PlainCartAnswer {
    const lines = products.map((product) => ({ ...product, quantity: this.#quantities.get(product.id)! }));
    let left = lines.map(({ price, quantity }) => price * quantity);
    const discounts = this.codes.flatMap((code) => {
      const amounts = promotions[code]!(left);
      left = left.map((amount, index) => amount - amounts[index]!);
      return amounts
        .map((amount, index) => ({ code, line: lines[index]!.id, amount }))
        .filter(({ amount }) => amount > 0);
    });
    return { lines, codes: this.codes, discounts, total: sum(left) };
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
