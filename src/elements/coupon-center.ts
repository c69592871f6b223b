/* eslint lit-a11y/click-events-have-key-events: off -- The clicks in the slot are those of its button. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { CouponText } from '../i18n/describe-coupon.js';
import { pickText } from '../i18n/pick-text.js';
import type { Coupon, Text } from '../model/coupon.js';
import type { Session } from '../stores/session.js';
import { cardList, type RenderedCard } from './internal/card-list.js';
import { CenterOffers, type ShownOffers } from './internal/center-offers.js';
import { centerStyles } from './internal/center-styles.js';
import { ClaimRun } from './internal/claim-run.js';
import { ClaimingElement } from './internal/claiming-element.js';
import { isForSale } from './internal/is-for-sale.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { GivenNames } from './internal/given-names.js';
import { isFocusLost } from './internal/is-focus-lost.js';
import { listStyles } from './internal/list-styles.js';
import { listNotice } from './internal/list-notice.js';
import type { GroupKey } from './internal/offer-groups.js';
import { isSameOffer, type RankedOffer } from './internal/rank-offers.js';
import { searchField, searchStyles } from './internal/search-field.js';
import { sharedStyles } from './internal/shared-styles.js';
import { sheet, sheetStyles } from './internal/sheet.js';
import { tabList, tabStyles, type Tab } from './internal/tab-list.js';
import { Ticker } from './internal/ticker.js';
import { useLink } from './internal/use-link.js';

/** A change that is nearer than this is counted down. */
const countdownMs = 86_400_000;
/** More do not fit into a row. */
const firstTabs = 12;

/**
 * Every offer of the shop, in one place: by tab (all, the platform's, each shop's, each category's), searched as one types, the best for this shopper
 * first, claimed one by one or all at once. As a part of the page, or as a sheet that opens over it.
 *
 * How shoppers know shops and categories says the page: `<datalist><option value="shop:qingjin">Qingjin Tea</option></datalist>`.
 *
 * @slot - What stands here before the script runs, and where there is no offer; may hold the names as a `<datalist>`.
 * @slot opener - With `sheet`: the page's own button that opens it, instead of the built-in one.
 * @fires {CouponClaimEvent} coupon-claim - A request: the shopper wants the coupon. Prevent it to do the claim yourself.
 * @fires {CouponClaimedEvent} coupon-claimed - A fact: the shopper holds it.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the coupon is for shoppers who are signed in.
 * @fires {CouponUseEvent} coupon-use - A request: the shopper wants to use it. Prevent it to go somewhere else than `use-url`.
 * @csspart opener - With `sheet`: the built-in button that opens it.
 * @csspart sheet - With `sheet`: the dialog.
 * @csspart close - Its closing button.
 * @csspart search - The search field.
 * @csspart tabs - The row of tabs.
 * @csspart tab - One of them.
 * @csspart claim-all - The button that claims all that is free.
 * @csspart ticket - A coupon's card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value.
 * @csspart body - Title and notes.
 * @csspart title - What the coupon, or the sheet, is called.
 * @csspart notes - Scarcity and countdown.
 * @csspart button - A claim button, or the link to where the coupon is used.
 * @cssprop [--coupon-accent] - Face values, buttons, the selected tab.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - The stubs' background.
 * @cssprop [--coupon-surface] - The background of cards and sheet.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-center-size=24rem] - The height that is kept until the offers are there.
 * @cssstate empty - There is no offer.
 * @cssstate loading - The offers are asked for.
 * @cssstate failed - They could not be loaded.
 * @cssstate ready - There are some.
 */
export class CouponCenter extends ClaimingElement {
  static override messageParts = ['later', 'campaigns'] as const;

  static override styles = [
    sharedStyles,
    ticketStyles,
    tabStyles,
    searchStyles,
    listStyles,
    sheetStyles,
    centerStyles,
  ];

  static override properties: PropertyDeclarations = {
    sheet: { type: Boolean },
    open: { type: Boolean, reflect: true },
    names: { attribute: false },
    group: { state: true },
    query: { state: true },
    isSeen: { state: true },
  };

  /** Opens over the page, instead of being a part of it. */
  sheet = false;
  /** Whether the sheet is open. */
  open = false;
  /** What shops and categories are called, by `shop:{id}` and `category:{id}`; a text, or one in each language. Before the page's `<datalist>`. */
  names: Readonly<Record<string, Text>> | undefined;

