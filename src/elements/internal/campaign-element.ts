/**
 * What wheel, pack and invitation share: they find their campaign, ask the server to take part, say how that goes, and what the shopper can do where it
 * does not go. Nothing of it is decided here; the page gets to see what the server says.
 */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Params } from '../../i18n/create-locale.js';
import { describeCoupon, type CouponText } from '../../i18n/describe-coupon.js';
import type { LaterPart } from '../../i18n/later-sections.js';
import type { MessageKey } from '../../locales/en.js';
import type { Coupon } from '../../model/coupon.js';
import type { Reason } from '../../model/refusal.js';
import type { CampaignView } from '../../protocol/campaigns.js';
import type { Held } from '../../protocol/messages.js';
import type { Campaigns, ParticipationResult } from '../../stores/campaigns.js';
import type { Session } from '../../stores/session.js';
import { CampaignAct, type Answer } from './campaign-act.js';
import { campaignNotes, lackedPoints } from './campaign-notes.js';
import { CouponSignInEvent } from './claim-events.js';
import { CouponElement } from './coupon-element.js';
import { heldTicket, isCounting } from './held-ticket.js';
import { StoreController } from './store-controller.js';
import { milestoneOf, tellTime } from './tell-time.js';

type Kind = CampaignView['kind'];
export type CampaignOf<Wanted extends Kind> = Extract<CampaignView, { readonly kind: Wanted }>;

/**
 * Where there is no such campaign, or the adapter has none at all, the light DOM stays. Subclasses say of which kind theirs is (`kind`) and what it looks like
 * (`show`); they ask the server through `participate` or `perform`.
 */
export abstract class CampaignElement<Wanted extends Kind> extends CouponElement {
  static override properties: PropertyDeclarations = {
    campaign: {},
    useUrl: { attribute: 'use-url' },
    signInUrl: { attribute: 'sign-in-url' },
    campaigns: { state: true },
  };

  protected static override readonly messageParts: readonly LaterPart[] = ['later', 'campaigns'];

  /** The campaign's id; absent: the first of its kind. */
  campaign: string | undefined;
  /** Where what was given can be used; absent: it is only said. */
  useUrl: string | undefined;
  /** Where shoppers sign in; absent: the page listens to `coupon-sign-in`. */
  signInUrl: string | undefined;

  protected abstract readonly kind: Wanted;
  /** There when the session has loaded them. */
  protected campaigns: Campaigns | undefined;
  /** What screen readers hear next. */
  protected said = '';

  readonly #internals = this.attachInternals();
  readonly #stores = new StoreController(this);
  readonly #act = new CampaignAct(this);
  /** What the last refusal hung on. */
  #shopper: unknown;
  #isOpen = false;
  #ticks = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether an act is under way: there is no second one meanwhile. */
  protected get isBusy(): boolean {
    return this.#act.isRunning;
  }

