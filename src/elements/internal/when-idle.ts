/** At the latest after this long, milliseconds. */
const patienceMs = 500;
/** Where a browser does not tell that it is idle, milliseconds. */
const pauseMs = 50;

/** Runs once the page has nothing better to do. Returns how to call it off. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(run, pauseMs);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: patienceMs });
  return () => cancelIdleCallback(handle);
}
