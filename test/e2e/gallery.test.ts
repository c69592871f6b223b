import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { findViolations } from './find-violations.js';
import { openShop, type Shop } from './open-shop.js';

const tags = readdirSync(new URL('../../src/elements/', import.meta.url))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace('.ts', ''))
  .sort();
/** A page is opened in each, in turn. */
const languages = ['en', 'zh-Hans', 'zh-Hant'];
/** The dark theme has no measures of its own. */
const looks = ['?dir=rtl', '?theme=festive'];
/** No shop's page has the same region so often. */
const shownOften = ['landmark-unique'];

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('the gallery', () => {
  it('lists every element', async () => {
    const { page, complaints, go, leave } = await shop.visit();
    await go('/en/elements/');
    await allAreShown(page);
    const listed = await page.$$eval('.states h2', (headings) =>
      headings.map((each) => each.textContent?.trim()),
    );
    assert.deepEqual(listed, tags);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await findViolations(page, shownOften), []);
    await leave();
  });

  for (const [index, tag] of tags.entries()) {
    for (const theme of ['light', 'dark'] as const) {
      const language = languages[index % languages.length]!;
      it(`shows every state of ${tag}, and axe finds nothing: ${language}, ${theme}`, async () => {
        const { page, complaints, go, leave } = await shop.visit({ theme, reducedMotion: true });
        await go(`/${language}/elements/${tag}/`);
        await allAreShown(page);
        assert.deepEqual(complaints, []);
        assert.deepEqual(await findViolations(page, shownOften), []);
        await leave();
      });
    }

    it(`lays every state of ${tag} out on a narrow phone, festive and from right to left`, async () => {
      const { page, complaints, go, leave } = await shop.visit({ width: 320, reducedMotion: true });
      for (const look of looks) {
        await go(`/en/elements/${tag}/${look}`);
        await allAreShown(page);
        assert.deepEqual(await findOverflow(page), [], look);
        assert.deepEqual(complaints, []);
      }
      await leave();
    });
  }
});

/** Each state has come, and there is something to see of it. */
async function allAreShown(page: Page): Promise<void> {
  await page.waitForSelector('[data-shown=all]');
  const unseen = await page.$$eval('[data-state]', (places) =>
    places
      .filter((place) => {
        const element = place.firstElementChild as HTMLElement;
        const text = (element.shadowRoot?.textContent ?? '') + element.textContent;
        return place.getAttribute('data-shown') !== place.getAttribute('data-state') || !text.trim();
      })
      .map((place) => place.getAttribute('data-state')),
  );
  assert.deepEqual(unseen, []);
  assert.ok(await page.$('[data-state]'));
}

/** What is wider than its place. */
async function findOverflow(page: Page): Promise<readonly string[]> {
  return page.$$eval('[data-state]', (places) =>
    [document.documentElement, ...places]
      .filter((place) => place.scrollWidth > place.clientWidth + 1)
      .map((place) => `${place.getAttribute('data-state') ?? 'the page'}: ${place.scrollWidth} px`),
  );
}
