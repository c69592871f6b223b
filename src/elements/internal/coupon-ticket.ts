/** A coupon as a ticket: face value and threshold on the stub, title and what to know beside it, one act. */
import { css, html, type TemplateResult } from 'lit';
import type { CouponText } from '../../i18n/describe-coupon.js';

export interface TicketParts {
  /** Scarcity, a countdown, what went wrong. */
  readonly notes?: unknown;
  /** The one button. */
  readonly action?: unknown;
  /** Also on a narrow screen, and with the validity. */
  readonly detailed?: boolean;
}

export function couponTicket(
  text: CouponText,
  { notes, action, detailed }: TicketParts = {},
): TemplateResult {
  const { face, threshold, title, scope, validity, terms } = text;
  const limits = [title === face ? '' : scope, ...terms].filter(Boolean).join(' · ');
  const [before, number, after] = emphasize(face);
  // One template: what is empty is not displayed. Lists have a thousand of these.
  return html`<div class="ticket" part="ticket">
    <div class="stub" part="stub">
      <p class="face ${face.length > 8 ? 'long' : ''}" part="face">${before}<b>${number}</b>${after}</p>
      <p class="small">${threshold}</p>
    </div>
    <div class="body" part="body">
      <div class="text ${detailed ? 'detailed' : ''}">
        <p class="title" part="title">${title === face ? scope : title}</p>
        <p class="line small muted">${limits}</p>
        <p class="line small muted">${detailed ? validity : ''}</p>
        ${notes}
      </div>
      <div class="action">${action}</div>
    </div>
  </div>`;
}

/** The one number of a face is printed large: `¥300` of "¥300 off", `8.5` of "8.5折". */
function emphasize(face: string): readonly string[] {
  const parts = face.split(/(\p{Sc}?\d[\d.,]*%?)/u);
  return parts.length === 3 ? parts : [face];
}

export const ticketStyles = css`
  .edge {
    filter: drop-shadow(0 0 1px var(--_border)) drop-shadow(0 1px 3px rgb(60 20 10 / 0.1));
  }
  .ticket {
    --_stub: 8rem;
    --_hole: circle 0.45rem at var(--_at, var(--_stub));
    display: flex;
    min-block-size: 5.25rem;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_surface);
    mask:
      radial-gradient(var(--_hole) 0, #0000 96%, #000) top / 100% 51% no-repeat,
      radial-gradient(var(--_hole) 100%, #0000 96%, #000) bottom / 100% 51% no-repeat;
  }
  :host(:dir(rtl)) .ticket {
    --_at: calc(100% - var(--_stub));
  }
  .stub {
    display: grid;
    align-content: center;
    gap: 0.15rem;
    flex: none;
    inline-size: var(--_stub);
    padding: 0.75rem 0.4rem;
    border-inline-end: 1px dashed color-mix(in srgb, var(--_accent) 40%, transparent);
    background: var(--_tint);
    color: var(--_accent);
    text-align: center;
  }
  .face {
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
  .small {
    font-size: 0.8125rem;
  }
  .body {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    min-inline-size: 0;
    padding: 0.7rem 1rem;
    overflow-wrap: anywhere;
  }
  .text {
    flex: 1 1 10rem;
  }
  .title {
    font-weight: 600;
    line-height: 1.35;
  }
  .line:empty,
  .action:empty {
    display: none;
  }
  .notes {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    color: var(--_muted);
  }
  .notes b {
    color: var(--_accent);
    font-weight: 600;
  }
  @container (max-width: 28rem) {
    .ticket {
      --_stub: 6.75rem;
    }
    .body {
      padding: 0.7rem 0.8rem;
    }
    .face b {
      font-size: 1.5rem;
    }
    .line:not(.detailed *) {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .ticket {
      border: 1px solid;
      mask: none;
    }
  }
`;
