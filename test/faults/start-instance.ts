import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** One process of the real command. */
export interface Instance {
  readonly address: string;
  readonly pid: number;
  /** What it said on standard output and standard error so far. */
  readonly output: string;
  readonly alive: boolean;
  /** `SIGKILL`, and resolves when it is gone. */
  kill(): Promise<void>;
  /** `SIGTERM`, and resolves to its exit status. */
  stop(): Promise<number | string>;
}

export interface InstanceOptions {
  /** Of the command. */
  readonly args: readonly string[];
  /** The folder of the built package; default `dist`. */
  readonly dist?: string;
  /** How wrong the machine's clock is. Default 0. */
  readonly skewMs?: number;
}

export const publishableKey = 'pk_faults';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builtFolder = join(root, 'dist');
const startTimeoutMs = 30_000;
const running = new Set<Instance>();

after(async () => {
  await Promise.all([...running].map((instance) => instance.kill()));
});

/** Starts the command on a free port and waits until it listens; whatever becomes of the test, it ends with it. */
export async function startInstance({
  args,
  dist = builtFolder,
  skewMs = 0,
}: InstanceOptions): Promise<Instance> {
  const main = join(dist, 'server/main.js');
  if (!existsSync(main)) throw new Error(`${main} is not there: npm run build makes it.`);
  const preload = skewMs === 0 ? [] : ['--import', new URL('skew-clock.mjs', import.meta.url).href];
  const child = spawn(
    process.execPath,
    // Requests may come faster than one network would be allowed to send them.
    [
      ...preload,
      main,
      '--port',
      '0',
      '--publishable-key',
      publishableKey,
      '--address-rate',
      '1000000000',
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CLOCK_SKEW_MS: String(skewMs) } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  let alive = true;
  const instance: Instance = {
    address: '',
    pid: child.pid!,
    get output() {
      return output;
    },
    get alive() {
      return alive;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
  running.add(instance);
  void ended.then(() => {
    alive = false;
    running.delete(instance);
  });
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const address = /listens on (http:\S+),/.exec(output)?.[1];
    if (address) return Object.assign(instance, { address });
    if (!alive || Date.now() > deadline) throw new Error(`the server did not start: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
