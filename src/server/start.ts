import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { JSONWebKeySet } from 'jose';
import { check } from '../engine/index.js';
import type { Problem } from '../model/problem.js';
import { object, list, parse, text } from '../model/shape.js';
import type { Catalog } from './catalog.js';
import { StartError, type CommandLine } from './command-line.js';
import { createHandler } from './create-handler.js';
import { createFileCatalog } from './file-catalog.js';
import { openStore } from './open-store.js';
import { parseCouponFile, type CouponFile } from './parse-coupon-file.js';

/** A server that listens. */
export interface Running {
  /** `http://127.0.0.1:8787` */
  readonly address: string;
  readonly publishableKey: string;
  /** Lets what is under way finish, then closes the store. */
  stop(): Promise<void>;
}

/** What is still under way when the server stops has this long, milliseconds. */
const stopTimeoutMs = 10_000;
const idleCheckMs = 20;

/**
 * Reads the files, opens the store and listens.
 * @param warn takes what a merchant should look at, a line each
 * @throws StartError that names the flag and the place in the file
 */
export async function start(command: CommandLine, warn: (line: string) => void): Promise<Running> {
  const { entries, policy } = readCoupons(command.coupons, warn);
  const catalog = readCatalog(command.catalog);
  const shopperKeys = readShopperKeys(command.shopperKeys);
  const { ledger, keys } = await attempt('store', () => openStore(command));
  const publishableKey = command.publishableKey ?? (await keys()).publishable;
  const handler = await createHandler({
    coupons: entries,
    catalog,
    ledger,
    keys: async () => ({ ...(await keys()), publishable: publishableKey }),
    origins: command.origins,
    rates: {
      address: { burst: Math.ceil(command.addressRate / 3), perMinute: command.addressRate },
      shopper: { burst: command.shopperRate, perMinute: command.shopperRate },
    },
    ...(policy && { policy }),
    ...(shopperKeys && { shopperKeys }),
  });
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: (request, { incoming }) =>
      handler(request, { address: addressOf(incoming as IncomingMessage, command.trustProxy) }),
  }) as Server;
  try {
    await listen(server, command);
  } catch (error) {
    await ledger.close();
    throw error;
  }
  return {
    address: urlOf(server.address() as AddressInfo),
    publishableKey,
    async stop() {
      const overdue = setTimeout(() => server.closeAllConnections(), stopTimeoutMs);
      // Browsers keep connections open after the last answer.
      const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(idle);
      clearTimeout(overdue);
      await ledger.close();
    },
  };
}

function readCoupons(path: string, warn: (line: string) => void): CouponFile {
  const { file, problems } = parseCouponFile(readJsonFile('coupons', path), check);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new StartError(describe('coupons', path, errors));
  for (const problem of problems) warn(`warning: ${describe('coupons', path, [problem])}`);
  return file;
}

function readCatalog(path: string): Catalog {
  const parsed = createFileCatalog(readJsonFile('catalog', path));
  if (!parsed.ok) throw new StartError(describe('catalog', path, parsed.problems));
  return parsed.value;
}

function readShopperKeys(path: string | undefined): JSONWebKeySet | undefined {
  if (path === undefined) return undefined;
  const content = readJsonFile('shopper-keys', path);
  const parsed = parse(object({ keys: list(object({ kty: text }), 1) }), content);
  if (!parsed.ok) throw new StartError(describe('shopper-keys', path, parsed.problems));
  return content as JSONWebKeySet;
}

function readJsonFile(flag: string, path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`--${flag}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new StartError(`--${flag}: ${path} is not JSON: ${(error as Error).message}`);
  }
}

/** `--coupons: coupons.json: coupons[2].benefit.amount: too-small {"min":1}` */
function describe(flag: string, path: string, problems: readonly Problem[]): string {
  return problems
    .map(({ path: place, code, params }) => {
      const details = Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : '';
      return `--${flag}: ${path}: ${place || 'the whole file'}: ${code}${details}`;
    })
    .join('\n');
}

async function attempt<T>(flag: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new StartError(`--${flag}: ${(error as Error).message}`, { cause: error });
  }
}

function listen(server: Server, { port, host }: CommandLine): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? `${port} is in use` : error.message;
      reject(new StartError(`--port: ${why}`, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}

/** A proxy that is trusted has appended the address that it saw. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)!
        .trim()
    : '';
  return forwarded || (socket.remoteAddress ?? '');
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
