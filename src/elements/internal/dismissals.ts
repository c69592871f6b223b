/** What a shopper has dismissed, by name, remembered in this browser; where it may not remember, for this page only. */
const prefix = 'couponkit:dismissed:';

export function isDismissed(name: string): boolean {
  try {
    return localStorage.getItem(prefix + name) !== null;
  } catch {
    return false;
  }
}

export function rememberDismissed(name: string): void {
  try {
    localStorage.setItem(prefix + name, '1');
  } catch {
    // A browser that keeps nothing: the element itself keeps it for now.
  }
}
