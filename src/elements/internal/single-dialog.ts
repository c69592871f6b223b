/**
 * A dialog that opens by itself: never over another one. It asks first, by an event that whoever is open prevents, and waits until that one is closed; of the
 * page's own dialogs, too. Nothing global is kept.
 */
const wanted = 'coupon-dialog-wanted';
const closed = 'coupon-dialog-closed';

export class SingleDialog {
  readonly #closed: () => void;
  #listening: AbortController | undefined;

  /** @param onClose called when it is closed, however that was done */
  constructor(onClose: () => void) {
    this.#closed = onClose;
  }

  /** Shows it now, or when nothing else is open any more. Repeated calls do nothing. */
  open(dialog: HTMLDialogElement): void {
    if (this.#listening) return;
    const listening = (this.#listening = new AbortController());
    const show = () => {
      const other = findModal(document);
      if (!document.dispatchEvent(new Event(wanted, { cancelable: true }))) return;
      if (other) {
        other.addEventListener('close', show, { once: true, signal: listening.signal });
        return;
      }
      document.removeEventListener(closed, show);
      document.addEventListener(wanted, (event) => event.preventDefault(), { signal: listening.signal });
      const end = () => {
        // It may be open again, elsewhere, when one hears that it was closed.
        if (!dialog.open) this.#end(true);
      };
      dialog.addEventListener('close', end, { signal: listening.signal });
      dialog.showModal();
    };
    document.addEventListener(closed, show, { signal: listening.signal });
    show();
  }

  /** Closes it, or gives up waiting. */
  close(dialog: HTMLDialogElement | null): void {
    if (!this.#listening) return;
    this.#end(false);
    dialog?.close();
  }

  #end(isAct: boolean): void {
    this.#listening?.abort();
    this.#listening = undefined;
    document.dispatchEvent(new Event(closed));
    if (isAct) this.#closed();
  }
}

/** The modal dialog that is open, also in an element whose shadow tree can be looked into. */
function findModal(root: Document | ShadowRoot): Element | null {
  const own = root.querySelector('dialog:modal');
  if (own) return own;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const found = shadowRoot && findModal(shadowRoot);
    if (found) return found;
  }
  return null;
}
