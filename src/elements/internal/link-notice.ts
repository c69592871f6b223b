/** What became of a link that applies a coupon, said once at the top of the window. The script tag puts it there; it goes when it is closed. */
import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { describeCoupon } from '../../i18n/describe-coupon.js';
import { describeReason } from '../../i18n/describe-reason.js';
import type { LaterPart } from '../../i18n/later-sections.js';
import type { ClaimResult, Session } from '../../stores/session.js';
import { CouponElement } from './coupon-element.js';
import { CouponEvent } from './coupon-event.js';
import { sharedStyles } from './shared-styles.js';

/** A link was followed. Prevent it to say yourself what became of it. */
export class CouponNoticeEvent extends CouponEvent<ClaimResult> {
  constructor(detail: ClaimResult) {
    super('coupon-notice', detail, true);
  }
}

export class LinkNotice extends CouponElement {
  static override styles = [
    sharedStyles,
    css`
      .notice {
        position: fixed;
        z-index: var(--coupon-layer, 1000);
        inset-block-start: max(0.75rem, env(safe-area-inset-top));
        inset-inline: 0.75rem;
        display: flex;
        align-items: center;
        gap: 0.25rem;
        inline-size: fit-content;
        max-inline-size: min(34rem, 100% - 1.5rem);
        margin-inline: auto;
        padding-inline-start: 1.25rem;
        border: 1px solid var(--_border);
        border-radius: 1.5rem;
        background: var(--_surface);
        box-shadow: 0 8px 24px rgb(40 15 5 / 0.18);
      }
      p {
        padding-block: 0.625rem;
      }
      b {
        color: var(--_accent);
        font-weight: 600;
      }
      .close {
        flex: none;
        inline-size: 2.75rem;
        block-size: 2.75rem;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--_muted);
        cursor: pointer;
      }
      .close:focus-visible {
        outline-offset: -4px;
      }
      .close svg {
        inline-size: 0.75rem;
        vertical-align: middle;
      }
      @media (prefers-reduced-motion: no-preference) {
        .notice {
          animation: drop 0.25s ease-out;
        }
      }
      @keyframes drop {
        from {
          opacity: 0;
          transform: translateY(-0.75rem);
        }
      }
    `,
  ];

  static override properties: PropertyDeclarations = { result: { attribute: false } };

  protected static override readonly messageParts: readonly LaterPart[] = ['later', 'campaigns'];

  result: ClaimResult | undefined;

  protected override storesOf(): [] {
    return [];
  }

  protected override view(session: Session): TemplateResult {
    const { locale, result } = this;
    return html`<div class="notice" lang=${locale!.language}>
      <p role=${result?.ok === false ? 'alert' : 'status'}>${result && this.#describe(result, session)}</p>
      <button class="close" aria-label=${locale!.t('list.close')} @click=${() => this.remove()}>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
        </svg>
      </button>
    </div>`;
  }

  #describe(result: ClaimResult, session: Session): unknown {
    const locale = this.locale!;
    if (result.ok) {
      const { title } = describeCoupon(result.held.coupon, locale, this.currency, session.now());
      return html`<b>${locale.t('code.accepted', { title })}</b>`;
    }
    const { code } = result.reason;
    const isUnknown = code === 'unknown-code' || code === 'unknown-offer';
    return describeReason(
      isUnknown ? { code: 'not-found', params: {} } : result.reason,
      locale,
      this.currency,
    );
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'coupon-notice': CouponNoticeEvent;
  }
}
