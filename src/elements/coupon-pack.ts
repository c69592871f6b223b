import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { pickText } from '../i18n/pick-text.js';
import type { PackView } from '../protocol/campaigns.js';
import type { Held } from '../protocol/messages.js';
import { CouponTakeEvent, CouponTakenEvent } from './internal/campaign-events.js';
import { CampaignElement } from './internal/campaign-element.js';
import { campaignStyles } from './internal/campaign-styles.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import { heldStyles } from './internal/held-ticket.js';
import { isFocusLost } from './internal/is-focus-lost.js';
import { packStyles } from './internal/pack-styles.js';
import { worthOf } from './internal/pack-worth.js';
import { sharedStyles } from './internal/shared-styles.js';
import { SingleDialog } from './internal/single-dialog.js';

const dayHours = 24;

/**
 * Several coupons at once, such as for newcomers: taken in one act, with how long they can be used told before and after.
 *
 * As a card in the page, or (`look="dialog"`) as a dialog that opens where the page says `open` and there is something to take; never over another dialog. It closes by its
 * button and by Escape.
 *
 * @slot - What stands here before the script runs, and where there is no pack. With `look="dialog"` it stays.
 * @slot points - A way to more points, shown where the shopper has too few.
 * @fires {CouponTakeEvent} coupon-take - A request: the shopper wants the pack. Cancelable.
 * @fires {CouponTakenEvent} coupon-taken - A fact: its coupons are in the wallet.
 * @fires {CouponUseEvent} coupon-use - A request: the shopper wants to go where a coupon can be used. Cancelable.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the pack is for shoppers who are signed in. Cancelable.
 * @fires {Event} close - A fact: the shopper has closed the dialog.
 * @csspart pack - Everything.
 * @csspart head - What the pack is called, and what it is worth.
 * @csspart title - What it is called.
 * @csspart tickets - Its coupons.
 * @csspart ticket - One of them.
 * @csspart stub - Its tinted end.
 * @csspart face - Its face value.
 * @csspart body - Its title and notes.
 * @csspart act - The button, and what belongs to it.
 * @csspart button - The button.
 * @csspart cancel - The button that gives up waiting.
 * @csspart notes - Until when, how many are left.
 * @csspart dialog - The dialog.
 * @csspart close - The button that closes it.
 * @cssprop [--coupon-accent] - Head, face values and buttons.
 * @cssprop [--coupon-on-accent] - Text on them.
 * @cssprop [--coupon-tint] - The stubs' background.
 * @cssprop [--coupon-surface] - The background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssstate empty - There is no pack.
 * @cssstate available - Also `taken`, `sold-out`, `upcoming`, `ended`, `sign-in`, `not-eligible`: where the shopper stands with the pack.
 * @cssstate busy - It is being taken.
 */
