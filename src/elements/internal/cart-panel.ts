import type { Locale, Params } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { Session } from '../../stores/session.js';
import type { ShownPrice } from './cart-price.js';

/** What the cart's panel gives, at each rendering, to the parts that it is made of. */
export interface CartPanel {
  readonly session: Session;
  readonly locale: Locale;
  /** ISO 4217. */
  readonly currency: string | undefined;
  /** Absent until there is a cart. */
  readonly price: ShownPrice | undefined;
  /** Whether the shopper sees who bears a discount. */
  readonly showFunding: boolean;
  t(key: MessageKey, params?: Params): string;
  money(amount: number): string;
  /** The title of a coupon, by its id. */
  titleOf(coupon: string): string;
  readonly act: CartActs;
}

/** What a shopper does in the panel. */
export interface CartActs {
  apply(coupon: string): void;
  remove(coupon: string): void;
  useBest(): void;
  toggleBreakdown(): void;
  /** Takes the server's price; `about` is what has been read by that. */
  accept(about: readonly unknown[]): void;
  dismiss(about: readonly unknown[]): void;
  /** Says a text in the live region. */
  say(text: string): void;
  update(): void;
}
