/** A cart page in the test's page: a real session, the real engine, and a backend that the test controls. */
import { CouponCart } from '../../src/elements/coupon-cart.js';
import { provideSession } from '../../src/elements/internal/session-context.js';
import * as engine from '../../src/engine/index.js';
import type { Adapter } from '../../src/adapters/adapter.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { ControllableBackend } from './controllable-backend.js';

export interface OpenCart {
  readonly element: CouponCart;
  readonly session: Session;
  /** What the live region said, in order. */
  readonly said: readonly string[];
  /** The first match inside the panel; fails where there is none. */
  find<Found extends HTMLElement = HTMLElement>(selector: string): Found;
  has(selector: string): boolean;
  /** The texts of all matches, with single spaces. */
  texts(selector: string): string[];
  /** Waits until the server has answered and the panel shows it. */
  settle(): Promise<void>;
  /** The id or the label of what has the focus. */
  focused(): string | undefined;
  close(): void;
}

export interface OpenCartOptions {
  readonly adapter?: Adapter;
  /** `null`: none yet. */
  readonly cart?: unknown;
  readonly lang?: string;
  /** The element's tag with attributes and content. */
  readonly markup?: string;
}

type TestCoupon = Coupon<
  Readonly<Record<string, unknown>>,
  { readonly kind: string; readonly [field: string]: unknown }
>;

export const coupons = {
  full: {
    id: 'full',
    title: '满5000减300',
    conditions: { minSpend: 500_000 },
    benefit: { kind: 'amount', amount: 30_000 },
  },
  shop: {
    id: 'shop',
    title: 'Tea house 60',
    issuer: { shop: 'tea' },
    conditions: { minSpend: 39_900 },
    benefit: { kind: 'amount', amount: 6000 },
  },
  percent: {
    id: 'percent',
    title: 'Twenty off',
    conditions: { minSpend: 30_000 },
    benefit: { kind: 'percent', percentOff: 20, maxAmount: 20_000 },
  },
  shipping: { id: 'shipping', title: 'Free delivery', benefit: { kind: 'shipping', percentOff: 100 } },
  third: {
    id: 'third',
    title: 'Third at half',
    scope: { categories: ['tee'] },
    benefit: { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 },
  },
  thousand: {
    id: 'thousand',
    title: 'Thousand',
    conditions: { minSpend: 800_000 },
    benefit: { kind: 'amount', amount: 100_000 },
  },
  welcome: {
    id: 'welcome',
    code: 'WELCOME',
    title: 'Welcome',
    layer: 'payment',
    benefit: { kind: 'amount', amount: 2000 },
  },
} satisfies Record<string, TestCoupon>;

/** 5,245.00 and 10.00 of shipping. */
export const cart = {
  currency: 'CNY',
  lines: [
    { id: 'a', product: 'teapot', title: 'Teapot', shop: 'tea', unitPrice: 428_000, quantity: 1 },
    {
      id: 'b',
      product: 'tee',
      title: 'T-shirt',
      shop: 'wear',
      categories: ['tee'],
      unitPrice: 19_900,
      quantity: 3,
    },
    { id: 'c', product: 'tea', title: 'Longjing', shop: 'tea', unitPrice: 36_800, quantity: 1 },
  ],
  shipping: [{ shop: 'tea', fee: 1000 }],
};

/** A wallet with four coupons that go together, one that does not, one that is out of reach, and one that can be claimed. */
export function createBackend(): ControllableBackend {
  const { full, shop, percent, shipping, thousand, third } = coupons;
  return new ControllableBackend().hold(full, shop, percent, shipping, thousand).offer(third);
}

export async function openCart({
  adapter = createBackend(),
  cart: given = cart,
  lang = 'en',
  markup = '<coupon-cart></coupon-cart>',
}: OpenCartOptions = {}): Promise<OpenCart> {
  if (!customElements.get('coupon-cart')) customElements.define('coupon-cart', CouponCart);
  const session = createSession({
    adapter,
    engine,
    onOnline: (listener) => {
      addEventListener('online', listener);
      return () => removeEventListener('online', listener);
    },
  });
  if (given) session.setCart(given);
  const page = document.createElement('main');
  page.lang = lang;
  const stop = provideSession(page, () => session);
  document.body.append(page);
  page.innerHTML = markup;
  const element = page.querySelector('coupon-cart')!;
  const said: string[] = [];
  // The parts that are loaded after the first picture bring their styles.
  const own = CouponCart.elementStyles.length;
  await until(() => element.shadowRoot!.adoptedStyleSheets.length > own, 'the panel');
  const root = element.shadowRoot!;
  new MutationObserver(() => said.push(root.querySelector('#said')!.textContent)).observe(
    root.querySelector('#said')!,
    { childList: true, characterData: true, subtree: true },
  );
  const opened: OpenCart = {
    element,
    session,
    said,
    find: (selector) => {
      const found = root.querySelector<HTMLElement>(selector);
      if (!found) throw new Error(`nothing matches ${selector}`);
      return found as never;
    },
    has: (selector) => root.querySelector(selector) !== null,
    texts: (selector) =>
      [...root.querySelectorAll(selector)].map((found) => found.textContent.replace(/\s+/g, ' ').trim()),
    async settle() {
      await until(
        () => session.$offers.get() && !/idle|provisional/.test(session.$verification.get().state),
        'the server has not answered',
      );
      await element.updateComplete;
    },
    focused: () => {
      const active = root.activeElement ?? document.activeElement;
      return active?.getAttribute('aria-label') ?? (active?.id || undefined);
    },
    close() {
      stop();
      session.destroy();
      page.remove();
    },
  };
  if (adapter.capabilities.verify === 'native' && given) await opened.settle();
  return opened;
}

/** Waits, frame by frame, until it holds. */
export async function until(holds: () => unknown, what = String(holds)): Promise<void> {
  const end = performance.now() + 4000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
