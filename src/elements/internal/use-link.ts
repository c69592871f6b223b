import { html, nothing, type TemplateResult } from 'lit';
import type { Locale } from '../../i18n/create-locale.js';
import type { Coupon } from '../../model/coupon.js';
import { CouponUseEvent } from './card-events.js';
import { fillUrl } from './fill-url.js';

/** The way from a coupon to what it is good for; nothing where the page has named none. */
export function useLink(
  { t }: Locale,
  coupon: Coupon,
  title: string,
  useUrl: string | undefined,
): TemplateResult | typeof nothing {
  if (!useUrl) return nothing;
  const use = (event: Event): void => {
    if (!event.currentTarget!.dispatchEvent(new CouponUseEvent({ coupon: coupon.id })))
      event.preventDefault();
  };
  return html`<a class="button" part="button" href=${fillUrl(useUrl, coupon)} @click=${use}
    >${t('claim.use')}<span class="hidden"> ${title}</span></a
  >`;
}
