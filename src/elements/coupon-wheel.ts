/* eslint lit-a11y/click-events-have-key-events: off -- Who presses the hub could press the button, too. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { pickText } from '../i18n/pick-text.js';
import type { DrawView, Participation } from '../protocol/campaigns.js';
import { CouponDrawEvent, CouponDrawnEvent } from './internal/campaign-events.js';
import { CampaignElement } from './internal/campaign-element.js';
import { campaignStyles } from './internal/campaign-styles.js';
import { ticketStyles } from './internal/coupon-ticket.js';
import { describeDrawn, listSlices, oddsTable, type Speaker } from './internal/draw-prizes.js';
import { ScratchCover, scratchStyles } from './internal/scratch-cover.js';
import { heldStyles } from './internal/held-ticket.js';
import { sharedStyles } from './internal/shared-styles.js';
import { wheelDisc, wheelHub } from './internal/wheel-disc.js';
import { layOutSectors, middleOf, radius, type Sector } from './internal/wheel-sectors.js';
import { wheelStyles } from './internal/wheel-styles.js';
import { WheelTurn } from './internal/wheel-turn.js';

/** Beyond the radius: rim and shadow. */
const edge = radius + 16;
const box = [-edge, -edge, 2 * edge, 2 * edge].join(' ');

/**
 * A draw: a wheel, a scratch card, or a plain button. The server draws; the wheel turns until the answer is there, and stops at it. Prizes, odds and what is left can be seen
 * by everybody, always.
 *
 * A draw that got no answer is not lost: the next press asks for the same one, and shows what it came to.
 *
 * @slot - What stands here before the script runs, and where there is no draw.
 * @slot points - A way to more points, shown where the shopper has too few.
 * @fires {CouponDrawEvent} coupon-draw - A request: the shopper wants to draw. Cancelable.
 * @fires {CouponDrawnEvent} coupon-drawn - A fact: it is drawn and shown; brings the prize, the coupons and the points.
 * @fires {CouponUseEvent} coupon-use - A request: the shopper wants to go where the coupon can be used. Cancelable.
 * @fires {CouponSignInEvent} coupon-sign-in - A request: the draw is for shoppers who are signed in. Cancelable.
 * @csspart draw - Everything.
 * @csspart title - What the draw is called.
 * @csspart stage - The wheel, or the card.
 * @csspart sector - A sector of the wheel.
 * @csspart cover - What is scratched off.
 * @csspart result - What was won.
 * @csspart act - The button, and what belongs to it.
 * @csspart button - The button.
 * @csspart cancel - The button that gives up a slow draw.
 * @csspart notes - How often, until when, what it costs.
 * @csspart odds - Prizes and odds.
 * @csspart ticket - The coupon that was won.
 * @csspart stub - Its tinted end.
 * @csspart face - Its face value.
 * @csspart body - Its title and notes.
 * @cssprop [--coupon-wheel-size=22rem] - The greatest width of the wheel.
 * @cssprop [--coupon-wheel-even] - The background of every other sector; default the tint.
 * @cssprop [--coupon-wheel-odd] - The background of the others; default the surface.
 * @cssprop [--coupon-accent] - Rim, hub, foil and buttons.
 * @cssprop [--coupon-on-accent] - Text on them.
 * @cssprop [--coupon-tint] - Tinted backgrounds.
 * @cssprop [--coupon-surface] - The background.
 * @cssprop [--coupon-text] - Text.
 * @cssprop [--coupon-muted] - Secondary text.
 * @cssprop [--coupon-border] - Edges and rules.
 * @cssprop [--coupon-radius=0.875rem] - The corners of cards.
 * @cssprop [--coupon-font=inherit] - The font of everything.
 * @cssstate empty - There is no draw.
 * @cssstate available - Also `taken`, `sold-out`, `upcoming`, `ended`, `sign-in`, `not-eligible`: where the shopper stands with the draw.
 * @cssstate busy - A draw is under way.
 */
