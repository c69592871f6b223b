import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { describeReason } from '../i18n/describe-reason.js';
import { pickText } from '../i18n/pick-text.js';
import type { Reason } from '../model/refusal.js';
import type { Invitation, InviteView, Participation, SharedLine } from '../protocol/campaigns.js';
import type { Campaigns, InvitationResult } from '../stores/campaigns.js';
import { CampaignElement } from './internal/campaign-element.js';
import { campaignStyles } from './internal/campaign-styles.js';
import { ticketStyles } from './internal/coupon-ticket.js';
import { inviteAddress, readInviteCode } from './internal/invite-address.js';
import { countOf, friendSide, openingSide } from './internal/invite-friend.js';
import {
  CouponAcceptedEvent,
  CouponAcceptEvent,
  CouponInvitedEvent,
  CouponInviteEvent,
} from './internal/invite-events.js';
import { InviteLink } from './internal/invite-link.js';
import { friendsSoFar, inviteSteps, rewardHalves } from './internal/invite-rewards.js';
import { inviteStyles } from './internal/invite-styles.js';
import { isFocusLost } from './internal/is-focus-lost.js';
import { CouponAddItemsEvent } from './internal/item-events.js';
import { sharedStyles } from './internal/shared-styles.js';
import { useLink } from './internal/use-link.js';

/** What an invitation was opened with. */
type Asked = readonly [campaigns?: Campaigns | undefined, code?: string | undefined, shopper?: unknown];

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
 * @csspart alone - The button that makes a link without a cart, where sharing the cart comes first.
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
  #asked: Asked = [];
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
    this.emit(new CouponInvitedEvent({ campaign: view.id, code, url: inviteAddress(code, this.url) }));
    await this.updateComplete;
    if (isFocusLost()) this.#link.focus();
  }

  /** Accepts the friend's invitation, as a press of the button does. */
  async accept(): Promise<void> {
    const view = this.find();
    const { code, lines = [] } = this.#friendOf ?? {};
    if (!view || !code || this.isBusy || !this.emit(new CouponAcceptEvent({ campaign: view.id, code })))
      return;
    const answer = await this.participate(view, code);
    // Why not may be how it stands now.
    if (!answer) return this.#open();
    this.#accepted = answer.participation;
    const { held } = answer.participation;
    this.said = this.#describeAccepted(answer.participation);
    this.requestUpdate();
    this.emit(new CouponAcceptedEvent({ campaign: view.id, code, held }));
    if (lines.length > 0) this.emit(new CouponAddItemsEvent({ lines }));
    await this.updateComplete;
    if (isFocusLost()) this.renderRoot.querySelector<HTMLElement>('.tickets .button, .act .button')?.focus();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const code = this.code ?? readInviteCode();
    const asked = [this.campaigns, code, this.session?.$shopper.get()] as const;
    if (asked.every((each, index) => each === this.#asked[index])) return;
    this.#asked = asked;
    this.#opened = this.#made = this.#accepted = undefined;
    this.#goesOn = false;
    void this.#open();
  }

  /** How it stands for a friend is not how it stands for whoever invites. */
  protected override find(): InviteView | undefined {
    if (!this.#opened?.ok) return super.find();
    const { campaign } = this.#opened;
    const known = this.campaigns?.$campaigns.get()?.find(({ id }) => id === campaign.id);
    return known?.kind === 'invite' && !this.#friendOf ? known : campaign;
  }

  protected override view(): TemplateResult {
    const usual = super.view();
    const [campaigns, code] = this.#asked;
    if (!campaigns || !code || this.#opened?.ok) return usual;
    const reason = this.#opened?.reason;
    const retry = html`<button class="button main" part="button" @click=${this.#retry}>
      ${this.say('invite.retry')}
    </button>`;
    return openingSide(
      this.locale!.language,
      reason ? '' : this.say('invite.looking'),
      reason ? describeReason(reason, this.locale!) : '',
      reason ? (isFinal(reason) ? usual : retry) : this.waiting(),
    );
  }

  protected override show(view: InviteView): TemplateResult {
    return html`<section class="invite" part="invite" lang=${this.locale!.language} aria-labelledby="title">
        ${this.#friendOf ? this.#friendSide(view, this.#friendOf) : this.#ownSide(view)}
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
              { url: inviteAddress(link.code, this.url), title, text, items: countOf(link.lines) },
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

  #friendSide(view: InviteView, { lines = [] }: Invitation): TemplateResult {
    const accepted = this.#accepted;
    const isTaken = view.state === 'taken';
    const isOver = accepted ?? (isTaken || (this.refusal && isFinal(this.refusal)));
    const count = countOf(lines);
    const { left: _, ...once } = view;
    return friendSide({
      title: accepted ? this.#describeAccepted(accepted) : this.say('invite.invited'),
      coupons: (accepted?.held.map(({ coupon }) => coupon) ?? view.invitee).map((coupon) => {
        const text = this.describe(coupon);
        const action = accepted && this.useUrl && useLink(this.locale!, coupon, text.title, this.useUrl);
        return { text, action };
      }),
      facts: [
        accepted ? this.say('invite.kept') : '',
        count && !isOver ? this.say('invite.brings', { count }) : '',
        isTaken && !accepted && !this.refusal ? this.say('refusal.already-invited') : '',
      ],
      act: isOver
        ? html`<div class="act">
            <button class="button ${accepted ? 'plain' : 'main'}" part="button" @click=${this.#goOn}>
              ${this.say('invite.title')}
            </button>
          </div>`
        : this.action(
            view,
            this.say(count ? 'invite.accept-cart' : 'invite.accept'),
            this.say('invite.accepting'),
            () => void this.accept(),
          ),
      notes: this.notes(isOver ? { ...once, state: 'ended' } : once),
    });
  }

  /** The invitation that a friend has sent. */
  get #friendOf(): Invitation | undefined {
    return this.#opened?.ok && !this.#opened.invitation.own && !this.#goesOn
      ? this.#opened.invitation
      : undefined;
  }

  async #open(): Promise<void> {
    const asked = this.#asked;
    const [campaigns, code] = asked;
    if (!campaigns || !code) return;
    const opened = await campaigns.readInvitation(code).catch(() => away);
    // What was open stays where the server is away.
    if (asked !== this.#asked || (this.#opened?.ok && !opened.ok)) return;
    this.#opened = opened;
    this.requestUpdate();
  }

  readonly #retry = (): void => {
    this.#opened = undefined;
    this.requestUpdate();
    void this.#open();
  };

  readonly #goOn = (): void => {
    this.#goesOn = true;
    // What was refused is no longer spoken of.
    this.campaign = this.find()!.id;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.act .button')?.focus());
  };

  #describeAccepted({ held }: Participation): string {
    const titles = held.map(({ coupon }) => this.describe(coupon).title).join(' + ');
    return this.say('invite.accepted-you', { titles });
  }
}

export type * from './internal/claim-events.js';
export type * from './internal/invite-events.js';
export type * from './internal/item-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-invite': CouponInvite;
  }
}
