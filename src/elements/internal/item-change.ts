/** One act that changes the page's cart: asked for by events, done when the cart shows it, undone the same way. */
import type { Cart } from '../../model/cart.js';
import {
  CouponAddItemEvent,
  CouponItemAddedEvent,
  CouponItemRemovedEvent,
  CouponRemoveItemEvent,
  type ItemDetail,
} from './nudge-events.js';

export type ChangeState = 'idle' | 'adding' | 'added' | 'not-added' | 'undoing' | 'not-undone';

export interface ItemHost {
  requestUpdate(): void;
  dispatchEvent(event: Event): boolean;
}

/** A page that has not changed its cart by then, will not. */
const patienceMs = 10_000;

export class ItemChange {
  readonly #host: ItemHost;
  #state: ChangeState = 'idle';
  #key = '';
  #items: readonly ItemDetail[] = [];
  /** How many of each were in the cart when it was asked for. */
  #before: readonly number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ItemHost) {
    this.#host = host;
  }

  get state(): ChangeState {
    return this.#state;
  }

  /** Which addition it is about. */
  get key(): string {
    return this.#key;
  }

  /** Asks the page to add the items, all in one act. */
  add(key: string, items: readonly ItemDetail[], cart: Cart | undefined): void {
    if (this.#isUnderWay) return;
    this.#key = key;
    this.#items = items;
    this.#before = items.map((item) => quantityOf(item, cart));
    this.#begin(
      'adding',
      items.map((item) => new CouponAddItemEvent(item)),
    );
  }

  /** Asks the page to take them out again. */
  undo(): void {
    if (this.#state !== 'added' && this.#state !== 'not-undone') return;
    this.#begin(
      'undoing',
      this.#items.map((item) => new CouponRemoveItemEvent(item)),
    );
  }

  /** Looks whether the cart shows it. Returns the state where it has come to one. */
  look(cart: Cart | undefined): 'added' | 'undone' | undefined {
    const has = (more: number) =>
      this.#items.every((item, index) => {
        const quantity = quantityOf(item, cart) - this.#before[index]!;
        return more ? quantity >= item.quantity : quantity <= 0;
      });
    if ((this.#state === 'adding' || this.#state === 'not-added') && has(1)) {
      this.#end('added');
      this.#tell((item) => new CouponItemAddedEvent(item));
      return 'added';
    }
    if ((this.#state === 'undoing' || this.#state === 'not-undone') && has(0)) {
      this.#end('idle');
      this.#tell((item) => new CouponItemRemovedEvent(item));
      return 'undone';
    }
    // Whoever took it out by the cart itself has nothing to undo.
    if (this.#state === 'added' && !has(1)) this.#end('idle');
    return undefined;
  }

  /** Waits no longer. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  get #isUnderWay(): boolean {
    return this.#state === 'adding' || this.#state === 'undoing';
  }

  #begin(state: 'adding' | 'undoing', requests: readonly Event[]): void {
    const before = this.#state;
    // Said first: a page may change its cart within the event.
    this.#state = state;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#end(state === 'adding' ? 'not-added' : 'not-undone');
    }, patienceMs);
    const isPrevented = requests.map((request) => !this.#host.dispatchEvent(request)).some(Boolean);
    if (isPrevented && this.#state === state) this.#end(before);
    this.#host.requestUpdate();
  }

  #end(state: ChangeState): void {
    clearTimeout(this.#timer);
    this.#state = state;
    this.#host.requestUpdate();
  }

  #tell(fact: (item: ItemDetail) => Event): void {
    for (const item of this.#items) this.#host.dispatchEvent(fact(item));
  }
}

function quantityOf({ product, sku }: ItemDetail, cart: Cart | undefined): number {
  const lines = cart?.lines.filter((line) => line.product === product && (!sku || line.sku === sku)) ?? [];
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
