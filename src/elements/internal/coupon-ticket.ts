/** A coupon as a ticket: face value and threshold on the stub, title and what to know beside it, one act. */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CouponText } from '../../i18n/describe-coupon.js';

export interface TicketParts {
  /** Scarcity, a countdown, what went wrong. */
  readonly notes?: unknown;
  /** The one button. */
  readonly action?: unknown;
  /** With scope, validity and every term. */
  readonly detailed?: boolean;
}

export function couponTicket(
  text: CouponText,
  { notes, action, detailed }: TicketParts = {},
): TemplateResult {
  const { face, threshold, title, scope, validity, terms } = text;
  return html`<div class="ticket" part="ticket">
    <div class="stub" part="stub">
      <p class="face ${face.length > 8 ? 'long' : ''}" part="face">${emphasize(face)}</p>
      <p class="threshold">${threshold}</p>
    </div>
    <div class="body" part="body">
      <p class="title" part="title">${title === face ? scope : title}</p>
      ${
        detailed
          ? [title === face ? '' : scope, validity, ...terms].map((line) =>
              line ? html`<p class="small muted">${line}</p>` : nothing,
            )
          : nothing
      }
      ${notes}
    </div>
    ${action ? html`<div class="action">${action}</div>` : nothing}
  </div>`;
}

/** The one number of a face is printed large: `¥300` of "¥300 off", `8.5` of "8.5折". */
function emphasize(face: string): unknown {
  const [before, number, after, ...more] = face.split(/(\p{Sc}?\d[\d.,]*%?)/u);
  return number && more.length === 0 ? html`${before}<b>${number}</b>${after}` : face;
}

export const ticketStyles = css`
  .edge {
    filter: drop-shadow(0 0 1px var(--_border)) drop-shadow(0 1px 3px rgb(60 20 10 / 0.1));
  }
  .ticket {
    --_stub: 7.5rem;
    --_hole: radial-gradient(circle 0.4rem at var(--_at, var(--_stub)) 0, #0000 97%, #000);
    --_hole-below: radial-gradient(circle 0.4rem at var(--_at, var(--_stub)) 100%, #0000 97%, #000);
    display: flex;
    align-items: center;
    min-block-size: 5rem;
    border-radius: var(--_radius);
    background: var(--_surface);
    mask:
      var(--_hole) top / 100% 51% no-repeat,
      var(--_hole-below) bottom / 100% 51% no-repeat;
  }
  :host(:dir(rtl)) .ticket {
    --_at: calc(100% - var(--_stub));
  }
  .stub {
    display: grid;
    align-content: center;
    align-self: stretch;
    flex: none;
    inline-size: var(--_stub);
    padding: 0.75rem 0.6rem;
    border-inline-end: 1.5px dashed color-mix(in srgb, var(--_accent) 35%, transparent);
    background: var(--_tint);
    color: var(--_accent);
    text-align: center;
  }
  .face {
    font-size: 1rem;
    font-weight: 650;
    line-height: 1.15;
    text-wrap: balance;
  }
  .face b {
    font-size: 1.75rem;
    font-weight: 750;
    letter-spacing: -0.03em;
  }
  .long b {
    font-size: 1.3em;
  }
  .threshold {
    margin-block-start: 0.2rem;
    font-size: 0.75rem;
  }
  .body {
    flex: 1;
    min-inline-size: 0;
    padding: 0.75rem 1rem;
    overflow-wrap: anywhere;
  }
  .title {
    font-weight: 600;
    line-height: 1.3;
  }
  .small {
    font-size: 0.8125rem;
  }
  .action {
    padding-inline-end: 0.9rem;
  }
  @container (max-width: 26rem) {
    .ticket {
      --_stub: 6.5rem;
    }
    .body {
      padding: 0.6rem 0.7rem;
    }
    .title {
      font-size: 0.9375rem;
    }
    .face b {
      font-size: 1.5rem;
    }
    .action {
      padding-inline-end: 0.7rem;
    }
    .action .button {
      padding-inline: 0.8em;
      font-size: 0.875rem;
    }
  }
  @media (forced-colors: active) {
    .ticket {
      border: 1px solid;
      mask: none;
    }
  }
`;