export class CouponWheel extends CampaignElement<'draw'> {
  static override styles = [
    sharedStyles,
    ticketStyles,
    heldStyles,
    campaignStyles,
    wheelStyles,
    scratchStyles,
  ];

  static override properties: PropertyDeclarations = { look: {} };

  /** `wheel`, `scratch` or `plain`. */
  look: 'wheel' | 'scratch' | 'plain' = 'wheel';

  protected override readonly kind = 'draw';

  readonly #turn = new WheelTurn();
  readonly #cover = new ScratchCover(
    () => void this.draw(),
    () => this.requestUpdate(),
  );
  /** The draw as it stood before the one that is under way: that is shown until it is over. */
  #before: DrawView | undefined;
  /** What it came to, and of which prizes. */
  #drawn: { readonly participation: Participation; readonly of: DrawView } | undefined;

  protected override get isBusy(): boolean {
    return super.isBusy || (!!this.#before && this.#look !== 'scratch');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What is drawn is told, though nobody sees it any more. It may only have been moved.
    queueMicrotask(() => {
      if (this.#drawn && !this.isConnected) this.#cover.open();
    });
  }

  /** Draws, as a press of the button does. Does nothing where that is not possible now, or a draw is under way. */
  async draw(): Promise<void> {
    const view = this.find();
    if (!view || !this.canTakePart(view) || this.#before || this.isBusy) return;
    if (!this.emit(new CouponDrawEvent({ campaign: view.id }))) return;
    const isWheel = this.#look === 'wheel';
    this.#before = view;
    this.#drawn = undefined;
    this.requestUpdate();
    if (isWheel) this.#turn.start(this.#disc);
    const answer = await this.participate(view);
    if (!answer) {
      this.#before = undefined;
      this.#cover.reset();
      if (isWheel) await this.#turn.rest();
      return;
    }
    const { participation } = answer;
    const drawn = { participation, of: knows(view, participation) ? view : (answer.campaign as DrawView) };
    this.#before = drawn.of;
    if (isWheel) {
      await this.updateComplete;
      const sector = this.#sectors(drawn.of).find(({ id }) => id === participation.prize);
      await this.#turn.stopAt(sector ? middleOf(sector) : 0);
    }
    if (this.#before !== drawn.of) return;
    this.#drawn = drawn;
    this.requestUpdate();
    if (this.#look === 'scratch') await this.#uncovered();
    if (this.#drawn !== drawn) return;
    this.#before = undefined;
    this.said = [
      describeDrawn(participation, drawn.of, this.#speaker),
      participation.held.length > 0 ? this.say('wheel.kept') : '',
    ].join(' ');
    this.requestUpdate();
    this.emit(new CouponDrawnEvent(participation));
  }

  protected override forget(): void {
    super.forget();
    this.#before = this.#drawn = undefined;
    // Whoever waits for it waits no longer.
    this.#cover.open();
    this.#cover.reset();
  }

  protected override show(view: DrawView): TemplateResult {
    const shown = this.#before ?? view;
    const title = pickText(view.title, this.locale!.language) || this.say('wheel.title');
    const isAgain = !!this.#drawn && !this.#before;
    const label = this.say(isAgain ? 'wheel.again' : this.#look === 'scratch' ? 'wheel.open' : 'wheel.draw');
    return html`<section class="draw" part="draw" lang=${this.locale!.language} aria-labelledby="title">
        <h2 id="title" part="title">${title}</h2>
        ${this.#look === 'wheel' ? this.#wheel(shown, label) : this.#card(shown)}
        ${this.action(shown, label, this.say('wheel.drawing'), this.#press)} ${this.notes(shown)}
        ${oddsTable(view, this.#speaker)}
      </section>
      ${this.status(view)}`;
  }

  #wheel(view: DrawView, label: string): TemplateResult {
    const of = this.#drawn?.of ?? view;
    const won = this.#drawn ? this.#drawn.participation.prize : null;
    const percent = (oddsBps: number) => this.say('wheel.percent', { percent: oddsBps / 100 });
    const isIdle = !this.#before && !this.canTakePart(view) && view.state !== 'sign-in';
    return html`<div class="stage wheel" part="stage">
      <div class="disc">
        <div class="turning">
          <svg viewBox=${box} aria-hidden="true">${wheelDisc(this.#sectors(of), percent, won)}</svg>
        </div>
      </div>
      <svg class="hubs ${isIdle ? 'idle' : ''}" viewBox=${box} aria-hidden="true">
        <g class=${isIdle ? '' : 'press'} @click=${this.#pressHub}>${wheelHub(label)}</g>
      </svg>
      ${this.#result()}
    </div>`;
  }

  #card(view: DrawView): TemplateResult {
    const isScratch = this.#look === 'scratch';
    const isHidden = isScratch && !this.#cover.isOpen;
    return html`<div class="stage card" part="stage">
      <div ?inert=${isHidden}>${this.#drawn ? this.#result() : this.#closed(isScratch)}</div>
      ${isScratch ? this.#cover.render(this.say('wheel.scratch'), this.canTakePart(view) || !!this.#before) : nothing}
    </div>`;
  }

  #closed(isScratch: boolean): TemplateResult {
    return html`<div class="closed">
      ${
        isScratch
          ? this.say(this.isBusy ? 'wheel.drawing' : 'wheel.closed')
          : html`<svg
              viewBox="0 0 48 48"
              aria-hidden="true"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
            >
              <path
                d="M7 17h34v9H7zM10 26h28v16H10zM24 17v25M24 17c-12 0-14-11-7-11 5 0 7 11 7 11s2-11 7-11c7 0 5 11-7 11"
              />
            </svg>`
      }
    </div>`;
  }

  #result(): TemplateResult | typeof nothing {
    if (!this.#drawn) return nothing;
    const { participation, of } = this.#drawn;
    return html`<div class="result" part="result">
      <h3>${describeDrawn(participation, of, this.#speaker)}</h3>
      ${participation.held.map((piece) => this.heldTicket(piece))}
      ${
        participation.held.length > 0 && participation.points
          ? html`<p class="gain">+ ${this.say('wheel.points', { points: participation.points })}</p>`
          : nothing
      }
    </div>`;
  }

  async #uncovered(): Promise<void> {
    if (!this.isConnected) this.#cover.open();
    await this.#cover.opened;
  }

  #sectors(view: DrawView): readonly Sector[] {
    return layOutSectors(listSlices(view, this.#speaker));
  }

  readonly #press = (): void => {
    if (this.#look !== 'scratch') {
      void this.draw();
    } else if (this.#drawn && this.#cover.isOpen && !this.#before) {
      this.#drawn = undefined;
      this.#cover.reset();
    } else {
      if (!this.#before) void this.draw();
      this.#cover.open();
    }
  };

  readonly #pressHub = (): void => this.renderRoot.querySelector<HTMLElement>('.main')?.click();

  get #look(): 'wheel' | 'scratch' | 'plain' {
    return this.look === 'scratch' || this.look === 'plain' ? this.look : 'wheel';
  }

  get #disc(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('.turning')!;
  }

  get #speaker(): Speaker {
    return {
      locale: this.locale!,
      say: (key, params) => this.say(key, params),
      describe: (coupon) => this.describe(coupon),
    };
  }
}

/** Whether what was drawn is on the wheel that the shopper saw. */
function knows({ prizes, noPrizeBps }: DrawView, { prize }: Participation): boolean {
  return prize === undefined ? noPrizeBps > 0 : prizes.some(({ id, oddsBps }) => id === prize && oddsBps > 0);
}

export type * from './internal/campaign-events.js';
export type * from './internal/card-events.js';
export type * from './internal/claim-events.js';

declare global {
  interface HTMLElementTagNameMap {
    'coupon-wheel': CouponWheel;
  }
}
