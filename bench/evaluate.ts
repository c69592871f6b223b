/**
 * What does it cost to evaluate the script, beside Lit alone? Promise: at most twice. Measured in a real Chromium as the time in which its main
 * thread compiles and runs a script that is there already, elements defined, nothing rendered; each run in a fresh process, so that no
 * code is cached; all in turns, so that a busy machine is busy for all. `npm run bench:evaluate`, after `npm run build`.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser } from 'puppeteer-core';
import { launchOptions } from '../scripts/find-browser.mjs';
import { bundleCode } from '../scripts/measure-sizes.js';

const runs = Number(process.argv[2] ?? 100);

/** The first runs of a browser are slower than all others. */
const warmUpRuns = 5;

const floorName = 'Lit alone';
const scripts: Readonly<Record<string, string>> = {
  [floorName]: await bundleCode(`
    import { LitElement, html, css, nothing } from 'lit';
    globalThis.measured = [LitElement, html, css, nothing];`),
  'what a product page evaluates before its first paint': await bundleCode(
    `
    import './dist/widget/read-options.js';
    import { startSession } from './dist/widget/start-session.js';
    import { createHttpAdapter } from './dist/adapters/http.js';
    import { CouponBanner } from './dist/elements/coupon-banner.js';
    import { CouponClaim } from './dist/elements/coupon-claim.js';
    import { messages } from './dist/locales/zh-hans.js';
    globalThis.measured = [startSession, createHttpAdapter, messages];
    customElements.define('coupon-banner', CouponBanner);
    customElements.define('coupon-claim', CouponClaim);`,
    false,
  ),
  'couponkit/define and the SDK, engine included': await bundleCode(
    `
    import './dist/define.js';
    import { createSession } from './dist/index.js';
    globalThis.measured = createSession;`,
    false,
  ),
  'couponkit.classic.js: everything, in every language': readFileSync(
    'dist/cdn/couponkit.classic.js',
    'utf8',
  ),
};

const server = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html');
  // An isolated page has a clock of 5 microseconds.
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  response.end('<!doctype html><meta charset="utf-8"><title>evaluate</title>');
}).listen(0);
const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
const browser = await puppeteer.launch(launchOptions());

const times = new Map(Object.keys(scripts).map((name) => [name, [] as number[]]));
for (let run = -warmUpRuns; run < runs; run++) {
  for (const [name, list] of times) {
    const ms = await measure(browser, scripts[name]!);
    if (run >= 0) list.push(ms);
  }
}
await browser.close();
server.close();

const floor = fastest(times.get(floorName)!);
console.log(`Compiled and run on the main thread, the fastest tenth of ${runs} runs\n`);
for (const [name, list] of times) {
  const ms = fastest(list);
  console.log(`${name.padEnd(54)} ${ms.toFixed(2)} ms   ${(ms / floor).toFixed(2)} × Lit alone`);
}

async function measure(browser: Browser, code: string): Promise<number> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(url);
  const ms = await page.evaluate((text) => {
    const script = document.createElement('script');
    // The file's own attributes; nothing on the page asks for a session.
    script.dataset['coupons'] = '#none';
    script.textContent = text;
    const start = performance.now();
    document.head.append(script);
    return performance.now() - start;
  }, code);
  await context.close();
  return ms;
}

/** On a busy machine slower runs tell of other programs. */
function fastest(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 10)]!;
}
