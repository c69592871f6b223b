/**
 * How long does it take to apply coupons, without choosing among them? `npm run bench quote`. `quote` for 50 lines and 100 coupons beside the floor,
 * Medusa's promotion module, and json-rules-engine, which only says which coupons reach their thresholds; on the same carts. How to read the table:
 * bench/README.md.
 */
import { quote } from '../src/engine/index.js';
import type { Instance } from './instances/instance.js';
import { market } from './instances/market.js';
import { median, quantile, time, timeTwice } from './measure.js';
import { duration, printTable, ratio } from './print-table.js';
import { createMedusa } from './rivals/create-medusa.js';
import { createRulesEngine } from './rivals/create-rules-engine.js';
import { floor } from './rivals/floor.js';
import { findBest } from './rows/find-best.js';

const carts = 20;
const warmUps = 300;
const turns = 25;

const draw = (seed: number): Instance => market(seed, 50, 100, 10);

/** The same cart with the coupons of its best set. */
function withBestSet(instance: Instance): Instance {
  const { applied } = findBest(instance);
  const used = new Set(applied.map(({ coupon }) => coupon));
  return { ...instance, coupons: instance.coupons.filter(({ id }) => used.has(id)) };
}

const apply = ({ cart, coupons, options }: Instance): unknown => quote(cart, coupons, options);

/** The coupon objects that every turn hands in, and a cart that nobody has seen before. */
function timeSameCoupons({ cart, ...rest }: Instance): number {
  const next = { ...rest, cart: JSON.parse(JSON.stringify(cart)) as Instance['cart'] };
  return time(() => apply(next));
}

async function timeAsync(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function measure(title: string, instances: readonly Instance[]): Promise<void> {
  const names = ['quote', 'quote, same coupons', 'the floor', 'Medusa', 'json-rules-engine'] as const;
  const times = new Map(names.map((name) => [name as string, [] as number[]]));
  const add = (name: (typeof names)[number], ms: number): unknown => times.get(name)!.push(ms);
  for (let seed = carts; seed < carts + warmUps; seed++) {
    apply(draw(seed));
    floor(draw(seed));
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const instance of instances) {
      add('quote', timeTwice(instance, apply));
      add('quote, same coupons', timeSameCoupons(instance));
      add('the floor', timeTwice(instance, floor));
    }
  }
  // After ours, so that nobody waits for what they leave to the garbage collector.
  for (let turn = 0; turn < turns; turn++) {
    for (const instance of instances) {
      add('Medusa', await timeAsync(await createMedusa(instance)));
      add('json-rules-engine', await timeAsync(await createRulesEngine(instance)));
    }
  }
  printTable(
    title,
    ['50 lines', 'median', '99%', '÷ floor', '÷ quote'],
    [...times].map(([name, list]) => [
      name,
      duration(median(list)),
      duration(quantile(list, 0.99)),
      ratio(median(list) / median(times.get('the floor')!)),
      ratio(median(list) / median(times.get('quote')!)),
    ]),
  );
}

const instances = Array.from({ length: carts }, (_, seed) => draw(seed));
await measure('Applying 100 coupons that are handed in, of which some thirty may stand together', instances);
await measure('Applying the coupons of the best set, some thirty', instances.map(withBestSet));
