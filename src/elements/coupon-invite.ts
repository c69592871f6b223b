import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { describeReason } from '../i18n/describe-reason.js';
import { pickText } from '../i18n/pick-text.js';
import type { Reason } from '../model/refusal.js';
import type { InviteView, Participation, SharedLine } from '../protocol/campaigns.js';
import type { Campaigns, InvitationResult } from '../stores/campaigns.js';
import { CampaignElement } from './internal/campaign-element.js';
import { campaignStyles } from './internal/campaign-styles.js';
import { couponTicket, ticketStyles } from './internal/coupon-ticket.js';
import {
  CouponAcceptedEvent,
  CouponAcceptEvent,
  CouponAddItemsEvent,
  CouponInvitedEvent,
  CouponInviteEvent,
} from './internal/invite-events.js';
import { InviteLink } from './internal/invite-link.js';
import { friendsSoFar, inviteSteps, rewardHalves } from './internal/invite-rewards.js';
import { inviteStyles } from './internal/invite-styles.js';
import { sharedStyles } from './internal/shared-styles.js';
import { useLink } from './internal/use-link.js';

/** What friends open has the code here. */
const parameter = 'invite';
/** What it comes to where it could not even be asked. */
const away: InvitationResult = { ok: false, reason: { code: 'unavailable', params: {} } };
/** After these an invitation cannot be accepted, whatever the shopper does. */
const isFinal = ({ code }: Reason) =>
  /^(own-invitation|already-invited|unknown-invitation|unknown-campaign)$/.test(code);

/**
 * Invites friends: what both sides get and how it goes, a link that can be shared, copied and scanned, and how many friends have come. On the page that the
 * link leads to (`?invite=…`) the same element shows a friend what the invitation brings; it is accepted in one act.
 *
 * Neither side learns here who the other is.
 *
 * @slot - What stands here before the script runs, and where there is no campaign.
 * @fires {CouponInviteEvent} coupon-invite - A request: the shopper wants a link. Cancelable.
 * @fires {CouponInvitedEvent} coupon-invited - A fact: the link is there.
 * @fires {CouponAcceptEvent} coupon-accept - A request: the shopper wants what a friend's invitation brings. Cancelable.
 * @fires {CouponAcceptedEvent} coupon-accepted - A fact: it is in the wallet.
 * @fires {CouponAddItemsEvent} coupon-add-items - A request to the page: put the lines that a friend has shared into the cart. Cancelable.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: both sides have to be signed in. Cancelable.
 * @csspart invite - Everything.
 * @csspart title - What it is called.
 * @csspart rewards - What both sides get.
 * @csspart friends - How many friends have come.
 * @csspart steps - How it goes.
 * @csspart link - The link with its label.
 * @csspart url - The field with the address.
 * @csspart copy - The button that copies it.
 * @csspart share - The button that opens the device's sheet.
 * @csspart qr-button - The button that shows the QR code.
 * @csspart qr - The QR code.
 * @csspart ticket - A coupon that a friend gets.
 * @csspart stub - Its tinted end.
 * @csspart face - Its face value.
 * @csspart body - Its title and notes.
 * @csspart act - The button, and what belongs to it.
 * @csspart button - The button.
 * @csspart cancel - The button that gives up a slow act.
 * @csspart notes - Until when, and what is left.
 * @cssprop [--coupon-accent] - Rewards and buttons.
 * @cssprop [--coupon-on-accent] - Text on the buttons.
 * @cssprop [--coupon-tint] - Tinted backgrounds.
 * @cssprop [--coupon-surface] - The background of cards.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssstate empty - There is no invitation.
 * @cssstate available - Also `taken`, `sold-out`, `upcoming`, `ended`, `sign-in`, `not-eligible`: where the shopper stands with it.
 * @cssstate busy - An act is under way.
 */
export class CouponInvite extends CampaignElement<'invite'> {
  static override styles = [sharedStyles, ticketStyles, campaignStyles, inviteStyles];

  static override properties: PropertyDeclarations = { code: {}, url: {}, cart: { type: Boolean } };

  /** The code of a friend's invitation; absent: `invite` in the page's address, if it is there. */
  code: string | undefined;
  /** The page that friends open; absent: this one. */
  url: string | undefined;
  /** Also offer to share what is in the cart. */
  cart = false;

