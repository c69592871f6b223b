/**
 * Where does the cart come from? From a JSON script element: the one that the selector names, or a child of the host. It is
 * read anew when its text changes, also where the page replaces it or writes it later.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class CartSource implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #take: (cart: unknown) => void;
  readonly #fail: (error: unknown) => void;
  readonly #observer = new MutationObserver(() => this.read());
  #selector: string | undefined;
  #text: string | undefined;

  /**
   * @param take gets what the script element holds
   * @param fail gets the error where that is not JSON
   */
  constructor(
    host: ReactiveControllerHost & Element,
    take: (cart: unknown) => void,
    fail: (error: unknown) => void,
  ) {
    this.#host = host;
    this.#take = take;
    this.#fail = fail;
    host.addController(this);
  }

  /** Reads from the first element that matches; without a selector, from the host's own child. */
  from(selector: string | undefined): void {
    this.#selector = selector;
    this.#text = undefined;
    this.read();
  }

  hostConnected(): void {
    // The whole tree, since frameworks replace the element itself.
    this.#observer.observe(this.#host.getRootNode(), { childList: true, characterData: true, subtree: true });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  read(): void {
    try {
      const script = this.#selector
        ? (this.#host.getRootNode() as ParentNode).querySelector(this.#selector)
        : this.#host.querySelector(':scope > script[type="application/json"]');
      const text = script?.textContent.trim();
      if (!text || text === this.#text) return;
      this.#text = text;
      this.#take(JSON.parse(text));
    } catch (error) {
      this.#fail(error);
    }
  }
}