export class CouponPack extends CampaignElement<'pack'> {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'hidden'];
  }

  static override styles = [sharedStyles, ticketStyles, heldStyles, campaignStyles, packStyles];

  static override properties: PropertyDeclarations = {
    look: {},
    open: { type: Boolean, reflect: true },
  };

  /** `card` or `dialog`. */
  look: 'card' | 'dialog' = 'card';
  /** Of a dialog: whether it is to be seen as soon as there is something to take. */
  open = false;

  protected override readonly kind = 'pack';

  readonly #dialog = new SingleDialog(() => {
    this.open = false;
    this.emit(new Event('close'));
  });
  #isTaken = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dialog.close(this.#dialogElement);
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'hidden') this.requestUpdate();
  }

  /** Takes all coupons, as a press of the button does. Does nothing where that is not possible now, or is under way. */
  async take(): Promise<void> {
    const view = this.find();
    if (!view || !this.canTakePart(view) || this.isBusy) return;
    if (!this.emit(new CouponTakeEvent({ campaign: view.id }))) return;
    const answer = await this.participate(view);
    if (!answer) return;
    const { participation } = answer;
    this.#isTaken = true;
    this.said = this.say('pack.done', { n: participation.held.length });
    this.requestUpdate();
    this.emit(new CouponTakenEvent(participation));
    await this.updateComplete;
    // The button has gone: the focus goes on with what it brought.
    if (isFocusLost()) this.renderRoot.querySelector<HTMLElement>('.head')?.focus();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    // What was taken before is in the wallet.
    if (changed.has('session')) void this.session?.loadOffers();
  }

  protected override forget(): void {
    super.forget();
    this.#isTaken = false;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    super.updated(changed);
    const dialog = this.#dialogElement;
    // Once it is there, only the shopper or the page closes it: what was refused is said in it.
    const isWanted = dialog?.open || this.#isTaken || /^(available|sign-in)$/.test(this.find()?.state ?? '');
    if (dialog && this.open && !this.hidden && isWanted) this.#dialog.open(dialog);
    else this.#dialog.close(dialog);
  }

  protected override show(view: PackView): TemplateResult {
    const status = this.status(view);
    if (this.look !== 'dialog') return html`${this.#pack(view)} ${status}`;
    return html`<slot></slot>
      <dialog part="dialog" aria-labelledby="title">${this.#pack(view, true)} ${status}</dialog>`;
  }

  #pack(view: PackView, isDialog = false): TemplateResult {
    const { state } = view;
    const title = pickText(view.title, this.locale!.language) || this.say('pack.title');
    const pieces = this.#pieces(view);
    const isTaken = state === 'taken' && pieces.length > 0;
    const worth = worthOf(view.coupons);
    const isIdle = state === 'sold-out' || state === 'ended' || state === 'not-eligible';
    const isOnceMore =
      state === 'available' && pieces.length > 0 && pieces.every((piece) => piece.state === 'expired');
    return html`<section class="pack" part="pack" lang=${this.locale!.language} aria-labelledby="title">
      <div class="head" part="head" tabindex="-1" ?autofocus=${isDialog}>
        <h2 id="title" part="title">${title}</h2>
        <p class="worth">
          ${
            isTaken
              ? this.say('pack.done', { n: pieces.length })
              : worth
                ? this.say('pack.worth', { ...worth, currency: worth.currency ?? this.currency })
                : this.t('claim.all', { count: view.coupons.length })
          }
        </p>
        ${isTaken ? nothing : html`<p class="small">${this.#validity(view)}</p>`}
      </div>
      ${isOnceMore ? html`<p class="once-more small">${this.say('pack.once-more')}</p>` : nothing}
      <ul class="tickets" part="tickets">
        ${
          isTaken
            ? pieces.map((piece) => html`<li>${this.heldTicket(piece)}</li>`)
            : view.coupons.map(
                (coupon) =>
                  html`<li class="edge ${isIdle ? 'gone' : ''}">
                    ${couponTicket(this.describe(coupon), { detailed: true })}
                  </li>`,
              )
        }
      </ul>
      ${
        isTaken && !this.refusal
          ? nothing
          : html`${this.action(
              view,
              this.say('pack.take', { n: view.coupons.length }),
              this.say('pack.taking'),
              () => void this.take(),
            )}
            ${this.notes(view)}`
      }
      ${isDialog ? this.#closeButton() : nothing}
    </section>`;
  }

  #validity({ validHours }: PackView): string {
    if (!validHours) return '';
    return validHours % dayHours === 0
      ? this.say('pack.days', { days: validHours / dayHours })
      : this.say('pack.hours', { hours: validHours });
  }

  /** What the wallet holds of it: of each coupon the piece that can still be used, or the last one. */
  #pieces({ coupons }: PackView): readonly Held[] {
    const wallet = this.session!.$wallet.get() ?? [];
    return coupons.flatMap(({ id }) => {
      const pieces = wallet.filter(({ coupon }) => coupon.id === id);
      return pieces.find(({ state }) => state === 'held') ?? pieces.at(-1) ?? [];
    });
  }

  #closeButton(): TemplateResult {
    return html`<button
      class="close"
      part="close"
      aria-label=${this.say('list.close')}
      @click=${() => this.#dialogElement?.close()}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
      </svg>
    </button>`;
  }

  get #dialogElement(): HTMLDialogElement | null {
    return this.renderRoot?.querySelector('dialog') ?? null;
  }
}

export type * from './internal/campaign-events.js';
export type * from './internal/card-events.js';
export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-pack': CouponPack;
  }
}
