/**
 * Is the shopper about to leave? A page cannot know; these are signs that mean it more often than not. Nothing here holds anybody back: neither the history nor
 * the closing of the page is touched.
 */

export interface LeavingTimes {
  /** Nobody leaves within so long of arriving. Milliseconds, as all of these. */
  readonly settleMs: number;
  /** On a touch screen: how long nothing was scrolled or touched before. */
  readonly pauseMs: number;
  /** On a touch screen: how fast the shopper then scrolls up. */
  readonly flickMs: number;
  /** Who was elsewhere for so long had left. */
  readonly awayMs: number;
}

const usualTimes: LeavingTimes = { settleMs: 5000, pauseMs: 8000, flickMs: 800, awayMs: 60_000 };
/** How far up, in heights of the window. */
const flick = 0.75;

/** Calls `leave` at each sign, until `signal` is aborted. */
export function watchLeaving(leave: () => void, signal: AbortSignal, times = usualTimes): void {
  const startedAt = performance.now();
  const leaveOnceSettled = () => {
    if (performance.now() - startedAt >= times.settleMs) leave();
  };
  watchPointer(leaveOnceSettled, signal);
  if (matchMedia('(pointer: coarse)').matches) watchScrolling(leaveOnceSettled, signal, times);
  watchAbsence(leave, signal, times);
}

/** A mouse leaves the window at its top: to the tabs, the address, the button that closes. */
function watchPointer(leave: () => void, signal: AbortSignal): void {
  const watch = ({ pointerType, relatedTarget, clientY, buttons }: PointerEvent) => {
    if (pointerType === 'mouse' && !relatedTarget && clientY <= 0 && !buttons) leave();
  };
  document.addEventListener('pointerout', watch, { signal, passive: true });
}

/** A finger rests for long, and then goes up fast: to the address, which shows again. */
function watchScrolling(leave: () => void, signal: AbortSignal, { pauseMs, flickMs }: LeavingTimes): void {
  let lastAt = performance.now();
  let from = scrollY;
  let fromAt = -Infinity;
  let lastY = scrollY;
  const touch = () => {
    const now = performance.now();
    if (now - lastAt >= pauseMs) [from, fromAt] = [lastY, now];
    lastAt = now;
  };
  const scroll = () => {
    touch();
    lastY = scrollY;
    if (lastAt - fromAt <= flickMs && from - lastY >= flick * innerHeight) leave();
  };
  addEventListener('pointerdown', touch, { signal, passive: true });
  addEventListener('scroll', scroll, { signal, passive: true });
}

/** Another tab, another app, a locked screen: seen when the shopper is back. */
function watchAbsence(leave: () => void, signal: AbortSignal, { awayMs }: LeavingTimes): void {
  // This clock goes on while the computer sleeps.
  let hiddenAt = document.hidden ? Date.now() : Infinity;
  const watch = () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt >= awayMs) leave();
  };
  document.addEventListener('visibilitychange', watch, { signal });
}
