/** Counts the time in which the page is on the screen; a hidden page does not count, and no timer runs there. */

/** Time is counted in steps of so many seconds: what is shorter is nothing. */
export const stepSeconds = 5;

/** Calls `count` after each step, until `signal` is aborted. */
export function watchTime(count: () => void, signal: AbortSignal, stepMs = 1000 * stepSeconds): void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = () => {
    clearInterval(timer);
    if (!document.hidden && !signal.aborted) timer = setInterval(count, stepMs);
  };
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', follow);
  follow();
}
