import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine } from '../../src/server/command-line.js';
import { start, type Running } from '../../src/server/start.js';

export interface TestServer extends Running {
  /** What the merchant's backend signs shopper tokens with. */
  readonly secret: string;
}

/** The real server on a socket, over a store on disk; `stop` leaves nothing behind. */
export async function openServer(coupons: unknown, catalog: unknown): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-adapter-'));
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const flags = {
    port: '0',
    store: `file:${join(folder, 'shop.db')}`,
    coupons: file('coupons.json', coupons),
    catalog: file('catalog.json', catalog),
    'address-rate': '1000000',
    'drain-ms': '0',
  };
  const running = await start(
    parseCommandLine(Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])),
    { out: () => {}, error: () => {} },
  );
  const keys = JSON.parse(readFileSync(join(folder, 'shop.db.keys.json'), 'utf8')) as { secret: string };
  return {
    ...running,
    secret: keys.secret,
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