  /** Why the last act was refused. */
  protected get refusal(): Reason | undefined {
    return this.#act.refusal;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Stops waiting for the server. What it has done meanwhile is told by the next try. */
  cancel(): void {
    this.#act.cancel();
  }

  protected override storesOf({ $wallet, $cart, $shopper }: Session): readonly ReadableAtom<unknown>[] {
    return [$wallet, $cart, $shopper];
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    this.#ticks = false;
    if (changed.has('session')) void this.#findCampaigns();
    if (changed.has('campaigns'))
      this.#stores.watch(this.campaigns ? [this.campaigns.$campaigns, this.campaigns.$points] : []);
    if (changed.has('session') || changed.has('campaign')) this.forget();
    const shopper = this.session?.$shopper.get();
    const isOpen = this.find()?.state === 'available';
    // Who has signed in, or may do it once more, hears no longer why not.
    if (shopper !== this.#shopper || (isOpen && !this.#isOpen)) this.#act.reset();
    this.#shopper = shopper;
    this.#isOpen = isOpen;
  }

  /** Forgets every act: it was that of another session, or of another campaign. */
  protected forget(): void {
    this.#act.abandon();
    this.said = '';
  }

  protected override updated(_changed: Map<PropertyKey, unknown>): void {
    clearTimeout(this.#timer);
    if (this.#ticks)
      this.#timer = setTimeout(() => this.requestUpdate(), 1000 - (this.session!.now() % 1000));
  }

  protected override view(): TemplateResult {
    const view = this.find();
    const { states } = this.#internals;
    states.clear();
    if (!view) {
      if (this.campaigns?.$campaigns.get()) states.add('empty');
      return this.waiting();
    }
    states.add(view.state);
    if (this.isBusy) states.add('busy');
    return this.show(view);
  }

  /** What is shown of the campaign. Session, locale and campaigns are there. */
  protected abstract show(view: CampaignOf<Wanted>): TemplateResult;

  /** The campaign as it stands for this shopper. */
  protected find(): CampaignOf<Wanted> | undefined {
    const isIt = (view: CampaignView): view is CampaignOf<Wanted> =>
      view.kind === this.kind && (!this.campaign || view.id === this.campaign);
    return this.campaigns?.$campaigns.get()?.find(isIt);
  }

  /** A message in the element's language, also one of those that are loaded for campaigns. */
  protected say(key: MessageKey, params?: Params): string {
    return this.locale!.t(key, { currency: this.currency, ...params });
  }

  /** Whether it may be tried now. What became of a try that nobody has heard of can be asked whatever the state is. */
  protected canTakePart(view: CampaignView): boolean {
    return !!this.#act.lost || (view.state === 'available' && !lackedPoints(view, this.#points));
  }

  protected describe(coupon: Coupon): CouponText {
    return describeCoupon(coupon, this.locale!, this.currency, this.session!.now());
  }

  /** Takes part. Resolves to nothing where it was refused, cancelled, or is under way already. */
  protected participate(
    view: CampaignOf<Wanted>,
    invitation?: string,
  ): Promise<Extract<ParticipationResult, { readonly ok: true }> | undefined> {
    const options = invitation === undefined ? {} : { invitation };
    return this.perform<ParticipationResult>((campaigns, signal) =>
      campaigns.participate(view.id, { ...options, signal }),
    );
  }

  /** One act that asks the server, likewise. */
  protected async perform<Result extends Answer>(
    ask: (campaigns: Campaigns, signal: AbortSignal) => Promise<Result>,
  ): Promise<Extract<Result, { readonly ok: true }> | undefined> {
    const { campaigns } = this;
    if (!campaigns || this.#act.isRunning) return undefined;
    this.said = '';
    const answer = await this.#act.perform(
      (signal) => ask(campaigns, signal),
      () => (this.said = this.say('campaign.slow')),
    );
    this.said = '';
    return answer;
  }

  /**
   * The one button, in the state of the campaign, and beside it the way out of a slow act.
   * @param label what it says where the shopper can take part
   * @param busy what it says while that is under way
   */
  protected action(view: CampaignView, label: string, busy: string, act: () => void): TemplateResult {
    const { id, state } = view;
    const { lost, isSlow } = this.#act;
    const isOpen = this.canTakePart(view);
    const isIdle = this.isBusy || !(isOpen || state === 'sign-in');
    const text = this.isBusy
      ? busy
      : lost
        ? this.say(`campaign.after-${lost}`)
        : state === 'available'
          ? label
          : this.#labelOf(state);
    const press = (event: Event) => {
      if (isOpen && !this.isBusy) act();
      if (!isOpen && state === 'sign-in' && !this.emit(new CouponSignInEvent({ campaign: id })))
        event.preventDefault();
    };
    return html`<div class="act" part="act">
      ${
        state === 'sign-in' && this.signInUrl && !lost
          ? html`<a class="button main" part="button" href=${this.signInUrl} @click=${press}>${text}</a>`
          : html`<button class="button main" part="button" aria-disabled=${isIdle} @click=${press}>
              ${text}
            </button>`
      }
      ${
        isSlow
          ? html`<p class="small muted">${this.say('campaign.slow')}</p>
              <button class="button link" part="cancel" @click=${this.#giveUp}>
                ${this.say('campaign.cancel')}
              </button>`
          : nothing
      }
    </div>`;
  }

  /** What to know beside the button: how often, until when, what it costs, what is left, and why it was refused. */
  protected notes(view: CampaignView): TemplateResult {
    return campaignNotes(view, {
      locale: this.locale!,
      currency: this.currency,
      points: this.#points,
      refusal: this.refusal,
      countdown: this.#countdown(view),
    });
  }

  /** A coupon that was given, with its own validity, kept up to date while it is shown, and a way to where it can be used. */
  protected heldTicket(piece: Held): TemplateResult {
    const { $hold, now } = this.session!;
    this.#ticks ||= isCounting(piece, now());
    return heldTicket(piece, {
      locale: this.locale!,
      currency: this.currency,
      now: now(),
      hold: $hold.get()?.id,
      useUrl: this.useUrl,
    });
  }

  /** For screen readers: what became of the act, and the milestones of a countdown. It is there before it speaks. */
  protected status(view: CampaignView): TemplateResult {
    const ms = milestoneOf(this.#leftMs(view));
    // What is said already is not said again with the next milestone.
    return html`<p class="hidden" role="status" aria-atomic="false" lang=${this.locale!.language}>
      ${this.said}
      ${ms ? this.say(view.state === 'upcoming' ? 'claim.opening' : 'claim.closing', { ms }) : nothing}
    </p>`;
  }

  async #findCampaigns(): Promise<void> {
    const { session } = this;
    this.campaigns = undefined;
    // It rejects where the adapter has none, or they do not load: then the light DOM stays.
    const campaigns = await session?.campaigns().catch(() => undefined);
    if (!campaigns || session !== this.session) return;
    this.campaigns = campaigns;
    if (!campaigns.$campaigns.get()) await campaigns.load();
  }

  /** Until when one can take part, or from when on. */
  #countdown(view: CampaignView): unknown {
    const ms = this.#leftMs(view);
    const told = tellTime(ms, view.state === 'upcoming');
    if (!told) return nothing;
    this.#ticks ||= told.ticks;
    return html`<span role=${told.ticks ? 'timer' : nothing}>${this.say(told.key, { ms })}</span>`;
  }

  #leftMs({ state, opensAt, closesAt }: CampaignView): number {
    return Date.parse((state === 'upcoming' ? opensAt : closesAt) ?? '') - this.session!.now();
  }

  get #points(): number | undefined {
    return this.campaigns!.$points.get();
  }

  #labelOf(state: Exclude<CampaignView['state'], 'available'>): string {
    return this.say(
      state === 'sign-in' || state === 'taken' || state === 'not-eligible'
        ? `campaign.${state}`
        : `state.${state}`,
    );
  }

  readonly #giveUp = (): void => {
    this.renderRoot.querySelector<HTMLElement>('.main')?.focus();
    this.cancel();
  };
}
