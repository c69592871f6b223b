/**
 * The script tag. Reads its own attributes, makes one session for the page, and loads what the page needs, and nothing else:
 *
 * ```html
 * <script type="module" src="couponkit.js" data-server="https://coupons.example" data-key="pk_…"></script>
 * <script type="module" src="couponkit.js" data-coupons="coupons.json"></script>
 * <script type="module" src="couponkit.js" data-platform="vendure" data-server="https://shop.example/shop-api" data-coupons="coupons.json"></script>
 * ```
 *
 * - `data-platform`: the shop platform whose cart and coupons they are, with the attributes that `widget/platform-source.ts` names; or
 * - `data-server`, `data-key`: the reference server, and its publishable key;
 * - `data-shopper-token`: an address of the shop's own backend that answers the token of the shopper who is signed in, or 204. It is asked for
 *   before each call: let `Cache-Control` say how long it may be kept, and `Vary: Cookie` for whom; or
 * - `data-coupons`: coupons without a server, by the address of a JSON file or the `#id` of a JSON script element;
 * - `data-cart`: the cart, likewise; a page may also give it later, from its own scripts;
 * - `data-locale`: the language to speak where the page's `lang` says nothing;
 * - `data-threshold="residual"`: minimum spends are measured after the layers before, not at list price.
 *
 * A page's own scripts drive the session through the one global, a queue, which works before and after this script has loaded:
 *
 * ```js
 * (window.couponkit ??= []).push((session) => session.setCart(cart));
 * ```
 *
 * The script may be there twice, before or after its elements; elements may come later. It looks for them in the document, not in shadow
 * roots: for those import `couponkit/define`. Elements that the page defines by itself get the script's session, wherever they are.
 */
import { sessionProvided, sessionRequested } from './elements/internal/session-context.js';
import { languages, matchLanguage, type Spoken } from './i18n/languages.js';
import type { PricingEngine } from './stores/create-session.js';
import type { Session } from './stores/session.js';
import type { PageExtras } from './widget/page-extras.js';

type Task = (session: Session, consent: PageExtras) => unknown;

declare global {
  interface Window {
    /** Each function that is pushed gets the page's session as soon as it is there, and what starts or ends targeting (`docs/targeting.md`). */
    couponkit?: { push(...tasks: Task[]): unknown };
  }
}

/** One line for each; what fewer pages have is in `widget/more-elements.ts`. */
const elements: Readonly<Record<string, () => Promise<CustomElementConstructor>>> = {
  'coupon-banner': async () => (await import('./elements/coupon-banner.js')).CouponBanner,
  'coupon-cart': async () => (await import('./elements/coupon-cart.js')).CouponCart,
  'coupon-claim': async () => (await import('./elements/coupon-claim.js')).CouponClaim,
};

start();

function start(): void {
  const { dataset = {} } = findScript() ?? {};
  const seen = new Set<string>();
  let session: Promise<Session | undefined> | undefined;
  let loading: Promise<PageExtras> | undefined;

  const getSession = () => (session ??= loadSession(dataset).catch(report));

  // All that an element needs is asked for at once; nothing waits for the name of the next file.
  const look = (root: Document | Element) => {
    for (const found of [root as Element, ...root.querySelectorAll(':not(:defined)')]) {
      const tag = found.localName;
      if (seen.has(tag) || !/^coupon-/.test(tag)) continue;
      seen.add(tag);
      const language = found.closest<HTMLElement>('[lang]')?.lang || dataset['locale'] || navigator.language;
      if (tag === 'coupon-cart') {
        void loadEngine();
        void import('./stores/create-desk.js');
      }
      void getSession();
      define(tag, languages[matchLanguage(language)]()).catch(report);
    }
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof Element) look(node);
  }).observe(document, { childList: true, subtree: true });
  look(document);
  // Elements that the page itself has defined ask for a session: those to come by themselves, those that are there when they hear of one.
  document.addEventListener(sessionRequested, getSession, { once: true });
  document.dispatchEvent(new Event(sessionProvided));
  const extras: PageExtras = async (consent) =>
    (
      await (loading ??= import('./widget/page-extras.js').then(({ createPageExtras }) =>
        createPageExtras(dataset, getSession, readJson, report),
      ))
    )(consent);
  serveQueue((task) => void getSession().then((made) => made && task(made, extras)));
  if (/\bcoupon=/.test(location.href)) void extras();
}

/** A module has no `currentScript`; its address may be another than that of its tag, after a redirect. */
function findScript(): HTMLElement | null | undefined {
  return (
    (document.currentScript as HTMLScriptElement | null) ??
    [...document.scripts].find(({ src }) => src === import.meta.url) ??
    document.querySelector<HTMLScriptElement>(
      'script[data-platform],script[data-server],script[data-coupons]',
    )
  );
}

async function define(tag: string, language: Promise<Spoken>): Promise<void> {
  if (customElements.get(tag)) return;
  const element = elements[tag]
    ? await elements[tag]()
    : await (await import('./widget/more-elements.js')).loadElement(tag, language);
  // Another copy of the script may have been faster.
  if (element && !customElements.get(tag)) customElements.define(tag, element);
}

async function loadSession({ ...data }: DOMStringMap): Promise<Session> {
  const [cart, coupons] = ['cart', 'coupons'].map((name) => {
    const source = data[name];
    const reading = source ? readJson(`data-${name}`, source) : undefined;
    reading?.catch(report);
    return reading;
  });
  const [{ startSession }, { createAdapter }] = await Promise.all([
    import('./widget/start-session.js'),
    data['platform']
      ? import('./widget/platform-source.js')
      : data['server']
        ? import('./widget/server-source.js')
        : import('./widget/local-source.js'),
  ]);
  return startSession(data, { createAdapter, engine: loadEngine, cart, coupons, readJson, report });
}

/** An address is asked for at once; what reads the answer comes meanwhile, and only to pages that need it. */
async function readJson(attribute: string, source: string): Promise<unknown> {
  const asked = source[0] === '#' ? undefined : fetch(source);
  // The reader says what went wrong.
  asked?.catch(() => {});
  const reader = await import('./widget/read-json.js');
  return reader.readJson(attribute, source, asked);
}

function loadEngine(): Promise<PricingEngine> {
  return import('./widget/page-engine.js');
}

/** Runs what is in the queue, and what will be pushed. Another copy of the script may serve it already. */
function serveQueue(run: (task: Task) => void): void {
  const waiting = window.couponkit;
  if (waiting && !Array.isArray(waiting)) return;
  window.couponkit = { push: (...tasks) => tasks.forEach(run) };
  waiting?.forEach(run);
}

function report(error: unknown): undefined {
  console.error(`couponkit: ${(error as Error).message}`);
}
