/** What a floating banner does beyond one in the page: finds what the cart brings into reach, and keeps out of the way. */
import { adoptStyles, css, type LitElement, type ReactiveController } from 'lit';
import type { Locale, Params } from '../../i18n/create-locale.js';
import type { Coupon } from '../../model/coupon.js';
import type { Reason } from '../../model/refusal.js';
import type { Session } from '../../stores/session.js';
import type { CouponBanner } from '../coupon-banner.js';

/** A coupon is in reach where at most this part of what it asks for is missing. */
const reach = 0.3;

export interface InReach {
  readonly coupon: string;
  /** One of `min-spend`, `min-cart-spend`, `min-quantity`. */
  readonly reason: Reason;
}

/** Of the coupons that only a little more spending, or one more item, keeps from applying, the one that is nearest. */
export function findInReach(session: Session, isWanted: (coupon: string) => boolean): InReach | undefined {
  let nearest = Infinity;
  let found: InReach | undefined;
  for (const { coupon, reasons } of session.$best.get()?.refused ?? []) {
    const [reason, another] = reasons;
    if (another || !/^min-(cart-)?spend$|^min-quantity$/.test(reason!.code) || !isWanted(coupon)) continue;
    const { missing, required } = reason!.params as Record<string, number>;
    const part = missing! / required!;
    const isNear = part <= reach || (reason!.code === 'min-quantity' && missing === 1);
    if (isNear && part < nearest) {
      nearest = part;
      found = { coupon, reason: reason! };
    }
  }
  return found;
}

/** What is missing, and what it brings: "¥50 more to save ¥30". @param params of the text */
export function describeReach(
  { reason }: InReach,
  { benefit }: Coupon,
  { t }: Locale,
  params: Params,
): string {
  const { kind, amount, everySpend } = benefit as { kind: string } & Params;
  const isSum = kind === 'amount' && !everySpend;
  const key = reason.code === 'min-quantity' ? 'quantity' : isSum ? 'amount' : 'spend';
  return t(`reach.${key}`, { ...reason.params, amount, ...params });
}

/** Never lies over what has the focus, and goes on Escape. */
export class FloatingController implements ReactiveController {
  readonly #host: CouponBanner;

  constructor(host: CouponBanner) {
    this.#host = host;
    adoptStyles(host.renderRoot as ShadowRoot, [
      ...(host.constructor as typeof LitElement).elementStyles,
      styles,
    ]);
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('focusin', this.#makeWay);
    document.addEventListener('keydown', this.#dismissOnEscape);
  }

  hostDisconnected(): void {
    document.removeEventListener('focusin', this.#makeWay);
    document.removeEventListener('keydown', this.#dismissOnEscape);
  }

  /** Goes to the other edge of the window when what gets the focus is under it. */
  readonly #makeWay = (event: Event): void => {
    const section = this.#host.renderRoot.querySelector('section');
    const path = event.composedPath();
    if (!section || path.includes(this.#host)) return;
    const { top, bottom, left, right } = (path[0] as Element).getBoundingClientRect();
    const own = section.getBoundingClientRect();
    if (top < own.bottom && bottom > own.top && left < own.right && right > own.left)
      section.classList.toggle('top');
  };

  readonly #dismissOnEscape = (event: KeyboardEvent): void => {
    const { floating } = this.#host;
    if (floating && event.key === 'Escape' && !event.defaultPrevented) this.#host.dismiss();
  };
}

const styles = css`
  :host([floating]) .space {
    position: fixed;
    z-index: var(--coupon-layer, 1000);
    inset-block-end: max(1rem, env(safe-area-inset-bottom));
    inset-inline: 1rem;
    max-inline-size: 34rem;
    margin-inline: auto;
  }
  :host([floating]) .top {
    inset-block: 1rem auto;
  }
  :host([floating]) .edge {
    filter: drop-shadow(0 0 1px var(--_border)) drop-shadow(0 8px 24px rgb(40 15 5 / 0.22));
  }
  @media (prefers-reduced-motion: no-preference) {
    :host([floating]) .edge {
      animation: rise 0.3s ease-out;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(1rem);
    }
  }
`;
