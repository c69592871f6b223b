import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { launchOptions } from '../../scripts/find-browser.mjs';

const readme = await readFile('README.md', 'utf8');
const block = (language: string, index: number): string =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))][index]![1]!;

test('the lines of the README work in a page as they stand', async () => {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>shop</title>${block('html', 0)}${block('html', 1)}`;
  const server = createServer((request, response) => {
    const path = request.url!;
    const body =
      path === '/'
        ? page
        : path === '/coupons.json'
          ? block('json', 0)
          : readFile(`dist/cdn${path.replace('/couponkit', '')}`);
    response.setHeader(
      'Content-Type',
      path === '/' ? 'text/html' : path.endsWith('.js') ? 'text/javascript' : 'application/json',
    );
    Promise.resolve(body).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    );
  }).listen(0);
  const browser = await puppeteer.launch(launchOptions());
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    for (const [tag, text] of [
      ['coupon-banner', 'Autumn saver'],
      ['coupon-claim', '¥5,380.00'],
      ['coupon-cart', '¥5,380.00'],
    ] as const) {
      await tab.waitForFunction(
        (name, wanted) => document.querySelector(name)?.shadowRoot?.textContent?.includes(wanted),
        { timeout: 5_000 },
        tag,
        text,
      );
    }
    await tab.evaluate(() =>
      (document.querySelector('coupon-banner')!.shadowRoot!.querySelector('button') as HTMLElement).click(),
    );
    await tab.waitForFunction(() =>
      Object.keys(localStorage).some((key) => localStorage.getItem(key)?.includes('autumn')),
    );
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
});
