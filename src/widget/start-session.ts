/** Makes the page's session as the script tag asks, and answers every element that asks for one. Loaded when the page needs it. */
import type { Adapter } from '../adapters/adapter.js';
import { openStorage } from '../adapters/internal/open-storage.js';
import { provideSession } from '../elements/internal/session-context.js';
import type { Problem } from '../model/problem.js';
import { createSession, type SessionOptions } from '../stores/create-session.js';
import type { Session } from '../stores/session.js';
import { readOptions, type WidgetOptions } from './read-options.js';

/** What the entry has loaded meanwhile, so that nothing waits for this file. */
export interface Parts {
  /** Absent where the attributes name none. */
  readonly createAdapter: ((options: WidgetOptions) => Adapter) | undefined;
  readonly engine: SessionOptions['engine'];
  readonly cart: Promise<unknown> | undefined;
  readonly report: (error: unknown) => void;
}

/**
 * @param data the script element's `dataset`
 * @throws Error that names the attribute that is wrong
 */
export function startSession(
  data: Readonly<Record<string, string | undefined>>,
  { createAdapter, engine, cart, report }: Parts,
): Session {
  const options = readOptions(data, document.baseURI);
  const { locale, threshold } = options;
  const session = createSession({
    adapter: createAdapter!(options),
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
      report(new Error(`${source}: ${problems.map(({ path, code }) => `${path} ${code}`).join(', ')}`));
  };
  // A coupon that is no good is left out; whoever wrote it should know.
  session.$error.listen((error) => {
    if (error?.code === 'invalid-offers')
      reportProblems('server' in options.source ? 'offers' : 'data-coupons', error.problems);
  });
  cart?.then((given) => reportProblems('data-cart', session.setCart(given))).catch(report);
  return session;
}

function listen(type: string, listener: (event: Event) => unknown): () => void {
  addEventListener(type, listener);
  return () => removeEventListener(type, listener);
}
