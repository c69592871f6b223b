import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { findViolations } from './find-violations.js';
import { openShop, type Shop } from './open-shop.js';

/** WCAG 2.2, 1.4.3. */
const leastContrast = 4.5;

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('the themes', () => {
  for (const name of ['plain', 'festive', 'dark']) {
    it(`${name}.css has nothing but custom properties and the scheme, and can be read in light and dark`, async () => {
      const sheet = readFileSync(new URL(`../../demo/themes/${name}.css`, import.meta.url), 'utf8');
      const declared = [...sheet.matchAll(/^\s+([\w-]+):/gm)].map(([, property]) => property!);
      assert.ok(declared.length > 0);
      assert.deepEqual(
        declared.filter((property) => !/^(--coupon-[a-z-]+|color-scheme)$/.test(property)),
        [],
      );
      for (const theme of ['light', 'dark'] as const) {
        const { page, complaints, go, leave } = await shop.visit({ theme, reducedMotion: true });
        await go(`/zh-Hans/themes/?theme=${name}`);
        await page.waitForSelector('[data-shown=all]');
        const pairs = await contrastsOf(page);
        assert.equal(pairs.length, 5);
        assert.deepEqual(
          pairs.filter(([, ratio]) => ratio < leastContrast),
          [],
        );
        assert.deepEqual(await findViolations(page), []);
        assert.deepEqual(complaints, []);
        await leave();
      }
    });
  }

  it('changes a property for all elements at once, says what that does to the contrast, and copies it all as CSS', async () => {
    const { page, go, leave } = await shop.visit();
    await go('/en/themes/?theme=plain');
    await page.waitForSelector('[data-shown=all]');
    const colors = () =>
      page.$$eval('.stage > *', (elements) =>
        elements.flatMap(({ localName, shadowRoot }) => {
          const button = shadowRoot!.querySelector('.button:not([aria-disabled=true], .quiet, .link)');
          return button ? [`${localName} ${getComputedStyle(button).backgroundColor}`] : [];
        }),
      );
    const before = await colors();
    assert.ok(before.length > 2);
    assert.ok(before.every((color) => color.endsWith('rgb(212, 32, 26)')));
    await set(page, '--coupon-accent', '#ff8800');
    await set(page, '--coupon-radius', '0');
    const after = await colors();
    assert.ok(after.every((color) => color.endsWith('rgb(255, 136, 0)')));
    const radius = await page.$eval('coupon-banner', ({ shadowRoot }) =>
      getComputedStyle(shadowRoot!.querySelector('[part=ticket]')!).getPropertyValue(
        'border-start-start-radius',
      ),
    );
    assert.equal(radius, '0px');
    const low = await page.$$eval('.pairs .low', (places) =>
      places.map((place) => (place as HTMLElement).dataset['pair']),
    );
    assert.deepEqual(low, ['accent surface', 'accent tint', 'on-accent accent']);
    const css = await page.$eval('#theme-css', ({ textContent }) => textContent);
    assert.match(css, /^:root \{\n {2}--coupon-accent: #ff8800;\n/);
    assert.match(css, /--coupon-radius: 0rem;/);
    await page.click('.controls [type=reset]');
    assert.deepEqual(await colors(), before);
    await leave();
  });
});

async function contrastsOf(page: Page): Promise<readonly (readonly [string, number])[]> {
  return page.$$eval('.pairs li', (places) =>
    places.map(
      (place) => [place.dataset['pair']!, Number.parseFloat(place.querySelector('b')!.textContent)] as const,
    ),
  );
}

async function set(page: Page, property: string, value: string): Promise<void> {
  await page.$eval(
    `[name="${property}"]`,
    (field, text) => {
      (field as HTMLInputElement).value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    value,
  );
}
