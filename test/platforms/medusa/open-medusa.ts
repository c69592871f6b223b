import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import {
  administrator,
  installMedusa,
  medusaCommand,
  medusaEnvironment,
  openDatabase,
} from './install-medusa.js';

/** A real Medusa, with an empty shop and a database of its own. */
export interface Medusa {
  readonly url: string;
  /** A secret API key, as a merchant makes one in the dashboard. */
  readonly secret: string;
  /** Asks its Admin API, and throws where that refuses. */
  admin(method: string, path: string, body?: object): Promise<Json>;
  close(): Promise<void>;
}

/** What its APIs answer. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read what they made themselves
export type Json = any;

const startTimeoutMs = 120_000;
const host = '127.0.0.1';

/**
 * Starts one on a free port; installs it first where it is not there.
 * @param storeCors the origin whose pages may ask it
 */
export async function openMedusa(storeCors?: string): Promise<Medusa> {
  const cwd = await installMedusa();
  const database = await openDatabase();
  const port = await findFreePort();
  const url = `http://${host}:${port}`;
  const server = spawn('node', medusaCommand('start', '--host', host, '--port', String(port)), {
    cwd,
    env: medusaEnvironment(database.url, storeCors),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)));
  // It must not outlive who started it.
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const close = async (): Promise<void> => {
    process.off('exit', end);
    const isOver = server.exitCode !== null || server.signalCode !== null;
    if (!isOver) {
      const ended = once(server, 'exit');
      end();
      await ended;
    }
    await database.close();
  };

  try {
    for (const until = Date.now() + startTimeoutMs; ; await wait(100)) {
      if (server.exitCode !== null || Date.now() > until) throw new Error(`Medusa did not start:\n${said}`);
      if (
        await fetch(`${url}/health`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        break;
    }
    const { token } = await ask(url, 'POST', '/auth/user/emailpass', {}, administrator);
    const key = { title: 'importer', type: 'secret' };
    const { api_key } = await ask(url, 'POST', '/admin/api-keys', { authorization: `Bearer ${token}` }, key);
    const secret: string = api_key.token;
    const authorization = `Basic ${Buffer.from(`${secret}:`).toString('base64')}`;
    return {
      url,
      secret,
      admin: (method, path, body) => ask(url, method, path, { authorization }, body),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws where the answer is not a success */
export async function ask(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<Json> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
