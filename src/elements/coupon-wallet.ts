import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Held } from '../protocol/messages.js';
import type { Session } from '../stores/session.js';
import { cardList } from './internal/card-list.js';
import { CartCodeForm } from './internal/cart-code-form.js';
import { codeFormStyles } from './internal/code-form-styles.js';
import { CouponElement } from './internal/coupon-element.js';
import { ticketStyles } from './internal/coupon-ticket.js';
import { describeHeld, heldStyles, heldTicket, isCounting } from './internal/held-ticket.js';
import { listNotice } from './internal/list-notice.js';
import { listStyles } from './internal/list-styles.js';
import { sharedStyles } from './internal/shared-styles.js';
import { tabList, tabStyles } from './internal/tab-list.js';
import { Ticker } from './internal/ticker.js';
import { shelves, sortWallet, type Shelf } from './internal/wallet-shelves.js';
import { walletStyles } from './internal/wallet-styles.js';

/**
 * What the shopper holds: unused coupons, those that end soon first, with store credit and its balance before them; used ones; expired ones. Each
 * says what it is good for, until when by the shop's clock, and leads there. A field turns a code into a coupon.
 *
 * @slot - What stands here before the script runs, and instead of "no coupons to use yet".
 * @fires {CouponUseEvent} coupon-use - A request: the shopper wants to use it. Prevent it to go somewhere else than `use-url`.
 * @csspart tabs - The row of tabs.
 * @csspart tab - One of them.
 * @csspart ticket - A coupon's card.
 * @csspart stub - Its tinted end.
 * @csspart face - The face value, or the balance.
 * @csspart body - Title and notes.
 * @csspart title - What the coupon is called.
 * @csspart notes - That it ends soon, or what keeps it.
 * @csspart button - The link to where it is used.
 * @csspart stamp - That it is used or expired.
 * @csspart center - The link to the coupon center.
 * @cssprop [--coupon-accent] - Face values, links, the selected tab.
 * @cssprop [--coupon-on-accent] - Text on the links.
 * @cssprop [--coupon-tint] - The stubs' background.
 * @cssprop [--coupon-surface] - The cards' background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text, and what is used or expired.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssprop [--coupon-wallet-size=24rem] - The height that is kept until the wallet is there.
 * @cssstate empty - There is nothing in it.
 * @cssstate loading - It is asked for.
 * @cssstate failed - It could not be loaded.
 * @cssstate ready - There is something in it.
 */
export class CouponWallet extends CouponElement {
  static override messageParts = ['later', 'campaigns'] as const;

  static override styles = [
    sharedStyles,
    ticketStyles,
    heldStyles,
    tabStyles,
    codeFormStyles,
    listStyles,
    walletStyles,
  ];

  static override properties: PropertyDeclarations = {
    useUrl: { attribute: 'use-url' },
    centerUrl: { attribute: 'center-url' },
    shelf: { state: true },
  };

  /** Where coupons are used; `{coupon}`, `{product}` and `{category}` in it are filled in. Absent: there are no links. */
  useUrl: string | undefined;
  /** Where there are more coupons, for a wallet without any. */
  centerUrl: string | undefined;

  /** Of the selected tab. */
  private shelf: Shelf = 'unused';

  readonly #internals = this.attachInternals();
  readonly #ticker = new Ticker(this);
  readonly #codeForm = new CartCodeForm();
  /** What all cards hang on, beside what is held. */
  #look: readonly unknown[] = [];
  #sorted: { readonly wallet: readonly Held[]; readonly pieces: ReturnType<typeof sortWallet> } | undefined;

  constructor() {
    super();
    this.#codeForm.isOpen = true;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (changed.has('session')) void this.session?.loadOffers();
  }

  protected override storesOf(session: Session): readonly ReadableAtom<unknown>[] {
    return [session.$wallet, session.$cart, session.$hold, session.$error];
  }

  protected override waiting(): TemplateResult {
    return html`<div class="space"><slot></slot></div>`;
  }

