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
  /** Say this right before each request of our own: it does not count. */
  own(url: string): void;
  stop(): void;
}

/** Many requests at once are one change. */
const coalesceMs = 50;
/** How much later than told the browser may say that our request has begun: it is told at once, also where a preflight goes first. WebKit tells of no request that failed. */
const startToleranceMs = 50;
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
      return url === name && lateMs > -1 && lateMs < startToleranceMs;
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

  return {
    own(url) {
      const at = performance.now();
      own = [...own.filter((each) => at - each.at < ownLifetimeMs), { url: resolve(url), at }];
    },
    stop() {
      controller.abort();
      observer.disconnect();
      clearTimeout(timer);
    },
  };
}
