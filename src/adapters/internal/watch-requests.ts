/**
 * Has something else on the page asked the platform, so that the cart may be another? Neither `fetch` nor `XMLHttpRequest` is patched:
 * the browser itself tells of each request that is done (Resource Timing, other origins' too).
 */

export interface WatchOptions {
  /** Where the platform's API is: an absolute address, or relative to the page. Only requests to it or below it count. */
  readonly server: string;
  /** Whether such a request may have changed the cart. Absent: each may. @param path what stands behind `server`, with the query */
  readonly isCartRequest?: ((path: string) => boolean) | undefined;
  /** Whether a request to anywhere else may have changed it. Absent: none. @param url absolute */
  readonly isPageRequest?: ((url: string) => boolean) | undefined;
  /** Events by which its pages say that the cart has changed, wherever in the document or at the window, bubbling or not. */
  readonly events?: readonly string[] | undefined;
}

export interface RequestWatch {
  /** Say this right before each request of our own: it does not count; for other copies of the script only where it may change something. */
  own(url: string, changes?: boolean): void;
  stop(): void;
}

/** Copies of the script tell each other what they read: two that read because the other has read would never end. */
const readingEvent = 'couponkit-reading';
/** Many requests at once are one change. */
const coalesceMs = 50;
/**
 * How much later than told the browser may say that our request has begun: it is told at once as a rule, also where a preflight goes first; a busy one is late.
 * WebKit tells of no request that failed.
 */
const startToleranceMs = 200;
/** How much earlier: clocks are coarse. */
const clockToleranceMs = 5;
/** No request of ours takes longer. */
const ownLifetimeMs = 10_000;

/**
 * Calls the listener after requests of the page's own scripts, after one of the events, and when the shopper comes back to the page;
 * never while the page is hidden. Watches nothing where there is no page.
 */
export function watchRequests(options: WatchOptions, listener: () => void): RequestWatch {
  if (typeof document === 'undefined') return { own() {}, stop() {} };
  const { server, isCartRequest, isPageRequest, events = [] } = options;
  const resolve = (url: string) => new URL(url, document.baseURI).href;
  const base = resolve(server).replace(/\/$/, '');
  const controller = new AbortController();
  const { signal } = controller;
  let own: { readonly url: string; readonly at: number }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!document.hidden) listener();
    }, coalesceMs);
  };

  const isForeign = ({ name, startTime }: PerformanceEntry): boolean => {
    const path = name.slice(base.length);
    const isOfServer = name.startsWith(base) && /^([/?#]|$)/.test(path);
    if (isOfServer ? isCartRequest?.(path) === false : !isPageRequest?.(name)) return false;
    const mine = own.find(({ url, at }) => {
      const lateMs = startTime - at;
      return url === name && lateMs > -clockToleranceMs && lateMs < startToleranceMs;
    });
    own = own.filter((each) => each !== mine);
    return !mine;
  };

  const observer = new PerformanceObserver((list) => {
    // Each is looked at: those of our own are used up.
    if (list.getEntries().filter(isForeign).length) tell();
  });
  observer.observe({ type: 'resource' });
  for (const event of events) addEventListener(event, tell, { capture: true, signal });
  // In another tab the cart may have changed.
  document.addEventListener('visibilitychange', tell, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && tell(), { signal });

  const note = (url: string) => {
    const at = performance.now();
    own = [...own.filter((each) => at - each.at < ownLifetimeMs), { url, at }];
  };
  addEventListener(readingEvent, (event) => note(String((event as CustomEvent).detail)), { signal });

  return {
    own(url, changes) {
      if (changes) note(resolve(url));
      else dispatchEvent(new CustomEvent(readingEvent, { detail: resolve(url) }));
    },
    stop() {
      controller.abort();
      observer.disconnect();
      clearTimeout(timer);
    },
  };
}