  /** Of the selected tab. */
  private group: GroupKey = 'all';
  /** What is searched for. */
  private query = '';
  /** Whether there was a first picture. */
  private isSeen = false;

  readonly #offers = new CenterOffers();
  readonly #given = new GivenNames(this);
  readonly #ticker = new Ticker(this);
  readonly #run = new ClaimRun();
  /** Coupons whose button is at work: their cards are rendered at each update. */
  readonly #acting = new Set<string>();
  /** What all words on the cards hang on. */
  #look: readonly unknown[] = [];
  #texts = new WeakMap<Coupon, CouponText>();

  /** Opens the sheet. */
  async show(): Promise<void> {
    this.open = true;
    await this.updateComplete;
  }

  /** Closes the sheet, as its button does; the focus goes back to where it was. */
  hide(): void {
    this.open = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Elsewhere it opens anew: a dialog that is moved is modal no longer.
    this.renderRoot?.querySelector('dialog')?.close();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const isShown = !this.sheet || this.open;
    if (isShown && (changed.has('session') || changed.has('open'))) void this.session?.loadOffers();
    const { locale, currency, names, useUrl, signInUrl } = this;
    const look = [locale, currency, names, this.#given.names, useUrl, signInUrl];
    if (look.some((each, index) => each !== this.#look[index])) {
      this.#look = look;
      this.#texts = new WeakMap();
    }
  }

  protected override updated(): void {
    // It is looked for among thousands of nodes only where it may be.
    const dialog = this.sheet && this.renderRoot.querySelector('dialog');
    if (!dialog || dialog.open === this.open) return;
    if (this.open) dialog.showModal();
    else dialog.close();
  }

  protected override storesOf(session: Session): ReturnType<ClaimingElement['storesOf']> {
    return [...super.storesOf(session), session.$best, session.$error];
  }

  /** Once a coupon, not once a card. */
  protected override describe(coupon: Coupon): CouponText {
    let text = this.#texts.get(coupon);
    if (!text) this.#texts.set(coupon, (text = super.describe(coupon)));
    return text;
  }

  protected override async claim(coupons: readonly string[]): Promise<void> {
    for (const coupon of coupons) this.#acting.add(coupon);
    await super.claim(coupons);
    for (const coupon of coupons) this.#acting.delete(coupon);
  }

  protected override waiting(): TemplateResult {
    return this.sheet ? html`<slot name="opener"></slot><slot></slot>` : super.waiting();
  }

  protected override view(session: Session): TemplateResult {
    if (!this.sheet) return this.#content(session);
    const { t } = this.locale!;
    return html`<slot name="opener" @click=${this.show}>
        <button class="button" part="opener" aria-haspopup="dialog" lang=${this.locale!.language}>
          ${t('center.title')}
        </button>
      </slot>
      <div lang=${this.locale!.language}>
        ${sheet({
          isOpen: this.open,
          title: t('center.title'),
          close: t('center.close'),
          content: this.open ? this.#content(session) : nothing,
          hide: () => this.hide(),
        })}
      </div>`;
  }

  #content(session: Session): TemplateResult {
    const { t, language } = this.locale!;
    const offers = session.$offers.get();
    if (!offers?.length) return this.#instead(session);
    this.expose('ready');
    const shown = this.#offers.read(session, {
      group: this.group,
      query: this.query,
      describe: (coupon) => this.describe(coupon),
      nameOf: (group) => this.#nameOf(group),
      look: this.#look,
    });
    if (shown.isSearching) this.#ticker.after(0);
    return html`<section class="center" lang=${language} aria-label=${t('center.title')}>
        ${searchField({
          label: t('center.search'),
          hint: t('center.search-hint'),
          query: this.query,
          search: (query) => this.#searchFor(query),
        })}
        ${
          shown.groups.length > 1
            ? tabList({
                tabs: this.#tabsOf(shown),
                selected: shown.group,
                label: t('center.groups'),
                select: (id) => (this.group = id),
              })
            : nothing
        }
        <div
          class="scroll list"
          id="panel"
          tabindex="-1"
          role=${shown.groups.length > 1 ? 'tabpanel' : nothing}
          aria-label=${shown.groups.length > 1 ? this.#nameOf(shown.group) : nothing}
        >
          ${this.#claimAllButton(session, shown)}
          <ul
            class="cards"
            ${cardList<RankedOffer>({
              items: shown.offers,
              list: shown.list,
              look: this.#look,
              keyOf: ({ coupon }) => coupon.id,
              isSame: (before, after) => !this.#acting.has(after.coupon.id) && isSameOffer(before, after),
              isMoving: (offer) => this.#isCounting(offer),
              render: (offer) => this.#card(offer),
            })}
          ></ul>
          ${
            shown.offers.length || shown.isSearching
              ? nothing
              : listNotice({
                  text: t('center.none', { query: this.query }),
                  language,
                  action: {
                    label: t('center.clear'),
                    act: () => {
                      this.#searchFor('');
                      this.#focus('#search');
                    },
                  },
                })
          }
        </div>
      </section>
      <p class="hidden" role="status" lang=${language}>
        ${
          this.#run.say(this.locale!) ||
          (this.query && !shown.isSearching ? t('center.found', { n: shown.offers.length }) : '')
        }
      </p>`;
  }

  /** Those that are out of sight come right after the first picture. */
  #tabsOf({ groups }: ShownOffers): readonly Tab[] {
    if (!this.isSeen) setTimeout(() => (this.isSeen = true));
    return groups
      .slice(0, this.isSeen ? undefined : firstTabs)
      .map((id) => ({ id, label: this.#nameOf(id) }));
  }

  /** One press for all that is free. */
  #claimAllButton(session: Session, { offers }: ShownOffers): unknown {
    const free = offers.filter(({ state, claim }) => state === 'available' && !claim?.cost);
    return this.#run.render(this.locale!, free.length, () => this.#claimAll(session, free));
  }

  #card(offer: RankedOffer): RenderedCard {
    const { coupon, state, saves } = offer;
    const text = this.describe(coupon);
    this.#isCounting(offer);
    const content = html`<div class="edge">
      ${couponTicket(text, {
        detailed: true,
        notes: saves
          ? html`<p class="small saves">
                ${this.locale!.t('center.saves', { amount: saves, currency: this.currency })}
              </p>
              ${this.notes(offer)}`
          : this.notes(offer),
        action: isForSale(offer, this.session!)
          ? nothing
          : state === 'claimed' && this.useUrl
            ? useLink(this.locale!, coupon, text.title, this.useUrl)
            : this.button(offer, text.title),
      })}
    </div>`;
    return { label: text.title, content };
  }

  /** Where there is nothing to list. */
  #instead(session: Session): TemplateResult {
    const { t, language } = this.locale!;
    const error = session.$error.get();
    const isFailed = error?.code === 'adapter' && error.during === 'offers';
    const state = session.$offers.get() ? 'empty' : isFailed ? 'failed' : 'loading';
    this.expose(state);
    return html`<div class="space">
      <slot></slot>
      ${listNotice({
        text: t(`center.${state}`),
        language,
        isSilent: state !== 'failed' && this.#given.hasOther,
        isFault: state === 'failed',
        action:
          state === 'failed' ? { label: t('center.retry'), act: () => session.loadOffers() } : undefined,
      })}
    </div>`;
  }

  #nameOf(group: GroupKey): string {
    if (group === 'all' || group === 'platform') return this.locale!.t(`center.${group}`);
    const given = pickText(this.names?.[group], this.locale!.language);
    return given || this.#given.names.get(group) || group.slice(group.indexOf(':') + 1);
  }

  /** Whether its card counts down; then there is another update in a second. */
  #isCounting({ changesAt }: RankedOffer): boolean {
    const now = this.session!.now();
    const leftMs = Date.parse(changesAt ?? '') - now;
    const isCounting = leftMs > 0 && leftMs < countdownMs;
    if (isCounting) this.#ticker.second(now);
    return isCounting;
  }

  #searchFor(query: string): void {
    this.query = query;
    this.#run.forget();
  }

  async #claimAll(session: Session, offers: readonly RankedOffer[]): Promise<void> {
    await this.#run.start(
      session,
      offers.map(({ coupon }) => coupon.id),
      async (coupon) => {
        const isWanted = this.isConnected && session === this.session;
        if (isWanted) await this.claim([coupon]);
        return isWanted;
      },
      () => this.requestUpdate(),
    );
    await this.updateComplete;
    // The button is gone where nothing is left.
    if (isFocusLost()) this.#focus('#panel');
  }

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }
}

export type * from './internal/card-events.js';
export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-center': CouponCenter;
  }
}
