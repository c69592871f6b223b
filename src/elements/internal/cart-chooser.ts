/* eslint lit-a11y/click-events-have-key-events: off -- Escape closes a dialog as a click beside it does. */
/** All coupons of the shopper: those that this cart can use, and why it cannot use the others. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { describeCoupon } from '../../i18n/describe-coupon.js';
import { describeReason } from '../../i18n/describe-reason.js';
import type { Best } from '../../model/quote.js';
import type { Session } from '../../stores/session.js';
import { cardList, type RenderedCard } from './card-list.js';
import type { CartHold, KeptCoupon } from './cart-hold.js';
import { listChoices, type Choice } from './cart-choices.js';
import { couponTicket, ticketStyles } from './coupon-ticket.js';
import { focusOn, type CartPanel } from './cart-panel.js';
import { applyCoupon, removeCoupon } from './change-choice.js';

const tabs = ['available', 'unavailable'] as const;

/** A choice as its card shows it. */
interface Shown extends Choice {
  /** The applied coupons that would leave for it, by id. */
  readonly blockers: readonly string[];
}

export class CartChooser {
  /** They join the panel's own. */
  readonly styles = [ticketStyles];
  readonly #holdOf: (panel: CartPanel) => CartHold | undefined;
  #tab: (typeof tabs)[number] = 'available';
  #isOpen = false;
  /** The best set that has been compared with the others. */
  #compared: Best | undefined;
  /** What all cards hang on, beside the choices. */
  #look: readonly unknown[] = [];

  /** @param holdOf what is said of coupons that orders keep; nothing until it is loaded */
  constructor(holdOf: (panel: CartPanel) => CartHold | undefined) {
    this.#holdOf = holdOf;
  }

  async open(panel: CartPanel): Promise<void> {
    const { root, update } = panel;
    this.#isOpen = true;
    await update();
    const dialog = root.querySelector('dialog')!;
    if (!dialog.open) dialog.showModal();
    focusOn(panel, '[aria-selected=true]');
  }

  render(panel: CartPanel): TemplateResult {
    return html`<dialog
      part="chooser"
      aria-labelledby="chooser-title"
      @close=${({ target }: Event) => {
        this.#isOpen = (target as HTMLDialogElement).open;
        void panel.update();
      }}
      @click=${closeOnBackdrop}
    >
      ${this.#isOpen ? this.#renderSheet(panel) : nothing}
    </dialog>`;
  }

