import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import puppeteer, { type Browser } from 'puppeteer-core';
import { startExample } from '../../demo/frameworks/start-example.mjs';
import { launchOptions } from '../../scripts/find-browser.mjs';
import { collectComplaints } from './collect-complaints.js';
import { firstPort } from './first-port.js';
import { appears, isInState, press, sees } from './steps.js';

let browser: Browser;
before(async () => (browser = await puppeteer.launch(launchOptions())));
after(() => browser.close());

for (const framework of ['react', 'vue'] as const) {
  describe(`the page in ${framework}`, () => {
    it('sets properties, hears events, claims, and prices the cart as it changes', async (test) => {
      const example = await startExample(framework, { port: firstPort, couponPort: firstPort + 1 });
      test.after(() => example.stop());
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const complaints = collectComplaints(page);
      await page.goto(`${example.address}/`);

      await sees(page, 'coupon-banner', /Get coupon/);
      await press(page, 'coupon-banner >>> [part=button]');
      await sees(page, '[role=status]', /^You have it: [\w-]+$/);

      // The product comes as properties, a list among them.
      await sees(page, 'coupon-claim', /¥4,920/);
      await press(page, 'coupon-claim >>> [part=button]');
      await isInState(page, 'coupon-claim', 'claimed');

      await press(page, '#more');
      await isInState(page, 'coupon-cart', 'verified');
      await sees(page, 'coupon-cart', /¥4,920/);
      assert.deepEqual(
        await page.$eval('coupon-cart', ({ expanded, showFunding }) => [expanded, showFunding]),
        [true, false],
      );
      await press(page, '#more');
      await sees(page, 'output', /^2$/);
      await sees(page, 'coupon-cart', /¥11,360/);
      await isInState(page, 'coupon-cart', 'verified');

      // A method, by a reference to the element.
      await press(page, '#all');
      await press(page, 'coupon-cart >>> dialog footer button');
      await press(page, 'coupon-cart >>> [part=checkout-button]');
      await sees(page, '[role=status]', /gets the token/);

      await press(page, '#less');
      await press(page, '#less');
      await page.waitForFunction(() => !document.querySelector('coupon-cart'));
      await press(page, '#more');
      await sees(page, 'coupon-cart', /¥4,920/);
      await appears(page, 'coupon-cart >>> [part=checkout-button]');
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
}
