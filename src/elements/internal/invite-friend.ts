/** What a friend sees of an invitation: the coupons that it brings, what there is to say, and one act. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CouponText } from '../../i18n/describe-coupon.js';
import { couponTicket } from './coupon-ticket.js';

export interface FriendSide {
  readonly title: string;
  readonly coupons: readonly { readonly text: CouponText; readonly action: unknown }[];
  /** Sentences; those that are empty are left out. */
  readonly facts: readonly string[];
  readonly act: TemplateResult;
  readonly notes: TemplateResult;
}

export function friendSide({ title, coupons, facts, act, notes }: FriendSide): TemplateResult {
  return html`<h2 id="title" part="title">${title}</h2>
    <div class="tickets">
      ${coupons.map(
        ({ text, action }) => html`<div class="edge">${couponTicket(text, { detailed: true, action })}</div>`,
      )}
    </div>
    ${facts.filter(Boolean).map((fact) => html`<p>${fact}</p>`)} ${act} ${notes}`;
}

/** While it is opened, or where it cannot be. @param rest what stands under it */
export function openingSide(
  language: string,
  looking: string,
  failure: string,
  rest: TemplateResult,
): TemplateResult {
  return html`<div class="invite" part="invite" lang=${language}>
    <p class="muted" role="status">${looking || nothing}</p>
    <p class="error over" role="alert">${failure || nothing}</p>
    ${rest}
  </div>`;
}

/** How many items. */
export function countOf(lines: readonly { readonly quantity: number }[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
