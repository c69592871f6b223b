/**
 * How long from a change of the cart to the new numbers on the screen? Promise: one frame (16.7 ms) for 50 lines and 100 coupons. Measured in a
 * real Chromium: `setCart`, the best set, the panel's rendering and its layout, until nothing is left to do on the main thread; once as the
 * machine is, and once with the processor slowed down four times, as a phone's. Beside it, in the same turns, the floor: matching each
 * coupon's scope with each line once. `npm run bench:preview`, after `npm run build`.
 *
 * The cart is of ten shops; the coupons are drawn with a seed: item, shop, platform, shipping and payment coupons with scopes,
 * thresholds, caps and percentages that compete.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer from 'puppeteer-core';
import { launchOptions } from '../scripts/find-browser.mjs';
import { bundleCode } from '../scripts/measure-sizes.js';

const changes = 100;
const frameMs = 1000 / 60;

const code = await bundleCode(
  `
  import './dist/define.js';
  import { createSession } from './dist/index.js';
  import * as engine from './dist/engine/index.js';
  import { createLocalAdapter } from './dist/adapters/local.js';
  import { matchesScope } from './dist/model/match-scope.js';
  // What tsx wraps the functions of this file in.
  globalThis.__name = (wrapped) => wrapped;
  globalThis.kit = { createSession, createLocalAdapter, engine, matchesScope };`,
  false,
);

const server = createServer((request, response) => {
  const isScript = request.url === '/kit.js';
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
  // An isolated page has a clock of 5 microseconds.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  response.end(
    isScript
      ? code
      : '<!doctype html><html lang="en"><meta charset="utf-8"><title>preview</title><script src="/kit.js"></script>',
  );
}).listen(0);
const browser = await puppeteer.launch(launchOptions());

console.log(`50 lines × 100 coupons, ${changes} changes of a quantity, from setCart to the laid-out panel\n`);
for (const slowdown of [1, 4]) {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await page.emulateCPUThrottling(slowdown);
  const { pricing, screen, floor, applied } = await page.evaluate(run, changes);
  const at = (times: readonly number[], share: number): number =>
    [...times].sort((a, b) => a - b)[Math.floor((times.length - 1) * share)]!;
  const line = (name: string, times: readonly number[]): void =>
    console.log(
      `  ${name.padEnd(34)} median ${at(times, 0.5).toFixed(2)} ms, 99% ${at(times, 0.99).toFixed(2)} ms, ${(at(times, 0.5) / at(floor, 0.5)).toFixed(0)} × the floor`,
    );
  console.log(slowdown === 1 ? 'this machine' : `processor slowed down ${slowdown} times`);
  line('numbers in the stores', pricing);
  line('numbers on the screen', screen);
  line('the floor', floor);
  const late = screen.filter((ms) => ms > frameMs).length;
  console.log(`  ${late} of ${changes} took longer than a frame; ${applied} coupons applied\n`);
  await page.close();
}
await browser.close();
server.close();

type Kit = Readonly<
  Record<'createSession' | 'createLocalAdapter' | 'engine' | 'matchesScope', (...given: unknown[]) => unknown>
>;

/** Runs in the page. */
async function run(
  changes: number,
): Promise<{ pricing: number[]; screen: number[]; floor: number[]; applied: number }> {
  const { createSession, createLocalAdapter, engine, matchesScope } = (globalThis as never)['kit'] as Kit;
  let seed = 1;
  const random = (): number => (seed = (seed * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32;
  const integer = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const category = (): string => `category-${integer(0, 9)}`;
  const lines = Array.from({ length: 50 }, (_, index) => ({
    id: `line-${index}`,
    product: `product-${index}`,
    title: `Product ${index}`,
    shop: `shop-${index % 10}`,
    categories: [category()],
    unitPrice: integer(500, 90_000),
    quantity: integer(1, 3),
  }));
  const amountOrPercent = (threshold: number): object =>
    random() < 0.5
      ? { kind: 'amount', amount: Math.floor(threshold / integer(4, 12)) }
      : { kind: 'percent', percentOff: integer(5, 25), maxAmount: integer(1_000, 40_000) };
  const coupons = Array.from({ length: 100 }, (_, index) => {
    const threshold = integer(5, 60) * 1_000;
    const coupon = {
      id: `coupon-${index}`,
      ...(random() < 0.4 && { scope: { categories: [category(), category()] } }),
    };
    const issuer = { shop: `shop-${integer(0, 9)}` };
    if (index % 4 === 0)
      return { ...coupon, issuer, benefit: { kind: 'each', percentOff: integer(5, 30), maxUnits: 2 } };
    if (index % 4 === 1)
      return { ...coupon, issuer, conditions: { minSpend: threshold }, benefit: amountOrPercent(threshold) };
    if (index % 4 === 2)
      return { ...coupon, conditions: { minSpend: 4 * threshold }, benefit: amountOrPercent(4 * threshold) };
    return index % 8 === 3
      ? { ...coupon, benefit: { kind: 'shipping', percentOff: 100, maxAmount: integer(500, 2_000) } }
      : {
          ...coupon,
          conditions: { paymentMethods: ['card'], minSpend: threshold },
          benefit: { kind: 'percent', percentOff: integer(2, 8), maxAmount: 9_000 },
        };
  });
  const cart = {
    currency: 'CNY',
    lines,
    shipping: Array.from({ length: 10 }, (_, index) => ({ shop: `shop-${index}`, fee: 1_000 })),
    paymentMethod: 'card',
  };

  const session = createSession({ adapter: createLocalAdapter({ coupons, engine }) }) as {
    setCart(cart: unknown): void;
    $quote: { get(): { applied: unknown[] } };
    $offers: { get(): unknown; listen(f: () => void): void };
  };
  const panel = document.createElement('coupon-cart') as HTMLElement & {
    session: unknown;
    updateComplete: Promise<unknown>;
  };
  panel.session = session;
  document.body.append(panel);
  session.setCart(cart);
  while (!session.$quote.get()?.applied.length) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 500));

  const pricing: number[] = [];
  const screen: number[] = [];
  const floor: number[] = [];
  for (let change = 0; change < changes; change++) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const next = {
      ...cart,
      lines: lines.map((line, index) =>
        index === change % 50 ? { ...line, quantity: 1 + (change % 7) } : line,
      ),
    };
    const start = performance.now();
    session.setCart(next);
    pricing.push(performance.now() - start);
    await panel.updateComplete;
    panel.getBoundingClientRect();
    screen.push(performance.now() - start);
    const floorStart = performance.now();
    for (const { scope } of coupons as { scope?: unknown }[])
      for (const line of lines) matchesScope(line, scope);
    floor.push(performance.now() - floorStart);
  }
  return { pricing, screen, floor, applied: session.$quote.get().applied.length };
}
