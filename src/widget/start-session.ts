/** Makes the page's session as the script tag asks, and answers every element that asks for one. Loaded when the page needs it. */
import type { Adapter } from '../adapters/adapter.js';
import { openStorage } from '../adapters/internal/open-storage.js';
import { provideSession } from '../elements/internal/session-context.js';
import type { Problem } from '../model/problem.js';
import { createSession, type PricingEngine } from '../stores/create-session.js';
import type { Session } from '../stores/session.js';
import { readOptions, type WidgetData, type WidgetOptions } from './read-options.js';

/** What the entry has loaded meanwhile, so that nothing waits for this file. */
export interface Parts {
  readonly createAdapter: (
    options: WidgetOptions,
    parts: Parts,
    data: WidgetData,
  ) => Adapter | Promise<Adapter>;
  readonly engine: () => Promise<PricingEngine>;
  /** The first readings of `data-cart` and `data-coupons`; where they fail, that is reported. Absent: not asked for. */
  readonly cart: Promise<unknown> | undefined;
  readonly coupons: Promise<unknown> | undefined;
  readonly readJson: (attribute: string, source: string) => Promise<unknown>;
  readonly report: (error: unknown) => void;
}

/**
 * @param data the script element's `dataset`
 * @throws Error that names the attribute that is wrong
 */
export async function startSession(data: WidgetData, parts: Parts): Promise<Session> {
  const { engine, report } = parts;
  const options = readOptions(data, document.baseURI);
  if (typeof options === 'string') throw (await import('./explain-option.js')).explainOption(options, data);
  const { locale, threshold } = options;
  const session = createSession({
    adapter: await parts.createAdapter(options, parts, data),
    engine,
    onOnline: (listener) => listen('online', listener),
    onReturn: (listener) =>
      listen('pageshow', (event) => (event as PageTransitionEvent).persisted && listener()),
    storage: openStorage(() => sessionStorage),
    ...(locale && { locale }),
    ...(threshold && { policy: { threshold } }),
  });
  // Where another copy of the script was first, elements stay with that.
  provideSession(document, () => session);
  const reportProblems = (source: string, problems: readonly Problem[]) => {
    if (problems.length)
      import('./explain-option.js').then(
        ({ explainProblems }) => report(explainProblems(source, problems)),
        report,
      );
  };
  // A coupon that is no good is left out; whoever wrote it should know.
  session.$error.listen((error) => {
    if (error?.code === 'invalid-offers')
      reportProblems(data['coupons'] ? 'data-coupons' : 'offers', error.problems);
  });
  parts.cart?.then(
    (given) => reportProblems('data-cart', session.setCart(given)),
    () => {},
  );
  return session;
}

function listen(type: string, listener: (event: Event) => unknown): () => void {
  addEventListener(type, listener);
  return () => removeEventListener(type, listener);
}
