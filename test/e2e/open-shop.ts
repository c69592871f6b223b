/** The demo with both of its servers, and a browser in front of it. Every visitor has a browser context of their own. */
import type { Browser, Page } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { startDemo, type Demo, type DemoOptions } from '../../demo/server/start-demo.mjs';
import { launchOptions, type BrowserName } from '../../scripts/find-browser.mjs';
import { collectComplaints } from './collect-complaints.js';
import { firstPort } from './first-port.js';

export interface Shop {
  readonly demo: Demo;
  visit(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
  /** Else what comes in may be half transparent for a moment. */
  readonly reducedMotion?: boolean;
  /** What is in the cart already: `{ 'cashmere-coat': 1 }`. */
  readonly cart?: Readonly<Record<string, number>>;
}

export interface Visit {
  readonly page: Page;
  /** What the browser complained of: errors, refused content, exceptions. Empty, unless the test takes the server away. */
  readonly complaints: readonly string[];
  /** @param path with the language: `/en/cart/` */
  go(path: string): Promise<void>;
  leave(): Promise<void>;
}

/** For what is under way on two slow cores. */
const timeoutMs = 15_000;

export interface OpenShopOptions extends Pick<DemoOptions, 'holdSeconds'> {
  readonly browser?: BrowserName;
}

export async function openShop({
  browser: browserName = 'chromium',
  ...options
}: OpenShopOptions = {}): Promise<Shop> {
  const demo = await startDemo({ port: firstPort, couponPort: firstPort + 1, ...options });
  let browser: Browser;
  try {
    browser = await puppeteer.launch(launchOptions(browserName));
  } catch (error) {
    await demo.stop();
    throw error;
  }

  async function visit({
    width = 1280,
    height = 900,
    theme = 'light',
    reducedMotion = false,
    cart,
  }: VisitOptions = {}): Promise<Visit> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const complaints = collectComplaints(page);
    page.setDefaultTimeout(timeoutMs);
    await page.setViewport({ width, height });
    // Firefox's protocol cannot.
    if (browserName === 'chromium') {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: theme },
        { name: 'prefers-reduced-motion', value: reducedMotion ? 'reduce' : 'no-preference' },
      ]);
    }
    await page.evaluateOnNewDocument(watch);
    await page.exposeFunction('complain', (text: string) => complaints.push(text));
    if (cart) {
      await context.setCookie({
        name: 'cart',
        value: Object.entries(cart)
          .map((item) => item.join(':'))
          .join(','),
        domain: 'localhost',
      });
    }
    return {
      page,
      complaints,
      async go(path) {
        await page.goto(demo.address + path);
      },
      leave: () => context.close(),
    };
  }

  return {
    demo,
    visit,
    async close() {
      await browser.close();
      await demo.stop();
    },
  };
}

/** Runs in every page before its own scripts. (No named function inside: the compiler would mark it by a helper that pages lack.) */
function watch(): void {
  const shifts: unknown[] = [];
  Object.assign(globalThis, { shifts });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
    (globalThis as unknown as { complain(text: string): void }).complain(
      `refused by ${violatedDirective}: ${blockedURI} ${sample}`,
    );
  });
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as unknown as LayoutShift[]) {
      if (hadRecentInput) continue;
      // What is inside an element is not told; where it is, is.
      const places = sources.map(({ node, previousRect: from, currentRect: to }) => {
        const { localName, className } = (node instanceof Element ? node : node?.parentElement) ?? {};
        const [before, after] = [from, to].map(({ x, y, width, height }) =>
          [x, y, width, height].map(Math.round),
        );
        return `${node ? `${localName}.${className}` : 'inside an element'}: ${before} → ${after}`;
      });
      shifts.push({ value, places });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }[];
}
