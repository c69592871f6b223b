/** couponkit's server over real sockets and a real store, with what a test needs beside: its clock, and its faults. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { SignJWT } from 'jose';
import type { Cart } from '../../src/model/cart.js';
import type { Hold, Held, Verdict } from '../../src/protocol/messages.js';
import {
  createFileCatalog,
  createHandler,
  createKeys,
  type CatalogFile,
  type CouponEntry,
} from '../../src/server/index.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';

export interface CouponServer {
  readonly address: string;
  readonly secretKey: string;
  /** How much later it is for the server, milliseconds. */
  offsetMs: number;
  /** How many of the next answers are lost after the request has had its effect; `Infinity`: all. */
  lostAnswers: number;
  /** How many requests have come for paths that match. */
  count(path: RegExp): number;
  /** A signed-in shopper of their own. */
  shopper(name: string): Promise<Customer>;
  /** Nobody listens, until `start` is called. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** What a page does for a shopper. */
export interface Customer {
  claim(coupon: string): Promise<void>;
  quote(cart: Cart, coupons: readonly string[]): Promise<Verdict & { readonly token: string }>;
  reserve(token: string, cart: Cart): Promise<Hold>;
  release(hold: string): Promise<void>;
  wallet(): Promise<readonly Held[]>;
}

export async function openCouponServer(
  products: CatalogFile,
  coupons: readonly CouponEntry[],
): Promise<CouponServer> {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-orders-'));
  const state = { offsetMs: 0, lostAnswers: 0 };
  const now = () => Date.now() + state.offsetMs;
  const ledger = openLibsqlLedger(join(folder, 'coupons.db'), { now });
  const keys = await createKeys();
  const catalog = createFileCatalog(products);
  if (!catalog.ok) throw new Error(JSON.stringify(catalog.problems));
  const handler = await createHandler({ coupons, catalog: catalog.value, ledger, keys, origins: [], now });
  const seen: string[] = [];
  let port = 0;
  let server: Server | undefined;

  async function start(): Promise<void> {
    server = createAdaptorServer({
      overrideGlobalObjects: false,
      async fetch(request, { outgoing }) {
        seen.push(new URL(request.url).pathname);
        const answer = await handler(request);
        if (state.lostAnswers > 0) {
          state.lostAnswers--;
          (outgoing as ServerResponse).destroy();
        }
        return answer;
      },
    }) as Server;
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    server?.closeAllConnections();
    await new Promise((resolve) => server!.close(resolve));
  }

  await start();
  const address = `http://127.0.0.1:${port}`;
  let keyCount = 0;

  async function shopper(name: string): Promise<Customer> {
    const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(name)
        .setAudience('couponkit')
        .setExpirationTime(Math.floor(now() / 1000) + 600)
        .sign(new TextEncoder().encode(keys.secret));
      const response = await fetch(address + path, {
        method,
        headers: {
          'content-type': 'application/json',
          'couponkit-key': keys.publishable,
          authorization: `Bearer ${token}`,
          'idempotency-key': `${name}-${keyCount++}`,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
      return answer;
    };
    return {
      async claim(offer) {
        await ask('POST', '/v1/claims', { offer });
      },
      async quote(cart, wanted) {
        const desired = wanted.map((coupon) => ({ coupon }));
        const verdict = (await ask('POST', '/v1/quotes', { cart, desired })) as Verdict;
        if (verdict.token === undefined) throw new Error(JSON.stringify(verdict.outcomes));
        return { ...verdict, token: verdict.token };
      },
      async reserve(token, cart) {
        return ((await ask('POST', '/v1/reservations', { token, cart })) as { hold: Hold }).hold;
      },
      async release(hold) {
        await ask('DELETE', `/v1/reservations/${hold}`);
      },
      async wallet() {
        return ((await ask('POST', '/v1/offers', {})) as { wallet: readonly Held[] }).wallet;
      },
    };
  }

  return Object.assign(state, {
    address,
    secretKey: keys.secret,
    count: (path: RegExp) => seen.filter((each) => path.test(each)).length,
    shopper,
    stop,
    start,
    async close() {
      await stop();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  });
}
