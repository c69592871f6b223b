/** What to know beside the button of a campaign: how often, until when, what it costs, what is left, and why it was refused. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Locale, Params } from '../../i18n/create-locale.js';
import { describeReason } from '../../i18n/describe-reason.js';
import type { MessageKey } from '../../locales/en.js';
import type { Reason } from '../../model/refusal.js';
import type { CampaignView } from '../../protocol/campaigns.js';

export interface CampaignNotes {
  readonly locale: Locale;
  readonly currency: string | undefined;
  /** The shopper's, where they are known. */
  readonly points: number | undefined;
  /** Why the last act failed. */
  readonly refusal: Reason | undefined;
  /** Until when one can take part, or from when on. */
  readonly countdown: unknown;
}

/** Fewer left than this are worth a word. */
const fewLeft = 100;

export function campaignNotes(
  view: CampaignView,
  { locale, currency, points, refusal, countdown }: CampaignNotes,
): TemplateResult {
  const { kind, state, cost, left, againAt, remaining = Infinity } = view;
  const isOpen = state === 'available' || state === 'upcoming' || state === 'sign-in';
  const lacking = lackedPoints(view, points);
  const note = (isTold: unknown, key: MessageKey, params: Params = {}) =>
    isTold ? html`<span>${locale.t(key, { currency, ...params })}</span>` : nothing;
  return html`<p class="notes small" part="notes">
      ${note(isOpen && !lacking && cost, 'campaign.cost', cost)}
      ${note(isOpen && !lacking && cost && points !== undefined, 'campaign.balance', { points })}
      ${note(lacking, 'refusal.points-too-few', lacking)}
      ${note(kind === 'draw' && state === 'available' && left, 'campaign.left', { left })}
      ${note(isOpen && remaining < fewLeft, 'campaign.remaining', { remaining })}
      ${note(state === 'taken' && againAt, 'campaign.again', { againAt })}
      ${note(state === 'taken' && !againAt, 'refusal.taken')}
      ${note(state === 'not-eligible', 'refusal.not-eligible')} ${isOpen ? countdown : nothing}
    </p>
    ${lacking ? html`<slot name="points"></slot>` : nothing}
    <p class="error" role="alert">${refusal ? describeRefusal(refusal, locale, currency) : nothing}</p>`;
}

/** What the shopper would need for it, and has not. */
export function lackedPoints(
  { state, cost }: CampaignView,
  available: number | undefined,
): { readonly required: number; readonly available: number } | undefined {
  return state === 'available' && cost && available !== undefined && available < cost.points
    ? { required: cost.points, available }
    : undefined;
}

function describeRefusal(reason: Reason, locale: Locale, currency: string | undefined): string {
  return reason.code === 'unavailable'
    ? locale.t('campaign.unavailable')
    : describeReason(reason, locale, currency);
}
