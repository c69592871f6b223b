/** The whole demo: couponkit's server with the shop's coupons, and the shop in front of it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { startCouponServer } from './coupon-server.mjs';
import { loadElements } from './load-elements.mjs';
import { loadShop } from './load-shop.mjs';
import { setDates } from './set-dates.mjs';
import { createShopApp } from './shop-app.mjs';

/** How many ports after the wanted one are tried. */
const triedPorts = 50;

/**
 * @param options `{ port?, couponPort?, holdSeconds? }`; a port that is taken becomes the next free one
 * @returns `{ address, coupons, stop() }`; `coupons` can be stopped and started again, at the same address with the same store
 */
export async function startDemo({ port = 8000, couponPort = 8787, holdSeconds } = {}) {
  const shopPort = await findFreePort(port);
  const serverPort = await findFreePort(couponPort, shopPort);
  const address = `http://localhost:${shopPort}`;
  const couponServer = `http://localhost:${serverPort}`;

  // A fresh store for each start: every visitor finds the 50 coupons.
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-demo-'));
  const shop = loadShop();
  const dated = setDates(shop.coupons, Date.now());
  writeFileSync(join(folder, 'coupons.json'), JSON.stringify(dated));
  const options = {
    port: serverPort,
    store: join(folder, 'coupons.db'),
    coupons: join(folder, 'coupons.json'),
    catalog: fileURLToPath(new URL('../catalog.json', import.meta.url)),
    origins: [address, address.replace('localhost', '127.0.0.1')],
    holdSeconds,
  };
  let running = await startCouponServer(options);

  const { publishableKey, secretKey } = running;
  const app = createShopApp(
    shop,
    { couponServer, publishableKey, secretKey },
    dated.coupons,
    await loadElements(),
  );
  const server = serve({ fetch: app.fetch, port: shopPort, hostname: '127.0.0.1' });

  return {
    address,
    coupons: {
      address: couponServer,
      secretKey,
      get pid() {
        return running?.pid;
      },
      /** @param signal `SIGKILL`: as if the machine had failed */
      async stop(signal) {
        await running?.stop(signal);
        running = undefined;
      },
      async start() {
        running ??= await startCouponServer(options);
      },
    },
    async stop() {
      server.closeAllConnections?.();
      await new Promise((resolve) => server.close(resolve));
      await running?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function findFreePort(first, except) {
  for (let port = first; port < first + triedPorts; port++) {
    if (port !== except && (await isFree(port))) return port;
  }
  throw new Error(`No port from ${first} to ${first + triedPorts - 1} is free.`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
