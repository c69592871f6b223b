/** How many points has the shopper? Asked where something costs points, and anew when the wallet has changed: here or in another tab. */
import type { ReactiveControllerHost } from 'lit';
import type { Held } from '../../protocol/messages.js';
import type { Campaigns } from '../../stores/campaigns.js';
import type { Session } from '../../stores/session.js';
import { StoreController } from './store-controller.js';

export class PointsBalance {
  readonly #stores: StoreController;
  #session: Session | undefined;
  #wallet: readonly Held[] | undefined;
  #campaigns: Promise<Campaigns | undefined> | undefined;
  #$points: Campaigns['$points'] | undefined;

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }) {
    this.#stores = new StoreController(host);
  }

  /** `undefined` where it is not known. */
  get value(): number | undefined {
    return this.#$points?.get();
  }

  /** Takes the session as it is now; asks the shop where the wallet is another than before. */
  follow(session: Session): void {
    if (session !== this.#session) {
      this.#session = session;
      this.#$points = undefined;
      // It rejects where the adapter has none, or they do not load: then nobody knows the balance.
      this.#campaigns = session.campaigns().catch(() => undefined);
    }
    const wallet = session.$wallet.get();
    if (wallet === this.#wallet) return;
    this.#wallet = wallet;
    void this.#ask(session);
  }

  async #ask(session: Session): Promise<void> {
    const campaigns = await this.#campaigns;
    if (!campaigns || session !== this.#session) return;
    if (!this.#$points) this.#stores.watch([(this.#$points = campaigns.$points)]);
    await campaigns.load();
  }
}
