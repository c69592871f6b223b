/** One act that changes the page's cart: asked for by an event, done when the cart shows it, undone the same way. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Cart } from '../../model/cart.js';
import type { SharedLine } from '../../protocol/campaigns.js';
import {
  CouponAddItemsEvent,
  CouponItemsAddedEvent,
  CouponItemsRemovedEvent,
  CouponRemoveItemsEvent,
} from './item-events.js';

export type ChangeState = 'idle' | 'adding' | 'added' | 'not-added' | 'undoing' | 'not-undone';

/** A page that has not changed its cart by then, will not. */
const patienceMs = 10_000;

export class ItemChange implements ReactiveController {
  readonly #host: ReactiveControllerHost & EventTarget;
  #state: ChangeState = 'idle';
  #key = '';
  #lines: readonly SharedLine[] = [];
  /** How many of each were in the cart when it was asked for. */
  #before: readonly number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & EventTarget) {
    this.#host = host;
    host.addController(this);
  }

  get state(): ChangeState {
    return this.#state;
  }

  /** Which addition it is about. */
  get key(): string {
    return this.#key;
  }

  /** Asks the page to add the lines, all in one act. */
  add(key: string, lines: readonly SharedLine[], cart: Cart | undefined): void {
    if (this.#isUnderWay) return;
    this.#key = key;
    this.#lines = lines;
    this.#before = lines.map((line) => quantityOf(line, cart));
    this.#begin('adding', new CouponAddItemsEvent({ lines }));
  }

  /** Asks the page to take them out again. */
  undo(): void {
    if (this.#state !== 'added' && this.#state !== 'not-undone') return;
    this.#begin('undoing', new CouponRemoveItemsEvent({ lines: this.#lines }));
  }

  /** Looks whether the cart shows it. */
  look(cart: Cart | undefined): void {
    const lines = this.#lines;
    const has = (more: number) =>
      lines.every((line, index) => {
        const quantity = quantityOf(line, cart) - this.#before[index]!;
        return more ? quantity >= line.quantity : quantity <= 0;
      });
    if ((this.#state === 'adding' || this.#state === 'not-added') && has(1)) {
      this.#end('added');
      this.#host.dispatchEvent(new CouponItemsAddedEvent({ lines }));
    } else if ((this.#state === 'undoing' || this.#state === 'not-undone') && has(0)) {
      this.#end('idle');
      this.#host.dispatchEvent(new CouponItemsRemovedEvent({ lines }));
    } else if (this.#state === 'added' && !has(1)) {
      // Whoever took it out by the cart itself has nothing to undo.
      this.#end('idle');
    }
  }

  hostConnected(): void {
    if (this.#isUnderWay) this.#wait();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  get #isUnderWay(): boolean {
    return this.#state === 'adding' || this.#state === 'undoing';
  }

  #begin(state: 'adding' | 'undoing', request: Event): void {
    const before = this.#state;
    // Said first: a page may change its cart within the event.
    this.#state = state;
    this.#wait();
    const isPrevented = !this.#host.dispatchEvent(request);
    if (isPrevented && this.#state === state) this.#end(before);
    this.#host.requestUpdate();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#end(this.#state === 'adding' ? 'not-added' : 'not-undone');
    }, patienceMs);
  }

  #end(state: ChangeState): void {
    clearTimeout(this.#timer);
    this.#state = state;
    this.#host.requestUpdate();
  }
}

function quantityOf({ product, sku }: SharedLine, cart: Cart | undefined): number {
  const lines = cart?.lines.filter((line) => line.product === product && (!sku || line.sku === sku)) ?? [];
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
