/**
 * What are shops and categories called? Coupons name them by ids; the page says how shoppers know them, in its HTML:
 *
 * ```html
 * <datalist>
 *   <option value="shop:qingjin">Qingjin Tea</option>
 *   <option value="category:tea">Tea</option>
 * </datalist>
 * ```
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class GivenNames implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #observer = new MutationObserver(() => this.#read());
  #names: ReadonlyMap<string, string> = new Map();

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** By `shop:{id}` and `category:{id}`; the same map as long as nothing changes. */
  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  /** Whether there is more in the element than names and what has a slot of its own. */
  get hasOther(): boolean {
    return Array.from(this.#host.childNodes).some((node) =>
      node instanceof Element
        ? node.localName !== 'datalist' && !node.slot
        : node instanceof Text && !!node.data.trim(),
    );
  }

  hostConnected(): void {
    this.#observer.observe(this.#host, { childList: true, characterData: true, subtree: true });
    this.#read();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #read(): void {
    const options = this.#host.querySelectorAll<HTMLOptionElement>('datalist option');
    this.#names = new Map(Array.from(options, ({ value, label }) => [value, label]));
    this.#host.requestUpdate();
  }
}
