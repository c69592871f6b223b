import { html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Filler } from '../engine/fillers.js';
import { describeCoupon } from '../i18n/describe-coupon.js';
import type { LaterPart } from '../i18n/later-sections.js';
import type { Session } from '../stores/session.js';
import { CartAnnouncer } from './internal/cart-announcer.js';
import { CartSource } from './internal/cart-source.js';
import { commaList } from './internal/comma-list.js';
import { CouponElement } from './internal/coupon-element.js';
import { findNudge, type FoundNudge, type NudgeProduct } from './internal/find-nudge.js';
import { isFocusLost } from './internal/is-focus-lost.js';
import { ItemChange } from './internal/item-change.js';
import { readProductLine, type ProductLine } from './internal/nudge-line.js';
import { nudgeStyles } from './internal/nudge-styles.js';
import { headlineOf, keyOf, nudgeView } from './internal/nudge-view.js';
import { sharedStyles } from './internal/shared-styles.js';
import { listStandings } from './internal/standing.js';
import { whenIdle } from './internal/when-idle.js';

const facts = ['product', 'sku', 'price', 'priceCurrency', 'shop', 'brand', 'categories', 'tags'];

/**
 * A nudge (凑单): "¥50 more to save ¥30", how far the cart is, and products that fill the gap, each with what is to pay in all before and after. In a cart as it is; on
 * a product page (with `product`, or `page`) with that product added.
 *
 * Which products may be added says the page: `products`, as a property, as the selector of a JSON script element, or as a child
 * `<script type="application/json">`. Amounts are integers in minor units.
 *
 * @slot - What stands here before the script runs, and where there is nothing to nudge.
 * @fires {CouponAddItemsEvent} coupon-add-items - A request: the shopper wants these in the cart. The page changes its cart. Prevent it to have the element wait for nothing.
 * @fires {CouponItemsAddedEvent} coupon-items-added - A fact: they are in the session's cart.
 * @fires {CouponRemoveItemsEvent} coupon-remove-items - A request: the shopper takes them back.
 * @fires {CouponItemsRemovedEvent} coupon-items-removed - A fact: they are out of the session's cart.
 * @csspart nudge - The whole box.
 * @csspart joins - What the page's product itself saves.
 * @csspart headline - What is missing, and what it saves.
 * @csspart coupon - The coupon that it is about.
 * @csspart bar - How far the cart is.
 * @csspart totals - What is to pay in all, before and after.
 * @csspart products - What fills the gap.
 * @csspart product - One of these.
 * @csspart image - Its picture.
 * @csspart button - Its button.
 * @csspart reached - What was saved.
 * @csspart undo - The button that takes back what was added.
 * @cssprop [--coupon-accent] - Bars, savings and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The background of pictures.
 * @cssprop [--coupon-surface] - The box's background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssstate empty - There is nothing to nudge.
 * @cssstate gap - Something is missing.
 * @cssstate reached - What was missing is there, and it says what was saved.
 * @cssstate adding - The page is asked to add something.
 */
export class CouponNudge extends CouponElement {
  static override styles = [sharedStyles, nudgeStyles];

  static override properties: PropertyDeclarations = {
    coupon: {},
    products: {},
    page: { type: Boolean },
    product: {},
    sku: {},
    price: {},
    priceCurrency: { attribute: 'currency' },
    shop: {},
    brand: {},
    categories: commaList,
    tags: commaList,
    found: { state: true },
  };

  protected static override readonly messageParts: readonly LaterPart[] = ['later', 'campaigns'];

  /** The id of the only coupon that is nudged for; absent: the one of which most comes back. */
  coupon: string | undefined;
  /** What may be added, or the selector of the JSON script element that says so; absent: a child. */
  products: string | readonly NudgeProduct[] | undefined;
  /** On a product page whose JSON-LD says what it sells. */
  page = false;
  /** The id of the product that the page is about. */
  product: string | undefined;
  /** Also what coupons may name. */
  sku: string | undefined;
  /** A decimal, as in schema.org: `299.00`. */
  price: string | undefined;
  /** ISO 4217, of `price`. */
  priceCurrency: string | undefined;
  /** Whose product it is, on a marketplace. */
  shop: string | undefined;
  /** What brand coupons match. */
  brand: string | undefined;
  /** In the attribute, separated by commas. */
  categories: readonly string[] | undefined;
  /** In the attribute, separated by commas: `sale, eco`. */
  tags: readonly string[] | undefined;

  /** What there is to say. */
  private found: FoundNudge | undefined;

