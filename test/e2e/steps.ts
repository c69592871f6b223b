/** What a shopper does on the demo's pages, and sees there. */
import type { ElementHandle, Page } from 'puppeteer-core';

/** Waits until an element's shadow tree, or the element itself, says what is expected. */
export async function sees(page: Page, selector: string, text: RegExp): Promise<void> {
  await page
    .waitForFunction(
      (wanted, source, flags) => {
        const element = document.querySelector<HTMLElement>(wanted);
        const said = (element?.shadowRoot ?? element)?.textContent ?? '';
        return new RegExp(source, flags).test(said.replace(/\s+/g, ' '));
      },
      {},
      selector,
      text.source,
      text.flags,
    )
    .catch(async (cause: unknown) => {
      const said = await textOf(page, selector);
      throw new Error(`${selector} says "${said}", not ${text}`, { cause });
    });
}

export async function textOf(page: Page, selector: string): Promise<string> {
  return page.evaluate((wanted) => {
    const element = document.querySelector<HTMLElement>(wanted);
    return ((element?.shadowRoot ?? element)?.textContent ?? '').replace(/\s+/g, ' ').trim();
  }, selector);
}

/** Waits for one of the states that an element exposes: `coupon-cart` is `verified`. */
export async function isInState(page: Page, selector: string, state: string): Promise<void> {
  await page.waitForFunction(
    (wanted, name) => document.querySelector(wanted)?.matches(`:state(${name})`),
    {},
    selector,
    state,
  );
}

/**
 * Waits until something is to be seen, also inside an element: `coupon-cart >>> #coupons`. It looks at each frame;
 * without `visible` the driver looks again only where the document changes, and misses what a shadow tree renders.
 */
export async function appears(page: Page, selector: string): Promise<ElementHandle<HTMLElement>> {
  return (await page.waitForSelector(selector, { visible: true })) as ElementHandle<HTMLElement>;
}

/** Presses what is found, also inside an element. */
export async function press(page: Page, selector: string): Promise<void> {
  const handle = await appears(page, selector);
  await handle.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await handle.click();
}

/** The same where it leads to another page. */
export async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), press(page, selector)]);
}

/** Minor units, as the shop's own backend says. */
export async function payableOf(page: Page): Promise<number> {
  return page.$eval('[data-payable]', (element) => Number((element as HTMLElement).dataset.payable));
}
