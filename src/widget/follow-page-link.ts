/** The page's address asks for a coupon: the script tag follows it, and says what became of it. Loaded for such pages alone. */
import { CouponNoticeEvent, LinkNotice } from '../elements/internal/link-notice.js';
import type { Session } from '../stores/session.js';
import { followLink } from '../targeting/follow-link.js';

const tag = 'coupon-link-notice';

export async function followPageLink(session: Session): Promise<void> {
  const result = await followLink(session);
  if (!result || !document.dispatchEvent(new CouponNoticeEvent(result))) return;
  // Another copy of the script may have defined it.
  if (!customElements.get(tag)) customElements.define(tag, LinkNotice);
  const notice = document.createElement(tag) as LinkNotice;
  Object.assign(notice, { session, result });
  document.body.append(notice);
}
