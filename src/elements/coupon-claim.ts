import { adoptStyles, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { matchesScope } from '../model/match-scope.js';
import type { Best } from '../model/quote.js';
import type { Scope } from '../model/scope.js';
import { exponentOf } from '../money/exponent.js';
import type { ClaimState } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { claimStyles } from './internal/claim-styles.js';
import { ClaimingElement } from './internal/claiming-element.js';
import type * as List from './internal/coupon-list.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { parseDecimal } from './internal/parse-decimal.js';
import type { ProductTexts } from './internal/read-product.js';
import { sharedStyles } from './internal/shared-styles.js';
import { listStandings, type Standing } from './internal/standing.js';

/** In which order coupons are listed that are not part of the best price. */
const order: readonly ClaimState[] = [
  'available',
  'claimed',
  'sign-in',
  'upcoming',
  'sold-out',
  'used',
  'ended',
];

const facts = ['product', 'sku', 'price', 'priceCurrency', 'shop', 'brand', 'categories', 'tags'];

/** An attribute that holds several values. */
const commaList = {
  converter: (text: string | null) =>
    text
      ?.split(',')
      .map((each) => each.trim())
      .filter(Boolean),
};

/**
 * For product pages: what the product costs after coupons, its best coupon with one button, and every coupon of the product in a
 * popover.
 *
 * What the product is comes from attributes. Where `product`, `price` or `currency` is not among them, the page's schema.org JSON-LD fills in what
 * they leave open, if it speaks of the same product.
 *
 * @slot - What stands here before the script runs, and where the product has no coupon.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @csspart price - The line of prices.
 * @csspart payable - The price after coupons.
 * @csspart list-price - The struck price before.
 * @csspart saving - What the coupons take off.
 * @csspart ticket - A coupon's card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title - What the coupon is called.
 * @csspart notes - Scarcity and countdown.
 * @csspart button - A claim button.
 * @csspart more - The button that opens the list.
 * @csspart popover - The list.
 * @cssprop [--coupon-accent] - Prices, face values and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The background of cards and popover.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-claim-size=10.75rem] - The height that is reserved; 12.75rem on a phone.
 * @cssstate empty - The product has no coupon.
 * @cssstate available - Also `claimed`, `used`, `sold-out`, `upcoming`, `ended`, `sign-in`: where the shopper stands with the best coupon.
 */
export class CouponClaim extends ClaimingElement {
  static override styles = [sharedStyles, ticketStyles, claimStyles];

  static override properties: PropertyDeclarations = {
    product: {},
    sku: {},
    price: {},
    priceCurrency: { attribute: 'currency' },
    shop: {},
    brand: {},
    categories: commaList,
    tags: commaList,
    best: { state: true },
    open: { state: true },
  };

  /** The product's id, as coupons name it. */
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

  /** What the product costs with coupons; `null` where that cannot be told. */
  private best: Best | null | undefined;
  /** Whether the list is open. */
  private open = false;

  /** `undefined` until the facts are read; `null` where there is no product. */
  #line: Line | null | undefined;
  /** The one that `best` is of. */
  #pricedLine: unknown;
  /** The last reading of the facts. */
  #reading: unknown;
  #currency = '';
  /** What the last question for the price hung on. */
  #asked: readonly unknown[] = [];
  /** The one on the screen stays there when it is claimed. */
  #shown = '';
  /** Nor do the coupons of an open list change their places. */
  #order: readonly string[] = [];
  /** Loaded when the list opens. */
  #list: typeof List | undefined;
  #stopList: (() => void) | undefined;

  protected override get currency(): string | undefined {
    return this.#currency || super.currency;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.hide();
  }

  /** Opens the list of every coupon of the product. */
  async show(): Promise<void> {
    const root = this.renderRoot as ShadowRoot;
    if (!this.#list) {
      const [list] = await Promise.all([import('./internal/coupon-list.js'), this.loadMessages()]);
      this.#list = list;
      adoptStyles(root, [...CouponClaim.elementStyles, this.#list.listStyles]);
    }
    this.open = true;
    await this.updateComplete;
    const popover = root.querySelector<HTMLElement>('.popover');
    this.#stopList?.();
    this.#stopList = popover ? this.#list.openList(this.#moreButton, popover, this.#close) : undefined;
  }

  /** Closes the list. */
  hide(): void {
    this.#stopList?.();
    this.#stopList = undefined;
    this.open = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (!this.#reading || facts.some((name) => changed.has(name))) void this.#readFacts();
    void this.#findPrice();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$shopper];
  }

  protected override view(session: Session): TemplateResult {
    const line = this.#line;
    if (line === undefined || !session.$offers.get() || (line && this.best === undefined))
      return this.waiting();
    // A price is never shown for another product.
    const best = line === this.#pricedLine ? this.best : null;
    const applied = best?.applied.map(({ coupon }) => coupon) ?? [];
    const standings = this.#rank(session, applied);
    const [first] = standings;
    if (!first) {
      this.expose('empty');
      return html`<slot></slot>`;
    }
    const isPart = ({ coupon: { id } }: Standing) => !applied.length || applied.includes(id);
    const shown =
      standings.find((each) => each.coupon.id === this.#shown && each.state === 'claimed' && isPart(each)) ??
      first;
    this.#shown = shown.coupon.id;
    // One act claims all that the price takes.
    const open = applied.filter((id) =>
      standings.some(({ coupon, state }) => coupon.id === id && state === 'available'),
    );
    const act: Standing = open.length ? { ...shown, state: 'available' } : shown;
    this.expose(act.state);
    return html`<div class="space" lang=${this.locale!.language}>
        ${best?.discount ? this.#prices(best) : nothing}
        <div class="edge">${this.#ticket(act, open.length ? open : undefined)}</div>
        <button
          class="button link more"
          part="more"
          aria-haspopup="dialog"
          aria-expanded=${this.open}
          @click=${this.open ? this.hide : this.show}
        >
          <span class="faces" aria-hidden="true">
            ${standings.slice(0, 3).map(({ coupon }) => html`<span>${this.describe(coupon).face}</span>`)}
          </span>
          ${this.t('claim.all', { count: standings.length })}
        </button>
        ${
          this.open
            ? this.#list!.couponList(
                this.locale!,
                standings.map((each) => this.#ticket(each, undefined, true)),
                this.#close,
              )
            : nothing
        }
      </div>
      ${this.status(shown)}`;
  }

  #ticket(standing: Standing, coupons?: readonly string[], detailed = false): TemplateResult {
    const text = this.describe(standing.coupon);
    return couponTicket(text, {
      notes: this.notes(standing, coupons),
      action: this.button(standing, text.title, coupons),
      detailed,
    });
  }

  #prices({ payable, subtotal, discount }: Best): TemplateResult {
    return html`<p class="price" part="price">
      <span class="small">${this.t('claim.price')}</span>
      <strong class="payable" part="payable">${this.money(payable)}</strong>
      <s class="muted" part="list-price"
        ><span class="hidden">${this.t('claim.list')} </span>${this.money(subtotal)}</s
      >
      <span class="saving" part="saving">${this.t('claim.save', { amount: discount })}</span>
    </p>`;
  }

  /** The coupons that reach the product: those of the best price first. What ends while it is seen stays, and says so. */
  #rank(session: Session, applied: readonly string[]): readonly Standing[] {
    const line = this.#line;
    if (!line) return [];
    const rank = ({ coupon: { id }, state }: Standing) =>
      this.open && this.#order.includes(id)
        ? this.#order.indexOf(id) - this.#order.length
        : applied.includes(id)
          ? -1
          : order.indexOf(state);
    const standings = listStandings(session)
      .filter(
        ({ coupon, state }) =>
          (state !== 'ended' || this.#order.includes(coupon.id)) && reaches(coupon, line),
      )
      .sort((a, b) => rank(a) - rank(b));
    this.#order = standings.map(({ coupon }) => coupon.id);
    return standings;
  }

  async #readFacts(): Promise<void> {
    const { product, sku, price, priceCurrency, shop, brand, categories, tags } = this;
    const asked = (this.#reading = {});
    let found: ProductTexts = {};
    if (!product || !price || !priceCurrency) {
      const { readProduct } = await import('./internal/read-product.js');
      found = (await readProduct(document, product || sku)) ?? found;
    }
    if (asked !== this.#reading) return;
    const id = product || found.product || sku;
    const currency = priceCurrency || found.currency || '';
    this.#currency = /^[A-Z]{3}$/.test(currency) ? currency : '';
    this.#line = id
      ? ({
          id,
          product: id,
          sku: sku || found.sku,
          shop: shop || found.shop,
          brand: brand || found.brand,
          categories: categories ?? found.categories,
          tags,
          unitPrice: (this.#currency && parseDecimal(price || found.price || '', exponentOf(currency))) || 0,
          quantity: 1,
        } as Line)
      : null;
    this.requestUpdate();
  }

  /** Asks for the price anew where anything that it hangs on is another; the last one stays until then. */
  async #findPrice(): Promise<void> {
    const { session } = this;
    const line = this.#line;
    if (!session || !line) return;
    const { $offers, $wallet, $shopper } = session;
    const asked = [session, line, $offers.get(), $wallet.get(), $shopper.get()];
    const isNew = (value: unknown, index: number) => value !== this.#asked[index];
    if (!asked.some(isNew)) return;
    if (asked.slice(0, 2).some(isNew)) void session.loadOffers(line.product);
    this.#asked = asked;
    if (!$offers.get()) return;
    const best = line.unitPrice
      ? await session.priceOf({ currency: this.#currency, lines: [line] }).catch(() => null)
      : null;
    if (asked !== this.#asked) return;
    this.best = best;
    this.#pricedLine = line;
  }

  readonly #close = (isAct = true): void => {
    this.hide();
    if (isAct) this.#moreButton.focus();
  };

  get #moreButton(): HTMLElement {
    return this.renderRoot.querySelector('.more')!;
  }
}

/** Whether a coupon can take something off a line: the line is in its scope, or in that of what it gives. */
function reaches({ scope, issuer, benefit }: Coupon, line: Line): boolean {
  const { getScope } = benefit as { readonly getScope?: Scope };
  const isOfShop = typeof issuer !== 'object' || issuer.shop === line.shop;
  return isOfShop && (matchesScope(line, scope) || (!!getScope && matchesScope(line, getScope)));
}

export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-claim': CouponClaim;
  }
}