  readonly #internals = this.attachInternals();
  readonly #change = new ItemChange(this);
  readonly #announcer = new CartAnnouncer();
  readonly #source = new CartSource(
    this,
    (products) => this.#takeProducts(products),
    (error) => report(String(error)),
  );
  #products: readonly NudgeProduct[] = [];
  /** `undefined` until the page is read; `null` where it is about no product. */
  #line: ProductLine | null | undefined;
  /** The last reading of it. */
  #reading: unknown;
  /** What the last search hung on. */
  #asked: readonly unknown[] = [];
  #reached: { readonly coupon: string; readonly saved: number } | undefined;
  /** The button that was pressed last, where it had the focus. */
  #pressed: Element | null | undefined;
  #stopWaiting = () => {};

  protected override get currency(): string | undefined {
    return this.found?.now.currency ?? super.currency;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWaiting();
    this.#asked = [];
  }

  protected override storesOf({
    $cart,
    $offers,
    $wallet,
    $shopper,
  }: Session): readonly ReadableAtom<unknown>[] {
    return [$cart, $offers, $wallet, $shopper];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('products') || !this.hasUpdated) {
      if (Array.isArray(this.products)) this.#takeProducts(this.products);
      else this.#source.from(this.products as string | undefined);
    }
    if (!this.#reading || facts.some((name) => changed.has(name)) || changed.has('page'))
      void this.#readPage();
    this.#change.look(this.session?.$cart.get());
    this.#search();
  }

  protected override updated(): void {
    const pressed = this.#pressed;
    if (!pressed || pressed.isConnected) return;
    // It went with its product, or with what was added.
    this.#pressed = undefined;
    if (isFocusLost()) this.renderRoot.querySelector<HTMLElement>('[part=undo], [part=button]')?.focus();
  }

  protected override view(session: Session): TemplateResult {
    const { found, locale } = this;
    const { state } = this.#change;
    const reached = this.#reached && {
      title: this.#titleOf(this.#reached.coupon),
      saved: this.#reached.saved,
    };
    const isUndoable = /^(added|undoing|not-)/.test(state);
    const shown = found || reached || isUndoable;
    const { states } = this.#internals;
    states.clear();
    states.add(state === 'adding' ? state : found?.coupon ? 'gap' : shown ? 'reached' : 'empty');
    const view = {
      found,
      reached,
      title: found?.coupon ? this.#titleOf(found.coupon) : '',
      locale: locale!,
      currency: this.currency ?? '',
      change: this.#change,
      add: (filler: Filler) => this.#add(session, filler),
      undo: () => this.#undo(),
    };
    this.#announce(
      headlineOf(view),
      reached && locale!.t('nudge.reached', { currency: this.currency, ...reached }),
    );
    return html`${
        shown
          ? html`<section
              class="nudge"
              part="nudge"
              lang=${locale!.language}
              aria-label=${locale!.t('nudge.title')}
            >
              ${nudgeView(view)}
            </section>`
          : html`<slot></slot>`
      }
      <p class="hidden" role="status" lang=${locale!.language}></p>`;
  }

  /** Also the page's product, where it is not in the cart yet. */
  #add(session: Session, filler: Filler): void {
    const items = [...(this.found?.added ? [this.found.added.line] : []), ...filler.items];
    this.#reached = undefined;
    this.#pressed = (this.renderRoot as ShadowRoot).activeElement;
    this.#change.add(
      keyOf(filler),
      items.map(({ product, sku, quantity }) => ({ product, quantity, ...(sku && { sku }) })),
      session.$cart.get(),
    );
  }

  #undo(): void {
    this.#pressed = (this.renderRoot as ShadowRoot).activeElement;
    this.#change.undo();
  }

  /** Searches anew where anything that it hangs on is another, once the page has nothing better to do; what is shown stays until then. */
  #search(): void {
    const { session, coupon } = this;
    if (!session || this.#line === undefined) return;
    const { $cart, $offers, $wallet, $shopper } = session;
    const known = [$cart, $offers, $wallet, $shopper].map(($store) => $store.get());
    const asked = [session, this.#line, coupon, this.#products, ...known];
    if (asked.every((value, index) => value === this.#asked[index])) return;
    if (this.#line && this.#line !== this.#asked[1]) void session.loadOffers(this.#line.line.product);
    this.#asked = asked;
    if (!$offers.get()) return;
    this.#stopWaiting();
    this.#stopWaiting = whenIdle(async () => {
      const product = this.#line ?? undefined;
      const found = await findNudge(session, { coupon, products: this.#products, product }).catch(report);
      if (asked === this.#asked) this.#take(found);
    });
  }

  #take(found: FoundNudge | undefined): void {
    const { session, found: before } = this;
    const best = found?.now ?? session?.$best.get();
    const isApplied = (id: string) => !!best?.applied.some(({ coupon }) => coupon === id);
    const saved = best && before ? best.discount - before.now.discount : 0;
    if (before?.coupon && saved > 0 && isApplied(before.coupon))
      this.#reached = { coupon: before.coupon, saved };
    else if (this.#reached && !isApplied(this.#reached.coupon)) this.#reached = undefined;
    this.found = found;
    this.requestUpdate();
  }

  async #readPage(): Promise<void> {
    const reading = (this.#reading = {});
    const { page, product, sku, price, priceCurrency: currency, shop, brand, categories, tags } = this;
    const line =
      page || product || sku
        ? await readProductLine({ product, sku, price, currency, shop, brand, categories, tags })
        : undefined;
    if (reading !== this.#reading) return;
    this.#line = line ?? null;
    this.requestUpdate();
  }

  #takeProducts(products: unknown): void {
    this.#products = Array.isArray(products) ? (products as readonly NudgeProduct[]) : [];
    if (!Array.isArray(products)) report('products: give a list');
    this.requestUpdate();
  }

  #titleOf(id: string): string {
    const standing = listStandings(this.session!).find(({ coupon }) => coupon.id === id);
    return standing ? describeCoupon(standing.coupon, this.locale!, this.currency).title : '';
  }

  /** What is new is said; what was there when the page loaded is not. */
  #announce(headline: string, reached: string | undefined): void {
    this.#announcer.note({ reached, headline }, ['headline'], (text) => {
      const status = this.renderRoot.querySelector('[role=status]');
      if (status) status.textContent = text;
    });
  }
}

function report(problem: unknown): undefined {
  // eslint-disable-next-line no-console -- Somebody has to mend the shop.
  console.error('<coupon-nudge>', problem instanceof Error ? problem.message : problem);
}

export type * from './internal/item-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-nudge': CouponNudge;
  }
}
