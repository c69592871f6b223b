import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { bundleCode } from '../../scripts/measure-sizes.js';

const many = 1000;
/** Generous: other tests run beside this one. What is promised is measured by `npm run bench:list`. */
const longestTaskMs = 400;

let browser: Browser;
let server: Server;

before(async () => {
  const code = await bundleCode(`import './bench/list/page.js';`);
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript
        ? code
        : '<!doctype html><html lang="en"><title>list</title><body><script type="module" src="/page.js"></script>',
    );
  }).listen(0);
  browser = await puppeteer.launch(launchOptions());
});
after(async () => {
  await browser.close();
  server.close();
});

async function open(): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.bench');
  return page;
}

const cards = `document.querySelector('coupon-center').shadowRoot.querySelectorAll('.cards li')`;

describe('a thousand offers in the coupon center', () => {
  it('show a window full at once, the rest in slices, and all of them in the end', async () => {
    const page = await open();
    const counts = (await page.evaluate(`(async () => {
      const session = await bench.openSession(${many});
      await bench.mountCenter(session);
      const counts = [${cards}.length];
      while (counts.at(-1) < ${many}) {
        await bench.frame();
        counts.push(${cards}.length);
      }
      return counts;
    })()`)) as number[];
    assert.ok(counts[0]! >= 5 && counts[0]! <= 20, `${counts[0]} at once`);
    assert.ok(new Set(counts).size > 5, 'it comes in more than five slices');
    assert.equal(counts.at(-1), many);
    await page.close();
  });

  it('are found by the browser’s own search, wherever they are', async () => {
    const page = await open();
    await page.evaluate(`bench.openCenter(${many})`);
    const title = (await page.evaluate(
      `[...${cards}].at(-20).querySelector('.title').textContent`,
    )) as string;
    const [found, top] = (await page.evaluate(`[window.find(${JSON.stringify(title)}), scrollY]`)) as [
      boolean,
      number,
    ];
    assert.equal(found, true);
    assert.ok(top > 10_000, `scrolled to ${top}`);
    await page.close();
  });

  it('are all in the tree that screen readers read, as one list, each with its name', async () => {
    const page = await open();
    const cdp = await page.createCDPSession();
    await cdp.send('Accessibility.enable');
    await page.evaluate(`bench.openCenter(${many})`);
    const { nodes } = await cdp.send('Accessibility.getFullAXTree');
    const items = nodes.filter(({ role, ignored }) => role?.value === 'listitem' && !ignored);
    assert.equal(items.length, many);
    assert.equal(new Set(items.map(({ name }) => name?.value as string)).size, many);
    assert.equal(nodes.filter(({ role }) => role?.value === 'list').length, 1);
    await page.close();
  });

  it('can be reached by Tab alone, one after another', async () => {
    const page = await open();
    await page.evaluate(`bench.openCenter(${many})`);
    await page.evaluate(`${cards}[498].querySelector('button').focus()`);
    await page.keyboard.press('Tab');
    const isNext = await page.evaluate(
      `document.querySelector('coupon-center').shadowRoot.activeElement === ${cards}[499].querySelector('button')`,
    );
    assert.equal(isNext, true);
    await page.close();
  });

  it('scroll, change their tab and are searched without keeping the page busy', async () => {
    const page = await open();
    await page.evaluate(`bench.openCenter(${many})`);
    await page.evaluate('void (globalThis.observed = bench.observe())');
    await page.mouse.move(195, 600);
    for (let step = 0; step < 60; step++) await page.mouse.wheel({ deltaY: 900 });
    await page.evaluate(`scrollTo(0, 0)`);
    for (const index of [2, 3, 1])
      await page.evaluate(`(async () => {
        document.querySelector('coupon-center').shadowRoot.querySelectorAll('[role=tab]')[${index} - 1].click();
        await bench.frame();
      })()`);
    const { longTasks } = (await page.evaluate('observed.take()')) as { longTasks: number[] };
    assert.deepEqual(
      longTasks.filter((ms) => ms > longestTaskMs),
      [],
    );
    await page.close();
  });

  it('give their memory back', async () => {
    const page = await open();
    const cdp = await page.createCDPSession();
    const read = async () => {
      for (let time = 0; time < 3; time++) await cdp.send('HeapProfiler.collectGarbage');
      return cdp.send('Memory.getDOMCounters');
    };
    await page.evaluate(`bench.mountAndForget(${many}, 1)`);
    const before = await read();
    await page.evaluate(`bench.mountAndForget(${many}, 3)`);
    const after = await read();
    assert.ok(after.nodes - before.nodes < 100, `${after.nodes - before.nodes} nodes stay`);
    assert.ok(after.jsEventListeners - before.jsEventListeners < 10, 'listeners stay');
    await page.close();
  });
});

describe('a thousand coupons in the cart’s list', () => {
  it('are all there, and a choice among them shows in the next picture', async () => {
    const page = await open();
    const count = (await page.evaluate(`bench.openChooser(${many})`)) as number;
    assert.ok(count > 100, `${count} can be used`);
    const isChecked = await page.evaluate(`(async () => {
      const box = document.querySelector('coupon-cart').shadowRoot.querySelector('#choices li:nth-child(${count}) input');
      box.scrollIntoView();
      await bench.frame();
      box.click();
      await new Promise((done) => requestAnimationFrame(done));
      return box.checked;
    })()`);
    assert.equal(isChecked, true);
    await page.close();
  });
});
