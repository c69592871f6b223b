import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contender.js';
import { createSender, type Sender } from './create-sender.js';
import { createLedgerContender } from './ledger-contender.js';
import { spawnMeasured, type Measured } from './spawn-measured.js';
import { openPostgresLedger } from '../../src/server/ledgers/postgres.js';

const publishableKey = 'pk_bench';

/**
 * The real command, as many processes as are asked for on one PostgreSQL; shoppers ask them by turns, each with a token of their own.
 * @param stocks of each coupon that will be sold
 * @param shopperCount how many may try
 */
export async function openHttpContender(
  url: string,
  folder: string,
  servers: number,
  stocks: ReadonlyMap<string, number>,
  shopperCount: number,
): Promise<Contender> {
  const coupons = Array.from(stocks, ([id, stock]) => ({
    coupon: { id, benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } },
    claim: { stock },
  }));
  const [couponFile, catalogFile] = [join(folder, 'coupons.json'), join(folder, 'catalog.json')];
  writeFileSync(couponFile, JSON.stringify(coupons));
  writeFileSync(catalogFile, JSON.stringify({ currency: 'CNY', products: [] }));
  const main = new URL('../../src/server/main.js', import.meta.url);
  const flags = [
    ...['--port', '0', '--store', url, '--coupons', couponFile, '--catalog', catalogFile],
    ...['--publishable-key', publishableKey, '--address-rate', '1000000000', '--log', 'error'],
  ];
  const running: Measured[] = [];
  for (let index = 0; index < servers; index++) running.push(await spawnMeasured(main, flags));
  const senders = running.map(({ address }) => createSender(address, Infinity));
  const tokens = await openSessions(senders, shopperCount);
  const ledger = await openPostgresLedger(url);
  const { count } = createLedgerContender('', ledger);

  return {
    name: `over HTTP, ${servers} ${servers === 1 ? 'server' : 'servers'}`,
    async open(coupon, stock) {
      if (stocks.get(coupon) !== stock) throw new Error(`${coupon} is not in the file`);
    },
    async claim(coupon, shopper) {
      const index = Number(/\d+$/.exec(shopper)![0]);
      const headers = {
        'couponkit-key': publishableKey,
        authorization: `Bearer ${tokens[index]!}`,
        'idempotency-key': coupon,
      };
      const body = JSON.stringify({ offer: coupon });
      const { status, text } = await senders[index % servers]!.post('/v1/claims', { headers, body });
      if (status !== 201 && !(status === 409 && text.includes('"sold-out"')))
        throw new Error(`a claim was answered ${status}: ${text}`);
      return status === 201;
    },
    count,
    async close() {
      for (const sender of senders) sender.close();
      for (const server of running) await server.stop();
      await ledger.close();
    },
  };
}

async function openSessions(senders: readonly Sender[], count: number): Promise<readonly string[]> {
  const tokens: string[] = [];
  const open = async (): Promise<void> => {
    for (let index = tokens.length; index < count; index = tokens.length) {
      tokens.push('');
      const headers = { 'couponkit-key': publishableKey };
      const { text } = await senders[index % senders.length]!.post('/v1/sessions', { headers, body: '{}' });
      tokens[index] = (JSON.parse(text) as { token: string }).token;
    }
  };
  await Promise.all(Array.from({ length: 50 }, open));
  return tokens;
}
