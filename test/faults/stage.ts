import { readFileSync } from 'node:fs';
import type { Keys } from '../../src/server/keys.js';
import { createBackend, createCustomer, shopFiles, type Backend, type Customer } from './shop.js';
import { startInstance, type Instance, type InstanceOptions } from './start-instance.js';
import type { Store } from './store.js';

/** Several instances of one shop on one store, and who deals with them. */
export interface Stage {
  readonly store: Store;
  readonly instances: Instance[];
  readonly backend: Backend;
  /** Of the store's servers. */
  readonly keys: Keys;
  customer(name: string): Customer;
  /** Any of the instances: by turns. */
  any(): Instance;
  /** Starts one like the others, which is not among `instances`. */
  start(options?: Partial<InstanceOptions>): Promise<Instance>;
  /** Ends all instances. */
  end(): Promise<void>;
}

export interface StageOptions {
  readonly store: Store;
  /** Of `coupons.json`. */
  readonly coupons: unknown;
  /** How many, or how wrong the clock of each one's machine is, milliseconds. Default 1. */
  readonly instances?: number | readonly number[];
  /** More flags of the command. */
  readonly args?: readonly string[];
  readonly dist?: string;
}

export async function openStage({
  store,
  coupons,
  instances = 1,
  args = [],
  dist,
}: StageOptions): Promise<Stage> {
  const skewsMs = typeof instances === 'number' ? new Array<number>(instances).fill(0) : instances;
  const flags = ['--store', store.url, ...shopFiles(coupons), ...args];
  const start = (options: Partial<InstanceOptions> = {}): Promise<Instance> =>
    startInstance({ args: flags, ...(dist !== undefined && { dist }), ...options });
  const running = await Promise.all(skewsMs.map((skewMs) => start({ skewMs })));
  const keys = await readKeys(store);
  const { secret } = keys;
  let turn = 0;
  return {
    store,
    instances: running,
    backend: createBackend(secret),
    keys,
    customer: (name) => createCustomer(secret, name),
    any: () => running[turn++ % running.length]!,
    start,
    async end() {
      await Promise.all(running.splice(0).map((instance) => instance.kill()));
    },
  };
}

/** The keys of a store's servers: beside the file, or in the database. */
async function readKeys(store: Store): Promise<Keys> {
  if (store.kind === 'embedded') {
    return JSON.parse(readFileSync(`${store.url.replace(/^file:/, '')}.keys.json`, 'utf8')) as Keys;
  }
  const [row] = await store.select<{ value: string }>("SELECT value FROM document WHERE name = 'keys'");
  return JSON.parse(row!.value) as Keys;
}
