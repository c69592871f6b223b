import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openCartPages, type CartPages } from './open-cart-page.js';
import { appears, isInState } from './steps.js';

/** What the network takes there and back. */
const latencyMs = 150;
const clicks = 36;
/** The goal, for the slowest click but one in twenty. */
const budgetMs = 300;
const budgetFrames = 2;

interface Timing {
  /** From the click to the painted confirmation: the coupon is the shopper's, it is applied, the price is the server's. */
  readonly ms: number;
  /** How many frames until the button says that something happens. */
  readonly frames: number;
}

const id = (index: number): string => `c${`${index}`.padStart(2, '0')}`;

let pages: CartPages;

before(async () => {
  pages = await openCartPages({
    // Each is worth more than the one before, so that each claim makes another best set. They cost points: before the claim nobody has them applied.
    coupons: Array.from({ length: clicks + 1 }, (_, index) => ({
      coupon: {
        id: id(index),
        benefit: { kind: 'amount', amount: 100 + index },
        conditions: { minSpend: 5000 },
      },
      claim: { stock: 100, cost: { points: 1 } },
    })),
    catalog: { currency: 'CNY', products: [{ id: 'tea', unitPrice: 12_800 }], shipping: [{ fee: 800 }] },
    cart: {
      currency: 'CNY',
      lines: [{ id: 'L1', product: 'tea', unitPrice: 12_800, quantity: 1 }],
      shipping: [{ fee: 800 }],
    },
    points: 1000,
  });
});
after(() => pages.close());

describe(`one click, with ${latencyMs} ms to the server and back`, () => {
  it(`claims, applies and verifies within ${budgetMs} ms (p95), and answers within ${budgetFrames} frames`, async (context) => {
    const page = await pages.visit(latencyMs);
    await isInState(page, 'coupon-cart', 'verified');
    const first = await click(page, id(0));
    const timings: Timing[] = [];
    for (let index = 1; index <= clicks; index++) timings.push(await click(page, id(index)));
    const sorted = timings.map(({ ms }) => ms).sort((a, b) => a - b);
    const frames = Math.max(...timings.map((timing) => timing.frames));
    const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1]!);
    context.diagnostic(
      `${clicks} clicks: median ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms; feedback after ${frames} frames at most; ` +
        `the very first click of a shopper, with what is loaded and asked for once: ${Math.round(first.ms)} ms`,
    );
    assert.ok(at(0.95) <= budgetMs, `p95 ${at(0.95)} ms of ${sorted.map(Math.round).join(', ')}`);
    assert.ok(frames <= budgetFrames, `${frames} frames`);
  });
});

async function click(page: Page, coupon: string): Promise<Timing> {
  const button = await appears(page, `coupon-banner[coupon=${coupon}] >>> [part=button]`);
  await button.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const timing = page.evaluate(
    (wanted) =>
      new Promise<Timing>((resolve) => {
        const banner = document.querySelector(`coupon-banner[coupon=${wanted}]`)!;
        const cart = document.querySelector('coupon-cart')! as Element & {
          session: {
            $verification: {
              get(): { state: string; verdict?: { outcomes: { coupon: string; state: string }[] } };
            };
          };
        };
        addEventListener(
          'click',
          ({ timeStamp }) => {
            let count = 0;
            let frames = 0;
            const look = (): void => {
              count++;
              const said = banner.shadowRoot!.querySelector('[part=button]')!.textContent;
              if (!frames && !said.includes('Get coupon')) frames = count;
              const { verdict } = cart.session.$verification.get();
              const isDone =
                banner.matches(':state(claimed)') &&
                cart.matches(':state(verified)') &&
                verdict?.outcomes.some((each) => each.coupon === wanted && each.state === 'effective');
              if (!isDone) return void requestAnimationFrame(look);
              // Painted when the next frame begins.
              requestAnimationFrame((now) => resolve({ ms: now - timeStamp, frames }));
            };
            requestAnimationFrame(look);
          },
          { capture: true, once: true },
        );
      }),
    coupon,
  );
  await button.click();
  return timing;
}