  protected override readonly kind = 'invite';

  readonly #link = new InviteLink(this, () => (this.said = this.say('invite.copied')));
  /** What a friend's link says; absent: there is none, or it is being asked for. */
  #opened: InvitationResult | undefined;
  /** What was asked for last. */
  #asked: readonly [Campaigns | undefined, string | undefined] = [undefined, undefined];
  /** The own link. */
  #made: { readonly code: string; readonly lines: readonly SharedLine[] } | undefined;
  #accepted: Participation | undefined;
  /** A friend who goes on to invite others. */
  #goesOn = false;

  /** Makes the link, as a press of the button does. @param cart with what is in the cart */
  async invite(cart = false): Promise<void> {
    const view = this.find();
    if (!view || this.isBusy || !this.emit(new CouponInviteEvent({ campaign: view.id, cart }))) return;
    const made = await this.perform<InvitationResult>((campaigns) => campaigns.invite(view.id, { cart }));
    if (!made) return;
    const { code, lines = [] } = made.invitation;
    this.#made = { code, lines };
    this.said = this.say('invite.made');
    this.requestUpdate();
    this.emit(new CouponInvitedEvent({ campaign: view.id, code, url: this.#urlOf(code) }));
    await this.updateComplete;
    this.#link.focus();
  }

  /** Accepts the friend's invitation, as a press of the button does. */
  async accept(): Promise<void> {
    const view = this.find();
    const { code, lines = [] } = (this.#opened?.ok && this.#opened.invitation) || {};
    if (!view || !code || this.isBusy || !this.emit(new CouponAcceptEvent({ campaign: view.id, code })))
      return;
    const answer = await this.participate(view, code);
    if (!answer) return;
    this.#accepted = answer.participation;
    const { held } = answer.participation;
    this.said = this.#describeAccepted(answer.participation);
    this.requestUpdate();
    this.emit(new CouponAcceptedEvent({ campaign: view.id, code, held }));
    if (lines.length > 0) this.emit(new CouponAddItemsEvent({ lines }));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.tickets .button, .main')?.focus();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { campaigns } = this;
    const code = this.code ?? new URLSearchParams(location.search).get(parameter) ?? undefined;
    if (campaigns === this.#asked[0] && code === this.#asked[1]) return;
    this.#asked = [campaigns, code];
    this.#opened = this.#made = this.#accepted = undefined;
    this.#goesOn = false;
    if (campaigns && code) void this.#open(campaigns, code);
  }

  /** A friend's invitation may be of another campaign than the page's own. */
  protected override find(): InviteView | undefined {
    if (!this.#opened?.ok) return super.find();
    const { campaign } = this.#opened;
    const known = this.campaigns?.$campaigns.get()?.find(({ id }) => id === campaign.id);
    return known?.kind === 'invite' ? known : campaign;
  }

  protected override view(): TemplateResult {
    const usual = super.view();
    const [campaigns, code] = this.#asked;
    if (!campaigns || !code || this.#opened?.ok) return usual;
    const reason = this.#opened?.reason;
    const retry = () => void this.#open(campaigns, code);
    return html`<div class="invite" part="invite" lang=${this.locale!.language}>
      <p class="muted" role="status">${reason ? nothing : this.say('invite.looking')}</p>
      <p class="error over" role="alert">${reason ? describeReason(reason, this.locale!) : nothing}</p>
      ${
        !reason
          ? this.waiting()
          : isFinal(reason)
            ? usual
            : html`<button class="button main" part="button" @click=${retry}>
                ${this.say('invite.retry')}
              </button>`
      }
    </div>`;
  }

  protected override show(view: InviteView): TemplateResult {
    const opened = this.#opened?.ok ? this.#opened.invitation : undefined;
    const isFriend = opened && !opened.own && !this.#goesOn;
    return html`<section class="invite" part="invite" lang=${this.locale!.language} aria-labelledby="title">
        ${isFriend ? this.#friendSide(view, opened.lines ?? []) : this.#ownSide(view)}
        <p class="private small muted">${this.say('invite.private')}</p>
      </section>
      ${this.status(view)}`;
  }

  #ownSide(view: InviteView): TemplateResult {
    const own = this.#opened?.ok && this.#opened.invitation.own ? this.#opened.invitation : undefined;
    const link = this.#made ?? (own && { code: own.code, lines: own.lines ?? [] });
    const friend = view.invitee.map((coupon) => this.describe(coupon));
    const you = view.inviter.map((coupon) => this.describe(coupon));
    const title = pickText(view.title, this.locale!.language) || this.say('invite.title');
    const text = this.say('invite.share-text', { reward: friend.map(({ face }) => face).join(' + ') });
    return html`<h2 id="title" part="title">${title}</h2>
      ${own ? html`<p class="muted">${this.say('refusal.own-invitation')}</p>` : nothing}
      ${rewardHalves(view, { friend, you }, this.locale!)} ${friendsSoFar(view, this.locale!)}
      ${
        link
          ? this.#link.render(
              { url: this.#urlOf(link.code), title, text, items: countOf(link.lines) },
              this.locale!,
            )
          : this.#ways(view)
      }
      ${this.notes(view)} ${inviteSteps(view, this.locale!)}`;
  }

  #ways(view: InviteView): TemplateResult {
    const count = this.cart ? countOf(this.session!.$cart.get()?.lines ?? []) : 0;
    const label = count ? this.say('invite.with-cart', { count }) : this.say('invite.invite');
    const busy = this.say('invite.inviting');
    return html`${this.action(view, label, busy, () => void this.invite(count > 0))}
    ${
      count && view.state === 'available' && !this.isBusy
        ? html`<button class="button link alone" part="alone" @click=${() => void this.invite()}>
            ${this.say('invite.without-cart')}
          </button>`
        : nothing
    }`;
  }

  #friendSide(view: InviteView, lines: readonly SharedLine[]): TemplateResult {
    const accepted = this.#accepted;
    const isOver = this.refusal && isFinal(this.refusal);
    const coupons = accepted ? accepted.held.map(({ coupon }) => coupon) : view.invitee;
    const count = countOf(lines);
    return html`<h2 id="title" part="title">
        ${accepted ? this.#describeAccepted(accepted) : this.say('invite.invited')}
      </h2>
      <div class="tickets">
        ${coupons.map((coupon) => {
          const text = this.describe(coupon);
          const action = accepted ? useLink(this.locale!, coupon, text.title, this.useUrl) : nothing;
          return html`<div class="edge">
            ${couponTicket(text, { detailed: true, action: action === nothing ? undefined : action })}
          </div>`;
        })}
      </div>
      ${accepted ? html`<p class="muted">${this.say('invite.kept')}</p>` : nothing}
      ${count && !accepted ? html`<p>${this.say('invite.brings', { count })}</p>` : nothing}
      ${
        accepted || isOver
          ? nothing
          : this.action(
              view,
              this.say(count ? 'invite.accept-cart' : 'invite.accept'),
              this.say('invite.accepting'),
              () => void this.accept(),
            )
      }
      ${this.notes(view)}
      ${
        accepted || isOver
          ? html`<div class="act">
              <button class="button ${isOver ? 'main' : 'plain'}" part="button" @click=${this.#goOn}>
                ${this.say('invite.title')}
              </button>
            </div>`
          : nothing
      }`;
  }

  async #open(campaigns: Campaigns, code: string): Promise<void> {
    this.#opened = undefined;
    this.requestUpdate();
    const opened = await campaigns.readInvitation(code).catch(() => away);
    if (campaigns !== this.#asked[0] || code !== this.#asked[1]) return;
    this.#opened = opened;
    this.requestUpdate();
  }

  readonly #goOn = (): void => {
    this.#goesOn = true;
    // What was refused is no longer spoken of.
    this.campaign = this.find()!.id;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.main')?.focus());
  };

  #describeAccepted({ held }: Participation): string {
    const titles = held.map(({ coupon }) => this.describe(coupon).title).join(' + ');
    return this.say('invite.accepted-you', { titles });
  }

  #urlOf(code: string): string {
    const url = new URL(this.url ?? location.pathname, document.baseURI);
    url.searchParams.set(parameter, code);
    return url.href;
  }
}

/** How many items. */
function countOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'coupon-invite': CouponInvite;
  }
}
