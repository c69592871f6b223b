import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cart } from '../../src/model/index.js';
import { openLibsqlLedger } from '../../src/server/ledgers/libsql.js';
import { now as instanceTime, type Instance } from '../instances/instance.js';
import { spawnMeasured, type Measured } from './spawn-measured.js';

const shopperCount = 20;

/** The real command over a real store in a file, as `npm run serve` starts it, and shoppers who hold some of its coupons. */
export interface OpenShop {
  readonly server: Measured;
  readonly publishableKey: string;
  /** A session's token each. */
  readonly shoppers: readonly string[];
  readonly folder: string;
  close(): Promise<void>;
}

/** @param held the coupons that each shopper holds */
export async function openShop({ cart, coupons }: Instance, held: readonly string[]): Promise<OpenShop> {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-bench-'));
  const file = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const store = join(folder, 'shop.db');
  const flags = [
    ...['--port', '0', '--store', `file:${store}`, '--log', 'error', '--drain-ms', '0'],
    ...['--address-rate', '1000000000', '--shopper-rate', '1000000000'],
    ...['--coupons', file('coupons.json', shiftDates(coupons))],
    ...['--catalog', file('catalog.json', catalogOf(cart))],
  ];
  // Sessions are made by the server, coupons are claimed where nobody waits for the network.
  const first = await start(flags);
  const shoppers = await Promise.all(Array.from({ length: shopperCount }, () => openSession(first)));
  await first.server.stop();
  const ledger = openLibsqlLedger(store);
  await Promise.all(
    shoppers.flatMap((token) =>
      held.map((coupon) =>
        ledger.claim({
          coupon,
          shopper: subjectOf(token),
          perShopper: 1,
          subject: subjectOf(token),
          key: coupon,
          request: coupon,
        }),
      ),
    ),
  );
  await ledger.close();
  return {
    ...(await start(flags)),
    shoppers,
    folder,
    async close() {
      rmSync(folder, { recursive: true });
    },
  };
}

interface Started {
  readonly server: Measured;
  readonly publishableKey: string;
}

async function start(flags: readonly string[]): Promise<Started> {
  const server = await spawnMeasured(new URL('../../src/server/main.js', import.meta.url), flags);
  return { server, publishableKey: /publishable key (pk_\S+)/.exec(server.greeting)![1]! };
}

async function openSession({ server, publishableKey }: Started): Promise<string> {
  const answer = await fetch(`${server.address}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'couponkit-key': publishableKey },
    body: '{}',
  });
  return ((await answer.json()) as { token: string }).token;
}

function subjectOf(token: string): string {
  const payload = Buffer.from(token.split('.')[1]!, 'base64url').toString();
  return (JSON.parse(payload) as { sub: string }).sub;
}

/** The instance's days count from its own day: here from today. */
function shiftDates(coupons: Instance['coupons']): Instance['coupons'] {
  const shift = (date: string): string =>
    new Date(Date.parse(date) - instanceTime + Date.now()).toISOString();
  return coupons.map(({ validFrom, validUntil, ...coupon }) => ({
    ...coupon,
    ...(validFrom !== undefined && { validFrom: shift(validFrom) }),
    ...(validUntil !== undefined && { validUntil: shift(validUntil) }),
  }));
}

function catalogOf({ currency, lines, shipping = [] }: Cart): unknown {
  return {
    currency,
    products: lines.map(({ id: _id, product, quantity: _quantity, ...facts }) => ({ id: product, ...facts })),
    shipping,
  };
}
