import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { matchesScope } from '../model/match-scope.js';
import type { Best } from '../model/quote.js';
import type { Scope } from '../model/scope.js';
import { exponentOf } from '../money/exponent.js';
import type { ClaimState } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { parseDecimal } from './internal/parse-decimal.js';
import { readProduct } from './internal/read-product.js';
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

const listAttribute = {
  fromAttribute: (text: string | null) =>
    text
      ?.split(',')
      .map((each) => each.trim())
      .filter(Boolean),
};

/**
 * For product pages: what the product costs after coupons, its best coupon with one button, and every coupon of the product in a
 * popover.
 *
 * What the product is comes from attributes; what they leave open comes from the page's schema.org JSON-LD, where that speaks of the
 * same product.
 *
 * @slot - What stands here before the script runs, and where the product has no coupon.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponUseEvent} coupon-use - A request: "Use now". Prevent it to stay on the page.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @csspart price - The line of prices.
 * @csspart payable - The price after coupons.
 * @csspart list-price - The struck price before.
 * @csspart saving
 * @csspart ticket - A coupon's card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title
 * @csspart notes - Scarcity and countdown.
 * @csspart button - A claim button.
 * @csspart more - The button that opens the list.
 * @csspart popover - The list.
 * @cssprop [--coupon-accent] - Prices, face values and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The stub's background.
 * @cssprop [--coupon-surface] - The background of cards and popover.
 * @cssprop [--coupon-text]
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border]
 * @cssprop [--coupon-radius=0.875rem]
 * @cssprop [--coupon-font=inherit]
 * @cssprop [--coupon-claim-size=10.5rem] - The height that is reserved.
 * @cssstate empty - The product has no coupon.
 * @cssstate available - Also `claimed`, `used`, `sold-out`, `upcoming`, `ended`, `sign-in`: where the shopper stands with the best coupon.
 */
export class CouponClaim extends ClaimingElement {
  static override styles = [
    sharedStyles,
    ticketStyles,
    css`
      .space {
        container-type: inline-size;
        min-block-size: var(--coupon-claim-size, 10.5rem);
      }
      .price {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.5rem;
        margin-block-end: 0.4rem;
      }
      .payable {
        color: var(--_accent);
        font-size: 1.75rem;
        font-weight: 750;
        letter-spacing: -0.03em;
        line-height: 1.2;
      }
      .saving {
        padding: 0.1em 0.6em;
        border-radius: 99rem;
        background: var(--_tint);
        color: var(--_accent);
        font-size: 0.8125rem;
        font-weight: 600;
      }
      .more {
        display: flex;
        align-items: center;
        gap: 0.5em;
        max-inline-size: 100%;
        font-size: 0.8125rem;
        text-decoration: none;
      }
      .faces {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5em;
        block-size: 1.8em;
        overflow: hidden;
      }
      .faces span {
        padding-inline: 0.5em;
        border: 1px solid color-mix(in srgb, currentColor 35%, transparent);
        border-radius: 0.3em;
      }
      .more::after {
        content: '';
        flex: none;
        inline-size: 0.45em;
        block-size: 0.45em;
        border: solid;
        border-width: 0 1.5px 1.5px 0;
        translate: 0 -25%;
        rotate: 45deg;
      }
      @container (max-width: 28rem) {
        .saving {
          display: none;
        }
      }
      .popover {
        position: fixed;
        inset: auto;
        inline-size: min(26rem, 100vw - 2rem);
        max-block-size: 80vh;
        margin: 0;
        padding: 1rem;
        overflow: auto;
        overscroll-behavior: contain;
        border: 1px solid var(--_border);
        border-radius: calc(var(--_radius) + 0.5rem);
        background: var(--_surface);
        color: inherit;
        box-shadow: 0 12px 40px rgb(40 15 5 / 0.2);
        container-type: inline-size;
      }
      .popover:focus {
        outline: none;
      }
      .popover h2 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-block: -0.5rem 0.25rem;
        font-weight: 650;
      }
      li + li {
        margin-block-start: 0.75rem;
      }
      @media (max-width: 30rem) {
        .popover {
          inset: auto 0 0 !important;
          inline-size: auto;
          max-inline-size: none;
          max-block-size: 80vh !important;
          border-end-start-radius: 0;
          border-end-end-radius: 0;
        }
        .popover::backdrop {
          background: rgb(20 10 5 / 0.4);
        }
      }
    `,
  ];

