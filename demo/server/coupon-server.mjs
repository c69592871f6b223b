/** couponkit's reference server, in a process of its own, as a merchant would run it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

/** Whose midnight ends a day of the books. */
export const timeZone = 'Asia/Shanghai';

/** The same for everybody, so that pages can be copied as they are. */
const publishableKey = 'pk_demo';

/**
 * Starts it, and resolves when it listens.
 * @param options `{ port, store, coupons, catalog, origins, holdSeconds? }`: what the command's flags say; `store` is a path
 * @returns `{ publishableKey, secretKey, pid, stop(signal?) }`
 */
export async function startCouponServer({ port, store, coupons, catalog, origins, holdSeconds }) {
  const flags = {
    port,
    store: `file:${store}`,
    coupons,
    catalog,
    origins: origins.join(','),
    'publishable-key': publishableKey,
    'time-zone': timeZone,
    ...(holdSeconds && { 'hold-seconds': holdSeconds }),
  };
  const child = spawn(
    process.execPath,
    [command, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, `${value}`])],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said = [];
  // It names coupons without a threshold; here they are meant so.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('warning: ')) return;
    said.push(line);
    console.error(line);
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => {
      throw new Error(`The coupon server ended with status ${code}. ${said.join('\n')}`);
    }),
  ]);
  const { secret } = JSON.parse(readFileSync(`${store}.keys.json`, 'utf8'));
  return {
    publishableKey,
    secretKey: secret,
    pid: child.pid,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}
