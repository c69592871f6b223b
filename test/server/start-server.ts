import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { SignJWT } from 'jose';
import type { Keys } from '../../src/server/index.js';

/** The command in a process of its own, as `npm run serve` starts it. */
export interface ServerProcess {
  readonly process: ChildProcess;
  readonly address: string;
  readonly publishableKey: string;
  /** Everything on standard output and standard error so far. */
  readonly output: { out: string; error: string };
  /** Resolves to the exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface Preload {
  readonly preload?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const root = new URL('../..', import.meta.url);

/**
 * Starts the command and reads nothing of its output.
 * @param preload a module that it loads first
 */
export function spawnServer(
  args: readonly string[],
  { preload, env = {} }: Preload = {},
): Omit<ServerProcess, 'address' | 'publishableKey'> {
  const words = ['--import', 'tsx', ...(preload ? ['--import', preload] : []), 'src/server/main.ts', ...args];
  const child = spawn(process.execPath, words, { cwd: root, env: { ...process.env, ...env } });
  const output = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.error += text));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { process: child, output, ended };
}

/** Starts the command on any free port, and waits until it listens. */
export async function startServer(args: readonly string[], preload?: Preload): Promise<ServerProcess> {
  const server = spawnServer(['--port', '0', ...args], preload);
  for (;;) {
    const [, address, publishableKey] =
      /listens on (http:\S+), publishable key (pk_\S+)\n/.exec(server.output.out) ?? [];
    if (address && publishableKey) return { ...server, address, publishableKey };
    const ended = await Promise.race([server.ended, new Promise((resolve) => setTimeout(resolve, 10))]);
    if (ended !== undefined) throw new Error(`the server ended (${ended}): ${server.output.error}`);
  }
}

/** Asks a server over a real socket. */
export async function post(
  server: Pick<ServerProcess, 'address' | 'publishableKey'>,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
): Promise<{ status: number; headers: Headers; body: any }> {
  const response = await fetch(server.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'couponkit-key': server.publishableKey, ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** A shopper's token as the merchant's backend makes it, with the secret of the file of keys beside the store. */
export async function shopperToken(store: string, sub: string): Promise<string> {
  const { secret } = JSON.parse(readFileSync(`${store}.keys.json`, 'utf8')) as Keys;
  return signShopper(secret, sub);
}

export function signShopper(secret: string, sub: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setAudience('couponkit')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));
}
