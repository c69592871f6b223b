import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableAtom } from 'nanostores';

/** Re-renders its host when one of the watched stores changes; subscribed only while the host is connected. */
export class StoreController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly isConnected: boolean };
  #stores: readonly ReadableAtom<unknown>[] = [];
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }) {
    this.#host = host;
    host.addController(this);
  }

  /** Watches these stores instead of the earlier ones. */
  watch(stores: readonly ReadableAtom<unknown>[]): void {
    this.hostDisconnected();
    this.#stores = stores;
    if (this.#host.isConnected) this.#listen();
  }

  hostConnected(): void {
    this.hostDisconnected();
    this.#listen();
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  #listen(): void {
    this.#stops = this.#stores.map(($store) => $store.listen(() => this.#host.requestUpdate()));
  }
}