  protected override view(session: Session): TemplateResult {
    const wallet = session.$wallet.get();
    const { t, language } = this.locale!;
    if (!wallet) return this.#instead(session);
    if (this.#sorted?.wallet !== wallet) this.#sorted = { wallet, pieces: sortWallet(wallet) };
    const { pieces } = this.#sorted;
    const shown = pieces[this.shelf];
    this.#expose(wallet.length ? 'ready' : 'empty');
    const now = session.now();
    if (shown.some((held) => isCounting(held, now))) this.#ticker.second(now);
    const labelOf = (shelf: Shelf): string => t(`wallet.${shelf}`, { n: pieces[shelf].length });
    return html`<section lang=${language} aria-label=${t('wallet.title')}>
      ${session.capabilities.exchange === 'missing' ? nothing : this.#renderCodeForm(session)}
      ${tabList({
        tabs: shelves.map((id) => ({ id, label: labelOf(id) })),
        selected: this.shelf,
        label: t('wallet.title'),
        select: (id) => (this.shelf = id as Shelf),
      })}
      <div class="list" id="panel" role="tabpanel" tabindex="-1" aria-label=${labelOf(this.shelf)}>
        <ul class="cards" ${this.#cards(session, shown)}></ul>
        ${shown.length ? nothing : this.#nothingHere()}
      </div>
      <p class="hidden" role="status" id="said"></p>
    </section>`;
  }

  #cards(session: Session, items: readonly Held[]): unknown {
    const { currency, useUrl } = this;
    const locale = this.locale!;
    const hold = session.$hold.get()?.id;
    const look = [session, locale, currency, useUrl, hold];
    if (look.some((each, index) => each !== this.#look[index])) this.#look = look;
    return cardList<Held>({
      items,
      list: this.shelf,
      look: this.#look,
      keyOf: ({ id }) => id,
      isSame: (before, after) => before === after,
      isMoving: (held) => isCounting(held, session.now()),
      render: (held) => {
        const context = { locale, currency, now: session.now(), hold, useUrl };
        const text = describeHeld(held, context);
        return { label: text.title, content: heldTicket(held, context, text) };
      },
    });
  }

  #nothingHere(): TemplateResult {
    const { t } = this.locale!;
    if (this.shelf !== 'unused') return html`<p class="none">${t(`wallet.no-${this.shelf}`)}</p>`;
    return html`<slot
      ><div class="none">
        <p>${t('wallet.no-unused')}</p>
        ${
          this.centerUrl
            ? html`<a class="button" part="center" href=${this.centerUrl}>${t('wallet.to-center')}</a>`
            : nothing
        }
      </div></slot
    >`;
  }

  /** Until it is there, or where it did not come. */
  #instead(session: Session): TemplateResult {
    const { t, language } = this.locale!;
    const error = session.$error.get();
    const isFault = error?.code === 'adapter' && error.during === 'offers';
    this.#expose(isFault ? 'failed' : 'loading');
    if (!isFault) return this.waiting();
    const action = { label: t('center.retry'), act: () => session.loadOffers() };
    return html`<div class="space">
      <slot></slot>
      ${listNotice({ text: t('wallet.failed'), language, isFault, action })}
    </div>`;
  }

  #renderCodeForm(session: Session): unknown {
    const { currency } = this;
    const locale = this.locale!;
    return this.#codeForm.render({
      session,
      locale,
      currency,
      root: this.renderRoot as ShadowRoot,
      t: (key, params) => locale.t(key, { currency, ...params }),
      titleOf: (id) => {
        const held = session.$wallet.get()?.find(({ coupon }) => coupon.id === id);
        return held ? describeHeld(held, { locale, currency, now: session.now() }).title : id;
      },
      update: () => {
        this.requestUpdate();
        return this.updateComplete;
      },
    });
  }

  #expose(state: string): void {
    const { states } = this.#internals;
    states.clear();
    states.add(state);
  }
}

export type * from './internal/card-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-wallet': CouponWallet;
  }
}
