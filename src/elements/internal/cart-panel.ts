import type { Locale, Params } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { Session } from '../../stores/session.js';
import type { ShownPrice } from './cart-price.js';

/** What the cart's panel lends, at each rendering, to the parts that open on demand. */
export interface CartPanel {
  readonly session: Session;
  readonly locale: Locale;
  /** ISO 4217. */
  readonly currency: string | undefined;
  readonly price: ShownPrice | undefined;
  /** Whether the shopper sees who bears a discount. */
  readonly showFunding: boolean;
  t(key: MessageKey, params?: Params): string;
  money(amount: number): string;
  /** The title of a coupon, by its id. */
  titleOf(coupon: string): string;
  apply(coupon: string): void;
  remove(coupon: string): void;
  /** Says a text in the live region. */
  say(text: string): void;
  update(): void;
}
