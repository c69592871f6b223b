/**
 * A real Vendure server (test/platforms/vendure/server, from npm, on sql.js, in memory), set up as `create-shop.ts` says:
 *
 *     const vendure = await startVendure();          // installs it first where that is missing: 20–30 s, once
 *     vendure.shopApi                                 // http://127.0.0.1:PORT/shop-api
 *     vendure.adminApi                                // http://127.0.0.1:PORT/admin-api
 *     vendure.superadmin                              // { username, password } for the mutation `login`
 *     vendure.adminToken                              // or as a bearer token, right away
 *     await vendure.askAdmin(query, variables)        // → data
 *     vendure.variants.get('MUG')                     // the id of a variant, by SKU
 *     await createPromotion(vendure, { code: 'MINE', actions: [percentOff(10)] })    // create-promotion.ts
 *     await vendure.stop();
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ask, upload, type Data } from './ask.js';
import { createShop } from './create-shop.js';

export interface Vendure {
  readonly shopApi: string;
  readonly adminApi: string;
  readonly superadmin: { readonly username: string; readonly password: string };
  readonly adminToken: string;
  /** Ids of the variants, by SKU. */
  readonly variants: ReadonlyMap<string, string>;
  askAdmin(query: string, variables?: object): Promise<Data>;
  stop(): Promise<void>;
}

export interface VendureOptions {
  /** Whose pages may ask it with credentials. Default: nobody's. */
  readonly origins?: readonly string[];
}

const folder = join(import.meta.dirname, 'server');
const superadmin = { username: 'superadmin', password: 'superadmin-of-a-test' };

export async function startVendure({ origins = [] }: VendureOptions = {}): Promise<Vendure> {
  install();
  const child = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: {
      ...process.env,
      ORIGINS: origins.join(' '),
      SUPERADMIN: superadmin.username,
      SUPERADMIN_PASSWORD: superadmin.password,
      VENDURE_DISABLE_TELEMETRY: 'true',
    },
    // Its standard input ends with this process, and it with that.
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const listens = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const [, address] = /listens on (\S+)\n/.exec(said) ?? [];
      if (address) resolve(address);
    });
  });
  const address = await Promise.race([listens, ended.then(() => undefined)]);
  if (!address) throw new Error(`Vendure did not start: ${said}`);

  const adminApi = `${address}/admin-api`;
  const { token } = await ask(
    adminApi,
    'mutation ($username: String!, $password: String!) { login(username: $username, password: $password) { __typename } }',
    superadmin,
  );
  const askAdmin: Vendure['askAdmin'] = async (query, variables) =>
    (await ask(adminApi, query, variables, token)).data;
  return {
    shopApi: `${address}/shop-api`,
    adminApi,
    superadmin,
    adminToken: token!,
    variants: await createShop({ askAdmin, addAsset: (file) => upload(adminApi, file, token!) }),
    askAdmin,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Installs the server as its lock file says, where that has not been done since. */
function install(): void {
  const timeOf = (file: string) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (timeOf('node_modules/.package-lock.json') >= timeOf('package-lock.json')) return;
  console.log('Installing the Vendure server that the tests run against, once (20–30 s, 170 MB) …');
  // Nothing of it needs a compiler. What it would like to have beside (a client of Redis) is not used.
  // One package of it asks for a newer Node than Vendure does; what this project asks of its own is not asked of those.
  const flags = [
    '--ignore-scripts',
    '--legacy-peer-deps',
    '--engine-strict=false',
    '--no-audit',
    '--no-fund',
    '--silent',
  ];
  execFileSync('npm', ['ci', ...flags], { cwd: folder, shell: process.platform === 'win32' });
}