  #renderSheet(panel: CartPanel): TemplateResult {
    const { session, price, t } = panel;
    this.#compare(session);
    const choices = listChoices({
      wallet: session.$wallet.get(),
      offers: session.$offers.get(),
      best: session.$best.get(),
      quote: price,
    });
    const shown = choices[this.#tab];
    const isAvailable = this.#tab === 'available';
    const isNone = session.$selection.get().mode === 'none';
    return html`<div class="sheet">
      <h2 id="chooser-title">${t('cart.coupons')}</h2>
      <div
        class="tabs"
        role="tablist"
        aria-labelledby="chooser-title"
        @keydown=${(event: KeyboardEvent) => this.#moveTab(event, panel)}
      >
        ${tabs.map(
          (tab) =>
            html`<button
              role="tab"
              id="tab-${tab}"
              aria-controls="choices"
              aria-selected=${tab === this.#tab}
              tabindex=${tab === this.#tab ? 0 : -1}
              @click=${() => this.#selectTab(tab, panel)}
            >
              ${t(`chooser.${tab}`, { n: choices[tab].length })}
            </button>`,
        )}
      </div>
      <div id="choices" role="tabpanel" aria-labelledby="tab-${this.#tab}" tabindex=${isAvailable ? -1 : 0}>
        ${
          shown.length
            ? html`<ul ${this.#cards(panel, shown)}></ul>`
            : html`<p class="muted">${t(`chooser.no-${this.#tab}`)}</p>`
        }
        ${
          isAvailable
            ? html`<label class="none">
                ${t('chooser.none')}
                <input
                  type="checkbox"
                  .checked=${live(isNone)}
                  @change=${() => (isNone ? session.auto() : session.none())}
                />
              </label>`
            : nothing
        }
      </div>
      <footer>
        <p>
          <span class="muted">${t('cart.selected', { n: price?.applied.length ?? 0 })}</span>
          <b>−${panel.money(price?.discount ?? 0)}</b>
        </p>
        <button class="button" @click=${close}>${t('chooser.done')}</button>
      </footer>
    </div>`;
  }

  #cards(panel: CartPanel, choices: readonly Choice[]): unknown {
    const { session, locale, currency, price } = panel;
    const isAvailable = this.#tab === 'available';
    const look = [session, locale, currency, session.$hold.get(), this.#holdOf(panel)];
    if (look.some((each, index) => each !== this.#look[index])) this.#look = look;
    const applied = new Set(price?.applied.map(({ coupon }) => coupon));
    return cardList<Shown>({
      items: choices.map((choice) => ({ ...choice, blockers: blockersOf(choice, applied) })),
      list: this.#tab,
      look: this.#look,
      keyOf: ({ coupon }) => coupon.id,
      isSame: isSameCard,
      render: (choice, number) =>
        renderChoice(panel, choice, number, isAvailable, this.#keptOf(panel, choice)),
    });
  }

  #keptOf(panel: CartPanel, { kept }: Choice): KeptCoupon | undefined {
    return kept && this.#holdOf(panel)?.describeKept(panel, kept);
  }

  /** What each coupon would save is asked for once the list is there. */
  #compare(session: Session): void {
    const best = session.$best.get();
    if (!best || best === this.#compared) return;
    this.#compared = best;
    setTimeout(() => {
      session.compare();
      this.#compared = session.$best.get();
    });
  }

  #selectTab(tab: (typeof tabs)[number], panel: CartPanel): void {
    this.#tab = tab;
    void panel.update();
  }

  /** The tabs pattern: arrows go round, Home and End go to the ends. The tab with the focus is the one that is shown. */
  #moveTab(event: KeyboardEvent, panel: CartPanel): void {
    const { key, currentTarget } = event;
    const to = /^Arrow(Left|Right)$/.test(key) ? 1 - tabs.indexOf(this.#tab) : ['Home', 'End'].indexOf(key);
    if (to < 0) return;
    event.preventDefault();
    this.#selectTab(tabs[to]!, panel);
    (currentTarget as Element).querySelectorAll<HTMLElement>('[role=tab]')[to]!.focus();
  }
}

function renderChoice(
  panel: CartPanel,
  choice: Shown,
  number: number,
  isAvailable: boolean,
  kept: KeptCoupon | undefined,
): RenderedCard {
  const { locale, currency, session, t } = panel;
  const { coupon, applied, claim, reasons } = choice;
  const text = describeCoupon(coupon, locale, currency, session.now());
  const notes = isAvailable
    ? [describeSaves(panel, choice), claim ? t('chooser.claims') : '']
    : (kept?.notes ?? reasons.map((reason) => describeReason(reason, locale, currency)));
  const content = html`<div class="edge ${isAvailable ? '' : 'unavailable'}" id="choice-${number}">
    ${couponTicket(text, {
      detailed: true,
      notes: notes.filter(Boolean).map((note) => html`<p class="small note">${note}</p>`),
      ...(isAvailable && {
        action: html`<input
            type="checkbox"
            id="pick-${number}"
            aria-label=${text.title}
            aria-describedby="choice-${number}"
            .checked=${live(applied)}
            @change=${({ target }: Event) => {
              // It is the choice that checks it: a page may prevent that.
              (target as HTMLInputElement).checked = applied;
              (applied ? removeCoupon : applyCoupon)(panel, coupon.id);
            }}
          /><label class="cover" for="pick-${number}"></label>`,
      }),
      ...(kept?.action && { action: kept.action }),
    })}
  </div>`;
  return { label: text.title, content };
}

/** What it takes off, or what taking it would mean. */
function describeSaves({ t, titleOf }: CartPanel, { applied, saves, blockers }: Shown): string {
  if (applied) return t('chooser.saves-now', { amount: saves });
  return [
    saves === undefined ? '' : t('chooser.saves-in-all', { amount: saves }),
    blockers.length ? t('chooser.replaces', { titles: blockers.map(titleOf).join(' · ') }) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Which of the applied coupons would leave for it. */
function blockersOf({ reasons }: Choice, applied: ReadonlySet<string>): readonly string[] {
  const blockers = new Set(
    reasons.flatMap(({ code, params }) => (code === 'conflict' ? (params['with'] as readonly string[]) : [])),
  );
  return [...applied].filter((coupon) => blockers.has(coupon));
}

function isSameCard(before: Shown, after: Shown): boolean {
  return (
    before.coupon === after.coupon &&
    before.applied === after.applied &&
    before.saves === after.saves &&
    before.claim === after.claim &&
    before.kept === after.kept &&
    before.reasons === after.reasons &&
    before.blockers.join() === after.blockers.join()
  );
}

/** The dialog itself is hit only beside the sheet that fills it. */
function closeOnBackdrop({ target, currentTarget }: Event): void {
  if (target === currentTarget) (target as HTMLDialogElement).close();
}

function close(event: Event): void {
  (event.target as Element).closest('dialog')!.close();
}
