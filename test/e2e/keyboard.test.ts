import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openShop, type Shop } from './open-shop.js';
import { appears, isInState, payableOf, sees } from './steps.js';

/** More stops than any page of the shop has. */
const maxStops = 150;

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('by keyboard alone', () => {
  it('a shopper goes from the home page to a confirmed order', async () => {
    const { page, complaints, go, leave } = await shop.visit();
    await go('/en/');
    await sees(page, '.announcement coupon-banner', /Get coupon/);
    await tabTo(page, /^Get coupon Mountains/);
    await page.keyboard.press('Enter');
    await isInState(page, '.announcement coupon-banner', 'claimed');
    // What was a button is a link now, and has the focus still.
    assert.match(await focusedText(page), /Mountains/);

    await tabTo(page, /Double-faced cashmere coat/);
    await enter(page);
    await sees(page, 'coupon-claim', /¥4,920/);
    await tabTo(page, /\d+ coupons$/);
    await page.keyboard.press('Enter');
    await appears(page, 'coupon-claim >>> [part=popover]');
    await page.keyboard.press('Escape');
    assert.match(await focusedText(page), /\d+ coupons$/);
    await tabTo(page, /^Add to cart$/);
    await page.keyboard.press('Enter');
    await sees(page, '[data-said-here]', /in your cart/);
    await tabTo(page, /^View cart$/);
    await enter(page);

    await isInState(page, 'coupon-cart', 'verified');
    await tabTo(page, /^One more: Double-faced/);
    await page.keyboard.press('Space');
    await sees(page, '[data-line-total]', /¥11,360/);
    assert.match(await focusedText(page), /^One more/);
    await tabTo(page, /^One fewer: Double-faced/, true);
    await page.keyboard.press('Enter');
    await sees(page, '[data-line-total]', /¥5,680/);

    await tabTo(page, /^Coupons/);
    await page.keyboard.press('Enter');
    await appears(page, 'coupon-cart >>> dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('coupon-cart >>> dialog[open]', { hidden: true });
    assert.match(await focusedText(page), /^Coupons/);
    await isInState(page, 'coupon-cart', 'verified');
    await tabTo(page, /^Check out$/);
    await enter(page);
    await tabTo(page, /^Place the order/);
    await enter(page);
    await sees(page, 'h1', /Thank you/);
    assert.equal(await payableOf(page), 492_000);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('the first stop leads past the head of the page', async () => {
    const { page, go, leave } = await shop.visit();
    await go('/en/products/gaiwan/');
    await page.keyboard.press('Tab');
    assert.equal(await focusedText(page), 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focusedText(page), 'Home');
    await leave();
  });

  it('the focus goes to the next line when one is removed, and to the heading after the last', async () => {
    const { page, go, leave } = await shop.visit({ cart: { 'oxford-shirt': 1, 'brocade-tie': 1 } });
    await go('/en/cart/');
    await tabTo(page, /^Remove Oxford/);
    await page.keyboard.press('Enter');
    assert.equal(await focusedText(page), 'Remove Song brocade silk tie');
    await sees(page, '[role=status][data-said-here]', /Oxford button-down shirt is out of your cart/);
    await page.keyboard.press('Enter');
    assert.equal(await focusedText(page), 'Your cart');
    await leave();
  });

  it('the menu of who is shopping closes by Escape, and a coupon for members opens it', async () => {
    const { page, go, leave } = await shop.visit();
    await go('/en/products/tea-sampler/');
    await tabTo(page, /Guest/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.match(await focusedText(page), /^Guest Not signed in/);
    await page.keyboard.press('Escape');
    assert.match(await focusedText(page), /Guest$/);

    await tabTo(page, /\d+ coupons$/);
    await page.keyboard.press('Enter');
    await appears(page, 'coupon-claim >>> [part=popover]');
    await tabTo(page, /^Sign in.*First order: four teas/);
    await page.keyboard.press('Enter');
    assert.equal(await page.$eval('#who', (menu) => (menu as HTMLDetailsElement).open), true);
    assert.match(await focusedText(page), /Guest$/);
    await leave();
  });
});

/** Presses Tab until what has the focus is called like this. */
async function tabTo(page: Page, name: RegExp, backwards = false): Promise<void> {
  const seen: string[] = [];
  if (backwards) await page.keyboard.down('Shift');
  for (let stop = 0; stop < maxStops; stop++) {
    await page.keyboard.press('Tab');
    seen.push(await focusedText(page));
    if (name.test(seen.at(-1)!)) break;
  }
  if (backwards) await page.keyboard.up('Shift');
  assert.match(seen.at(-1)!, name, seen.join(' | '));
}

/** Follows the link or sends the form that has the focus. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** What has the focus, inside elements too; and it can be seen. */
async function focusedText(page: Page): Promise<string> {
  return page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    if (!focused || focused === document.body) return '';
    return (focused.getAttribute('aria-label') ?? focused.textContent ?? '').replace(/\s+/g, ' ').trim();
  });
}
