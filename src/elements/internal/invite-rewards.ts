/** What an invitation brings to both sides, as one ticket with two halves, and how it goes, in three steps. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CouponText } from '../../i18n/describe-coupon.js';
import type { Locale } from '../../i18n/create-locale.js';
import type { InviteView } from '../../protocol/campaigns.js';

export interface InviteRewards {
  readonly friend: readonly CouponText[];
  readonly you: readonly CouponText[];
}

export function rewardHalves(
  { rewardedOn }: InviteView,
  { friend, you }: InviteRewards,
  { t }: Locale,
): TemplateResult {
  return html`<div class="edge">
    <dl class="rewards" part="rewards">
      ${half(t('invite.friend-gets'), friend, t('invite.on-acceptance'))}
      ${half(t('invite.you-get'), you, t(`invite.on-${rewardedOn}`))}
    </dl>
  </div>`;
}

export function inviteSteps({ rewardedOn }: InviteView, { t }: Locale): TemplateResult {
  const steps = (['send', 'accept', rewardedOn] as const).map((step) => t(`invite.step-${step}`));
  return html`<div class="how" part="steps">
    <h3 class="small muted">${t('invite.steps')}</h3>
    <ol>
      ${steps.map((step) => html`<li>${step}</li>`)}
    </ol>
  </div>`;
}

/** How many friends there are already; nothing where nobody is known. */
export function friendsSoFar({ friends }: InviteView, { t }: Locale): TemplateResult | typeof nothing {
  if (!friends) return nothing;
  return html`<p class="friends small" part="friends">
    <span>${t('invite.accepted', friends)}</span>
    ${friends.rewarded ? html`<b>${t('invite.rewarded', friends)}</b>` : nothing}
  </p>`;
}

function half(label: string, coupons: readonly CouponText[], when: string): TemplateResult {
  return html`<div class="half">
    <dt class="small">${label}</dt>
    <dd>
      ${coupons.map(
        ({ face, title, threshold }) =>
          html`<p class="face">${face}</p>
            <p class="small muted">${title === face ? threshold : title}</p>`,
      )}
      <p class="when small">${when}</p>
    </dd>
  </div>`;
}
