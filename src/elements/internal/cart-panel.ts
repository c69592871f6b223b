import type { Locale, Params } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { RefundMode } from '../../model/refund.js';
import type { Session } from '../../stores/session.js';
import type { ShownPrice } from './cart-price.js';

/** What the cart's panel gives, at each rendering, to the parts that it is made of. */
export interface CartPanel {
  readonly root: ShadowRoot;
  readonly session: Session;
  readonly locale: Locale;
  /** ISO 4217. */
  readonly currency: string | undefined;
  /** Absent until there is a cart. */
  readonly price: ShownPrice | undefined;
  /** The page's last cart could not be taken. */
  readonly isUnreadable: boolean;
  /** Whether the shopper sees who bears a discount. */
  readonly showFunding: boolean;
  /** How the shop pays returns back; absent: nothing is said of returns. */
  readonly refundMode: RefundMode | undefined;
  /** Where the token is posted. */
  readonly checkoutUrl: string | undefined;
  t(key: MessageKey, params?: Params): string;
  money(amount: number): string;
  /** The title of a coupon, by its id. */
  titleOf(coupon: string): string;
  /** Returns false where somebody prevented it. */
  emit(event: Event): boolean;
  /** Takes the styles of the parts anew. */
  restyle(): void;
  /** Renders anew; resolves when that is done. */
  update(): Promise<unknown>;
}

/** Moves the focus to the first match. */
export function focusOn({ root }: Pick<CartPanel, 'root'>, selector: string): void {
  root.querySelector<HTMLElement>(selector)?.focus();
}
