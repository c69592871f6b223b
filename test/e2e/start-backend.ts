/** The backends of `demo/backends`, each where it runs in a shop: Node for Express and Hono, workerd for the Worker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';

export interface Settings {
  readonly COUPON_SERVER: string;
  readonly COUPON_SECRET_KEY: string;
  readonly PAYMENT_PROVIDER: string;
}

export interface Backend {
  readonly address: string;
  /** As where the machine fails. */
  kill(): Promise<void>;
}

const folder = 'demo/backends';

export const backends = {
  express: (settings: Settings) => startNode('express.mjs', settings),
  hono: (settings: Settings) => startNode('hono.mjs', settings),
  worker: startWorker,
} as const;

async function startNode(file: string, settings: Settings): Promise<Backend> {
  const child = spawn(process.execPath, [join(folder, file)], {
    env: { ...process.env, ...settings, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await lineOf(child.stdout, /listens on (\S+)\n/);
  return { address, kill: () => end(child) };
}

async function startWorker(settings: Settings): Promise<Backend> {
  const place = mkdtempSync(join(tmpdir(), 'couponkit-worker-'));
  const bundle = await rollup({
    input: join(folder, 'worker.mjs'),
    external: /^node:/,
    plugins: [nodeResolve({ exportConditions: ['workerd', 'worker', 'import', 'default'] })],
    treeshake: { moduleSideEffects: false },
  });
  await bundle.write({ file: join(place, 'worker.js'), format: 'es' });
  await bundle.close();
  writeFileSync(join(place, 'config.capnp'), configOf(settings));
  const child = spawn(workerd(), ['serve', '--control-fd=3', join(place, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const port = await lineOf(child.stdio[3] as Readable, /"port":(\d+)/);
  return {
    address: `http://127.0.0.1:${port}`,
    async kill() {
      await end(child);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

/** The binary of this machine. */
function workerd(): string {
  const require = createRequire(import.meta.url);
  return (require('workerd') as { default: string }).default;
}

function configOf(settings: Settings): string {
  const bindings = Object.entries(settings).map(([name, value]) => `(name = "${name}", text = "${value}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  bindings = [${bindings.join(', ')}],
  compatibilityDate = "2026-07-01",
);
`;
}

async function lineOf(stream: Readable, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const found = pattern.exec(text);
    if (found) return found[1]!;
  }
  throw new Error(`it ended before it listened: ${text}`);
}

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