  /** The product's id, as coupons name it. */
  @property() product = '';
  /** Also what coupons may name. */
  @property() sku = '';
  /** A decimal, as in schema.org: `299.00`. */
  @property() price = '';
  /** ISO 4217, of `price`. */
  @property({ attribute: 'currency' }) priceCurrency = '';
  @property() shop = '';
  @property() brand = '';
  /** In the attribute, separated by commas. */
  @property({ converter: listAttribute }) categories: readonly string[] | undefined;
  /** In the attribute, separated by commas: `sale, eco`. */
  @property({ converter: listAttribute }) tags: readonly string[] | undefined;

  /** What the product costs with coupons; `null` where that cannot be told. */
  @state() private best: Best | null | undefined;
  @state() private open = false;

  @query('.more') private readonly moreButton!: HTMLElement;
  @query('.popover') private readonly popoverElement!: HTMLElement;

  #line: Line | undefined;
  #currency = '';
  /** What the last question for the price hung on. */
  #asked: readonly unknown[] = [];
  #stopPlacing: (() => void) | undefined;
  /** The one on the screen stays there when it is claimed. */
  #shown = '';
  /** Nor do the coupons of an open list change their places. */
  #order: readonly string[] = [];

  protected override get currency(): string | undefined {
    return this.#currency || super.currency;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readFacts();
    document.addEventListener('pointerdown', this.#closeOutside);
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.#readFacts(), { once: true });
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#closeOutside);
    this.hide();
  }

  /** Opens the list of every coupon of the product. */
  async show(): Promise<void> {
    if (this.open) return;
    this.open = true;
    await this.updateComplete;
    const { popoverElement, moreButton } = this;
    popoverElement.showPopover?.();
    popoverElement.focus();
    const { placePopover } = await import('./internal/place-popover.js');
    if (this.open) this.#stopPlacing = placePopover(moreButton, popoverElement);
  }

  /** Closes the list. */
  hide(): void {
    this.#stopPlacing?.();
    this.#stopPlacing = undefined;
    this.open = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (facts.some((name) => changed.has(name))) this.#readFacts();
    void this.#findPrice();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$shopper];
  }

  protected override waiting(): TemplateResult {
    return html`<div class="space"><slot></slot></div>`;
  }

  protected override view(session: Session): TemplateResult {
    const { best } = this;
    if (this.#line && (best === undefined || !session.$offers.get())) return this.waiting();
    const standings = this.#list(session);
    if (!standings.length) {
      this.expose('empty');
      return html`<slot></slot>`;
    }
    const applied = this.#applied();
    const shown =
      standings.find(
        ({ coupon: { id }, state }) =>
          id === this.#shown && state === 'claimed' && (!applied.length || applied.includes(id)),
      ) ?? standings[0]!;
    this.#shown = shown.coupon.id;
    // One act claims all that the price takes.
    const open = standings.filter(
      ({ coupon, state }) => state === 'available' && applied.includes(coupon.id),
    );
    const act: Standing = open.length ? { ...shown, state: 'available' } : shown;
    const coupons = open.length ? open.map(({ coupon }) => coupon.id) : [shown.coupon.id];
    const text = this.describe(shown.coupon);
    this.expose(act.state);
    return html`<div class="space" lang=${this.locale!.language}>
        ${best?.discount ? this.#prices(best) : nothing}
        <div class="edge">
          ${couponTicket(text, { notes: this.notes(act, coupons), action: this.button(act, text.title, coupons) })}
        </div>
        ${this.#more(standings)}
      </div>
      ${this.status(shown)}`;
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

  #more(standings: readonly Standing[]): TemplateResult {
    const label = this.t('claim.every');
    return html`<button
        class="button link more"
        part="more"
        type="button"
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
          ? html`<div
              class="popover"
              part="popover"
              popover="manual"
              role="dialog"
              aria-label=${label}
              tabindex="-1"
              @keydown=${this.#closeOnEscape}
              @focusout=${this.#closeOnLeave}
            >
              <h2>
                ${label}
                <button class="button link" type="button" @click=${this.#close}>
                  ${this.t('claim.close')}
                </button>
              </h2>
              <ul>
                ${standings.map((each) => this.#item(each))}
              </ul>
            </div>`
          : nothing
      }`;
  }

  #item(standing: Standing): TemplateResult {
    const text = this.describe(standing.coupon);
    return html`<li class="edge">
      ${couponTicket(text, {
        notes: this.notes(standing),
        action: this.button(standing, text.title),
        detailed: true,
      })}
    </li>`;
  }

  /** The coupons that reach the product: those of the best price first. */
  #list(session: Session): readonly Standing[] {
    const line = this.#line;
    if (!line) return [];
    const applied = this.#applied();
    const rank = ({ coupon: { id }, state }: Standing) => {
      if (this.open && this.#order.includes(id)) return this.#order.indexOf(id) - this.#order.length;
      return applied.includes(id) ? -1 : order.indexOf(state);
    };
    const standings = listStandings(session)
      .filter(({ coupon, state }) => state !== 'ended' && reaches(coupon, line))
      .sort((a, b) => rank(a) - rank(b));
    this.#order = standings.map(({ coupon }) => coupon.id);
    return standings;
  }

  #applied(): readonly string[] {
    return this.best?.applied.map(({ coupon }) => coupon) ?? [];
  }

  /** Attributes first; what they leave open, the page's own data say. */
  #readFacts(): void {
    const { product, sku, price, priceCurrency, shop, brand, categories, tags } = this;
    const found = readProduct(document, product || sku) ?? {};
    const id = product || found.product || sku;
    const currency = (priceCurrency || found.currency || '').toUpperCase();
    this.#currency = /^[A-Z]{3}$/.test(currency) ? currency : '';
    const unitPrice = this.#currency && parseDecimal(price || found.price || '', exponentOf(currency));
    const line = {
      id,
      product: id,
      sku: sku || found.sku,
      shop: shop || found.shop,
      brand: brand || found.brand,
      categories: categories ?? found.categories,
      tags,
      unitPrice: unitPrice || 0,
      quantity: 1,
    };
    this.#line = id ? (withoutEmpty(line) as unknown as Line) : undefined;
    this.requestUpdate();
  }

  /** Asks for the price anew where anything that it hangs on is another; the last one stays until then. */
  async #findPrice(): Promise<void> {
    const { session } = this;
    const line = this.#line;
    if (!session || !line) return;
    const [askedSession, askedLine] = this.#asked;
    if (session !== askedSession || line !== askedLine) void session.loadOffers(line.product);
    const asked = [session, line, session.$offers.get(), session.$wallet.get(), session.$shopper.get()];
    if (!asked.some((value, index) => value !== this.#asked[index])) return;
    this.#asked = asked;
    // The engine is loaded when there is something to price.
    if (!session.$offers.get()) return;
    const best = line.unitPrice
      ? await session.priceOf({ currency: this.#currency, lines: [line] }).catch(() => null)
      : null;
    if (asked === this.#asked) this.best = best;
  }

  readonly #close = (): void => {
    this.hide();
    this.moreButton.focus();
  };

  readonly #closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // It was for the list, for nothing else on the page.
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };

  readonly #closeOnLeave = ({ relatedTarget }: FocusEvent): void => {
    const target = relatedTarget as Node | null;
    if (target && target !== this.moreButton && !this.popoverElement.contains(target)) this.hide();
  };

  readonly #closeOutside = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) this.hide();
  };
}

/** Whether a coupon can take something off a line: the line is in its scope, or in that of what it gives. */
function reaches({ scope, issuer, benefit }: Coupon, line: Line): boolean {
  const { getScope } = benefit as { readonly getScope?: Scope };
  const isOfShop = typeof issuer !== 'object' || issuer.shop === line.shop;
  return isOfShop && (matchesScope(line, scope) || (!!getScope && matchesScope(line, getScope)));
}

function withoutEmpty(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined && value !== ''),
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'coupon-claim': CouponClaim;
  }
}
