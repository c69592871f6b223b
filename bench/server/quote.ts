/**
 * What does a quote cost the server? `node bench/run.mjs server/quote`. CPU time a request, of the whole process of the real server (its own and the system's for it: HTTP,
 * parsing, checking, the wallet from the store, prices, the engine, splits, signature), beside a plain `node:http` server that parses the same bodies and
 * answers with as many bytes of JSON. How to read the table: bench/README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/protocol/messages.js';
import { best } from '../../src/engine/index.js';
import { createRandom } from '../instances/create-random.js';
import type { Instance } from '../instances/instance.js';
import { market } from '../instances/market.js';
import { median } from '../measure.js';
import { duration, printTable, ratio } from '../print-table.js';
import type { Sent } from './create-sender.js';
import { openShop, type OpenShop } from './open-shop.js';
import { sendRequests } from './send-requests.js';
import { spawnMeasured } from './spawn-measured.js';

const runs = 7;
const requestsPerRun = 400;
const warmUpRequests = 4_000;

const instance = market(4, 50, 100, 10);
const wishes = [
  [
    'the best set',
    best(instance.cart, instance.coupons, { ...instance.options, compare: false }).applied.map(
      ({ coupon }) => coupon,
    ),
  ],
  ['all 100', instance.coupons.map(({ id }) => id)],
] as const;

const requestCount = warmUpRequests + runs * requestsPerRun;
const rows: string[][] = [];
for (const [name, coupons] of wishes) rows.push(await measure(name, coupons));
printTable(
  'CPU time a request: 50 lines, 100 coupons, over HTTP',
  ['wished', 'body', 'answer', 'applied', 'quote', 'JSON echo', 'ratio', 'from', 'to'],
  rows,
);

async function measure(name: string, coupons: readonly string[]): Promise<string[]> {
  console.error(`… ${name}`);
  const shop = await openShop(instance, coupons);
  const requests = drawRequests(instance, coupons, shop);
  const text = await sendRequests(shop.server.address, '/v1/quotes', requests.splice(0, warmUpRequests));
  const verdict = JSON.parse(text) as Verdict;
  if (!verdict.token) throw new Error('the server promised no price');
  const answer = join(shop.folder, 'answer.json');
  writeFileSync(answer, text);
  const echo = await spawnMeasured(new URL('echo.js', import.meta.url), [answer]);
  await sendRequests(echo.address, '/', requests.slice(0, warmUpRequests));
  const servers = [
    { server: shop.server, path: '/v1/quotes', cpu: [] as number[] },
    { server: echo, path: '/', cpu: [] as number[] },
  ] as const;
  for (let run = 0; run < runs; run++) {
    const batch = requests.slice(run * requestsPerRun, (run + 1) * requestsPerRun);
    for (const { server, path, cpu } of servers) {
      const before = await server.cpu();
      await sendRequests(server.address, path, batch);
      cpu.push(((await server.cpu()) - before) / batch.length);
    }
  }
  await Promise.all(servers.map(({ server }) => server.stop()));
  await shop.close();
  const [ours, floor] = servers.map(({ cpu }) => cpu) as [number[], number[]];
  const ratios = ours.map((ms, run) => ms / floor[run]!);
  return [
    name,
    kilobytes(requests[0]!.body.length),
    kilobytes(text.length),
    String(verdict.quote!.applied.length),
    duration(median(ours)),
    duration(median(floor)),
    ratio(median(ratios)),
    ratio(Math.min(...ratios)),
    ratio(Math.max(...ratios)),
  ];
}

/** Carts that differ in what they hold, so that nothing that was made for one serves another. */
function drawRequests(
  { cart }: Instance,
  coupons: readonly string[],
  { publishableKey, shoppers }: OpenShop,
): Sent[] {
  const random = createRandom(1);
  return Array.from({ length: requestCount }, (_, index) => ({
    headers: {
      'couponkit-key': publishableKey,
      authorization: `Bearer ${shoppers[index % shoppers.length]!}`,
    },
    body: Buffer.from(
      JSON.stringify({
        cart: { ...cart, lines: cart.lines.map((line) => ({ ...line, quantity: random.integer(1, 4) })) },
        desired: coupons.map((coupon) => ({ coupon })),
      }),
    ),
  }));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
