/** The elements that most pages have not: the script tag loads this list where one of them is there. */
import type { Spoken } from '../i18n/languages.js';

/** One line for each; a test compares them, and those of the script tag itself, with the folder. */
const elements: Readonly<Record<string, () => Promise<CustomElementConstructor>>> = {
  'coupon-card': async () => (await import('../elements/coupon-card.js')).CouponCard,
  'coupon-center': async () => (await import('../elements/coupon-center.js')).CouponCenter,
  'coupon-countdown': async () => (await import('../elements/coupon-countdown.js')).CouponCountdown,
  'coupon-flash': async () => (await import('../elements/coupon-flash.js')).CouponFlash,
  'coupon-invite': async () => (await import('../elements/coupon-invite.js')).CouponInvite,
  'coupon-nudge': async () => (await import('../elements/coupon-nudge.js')).CouponNudge,
  'coupon-pack': async () => (await import('../elements/coupon-pack.js')).CouponPack,
  'coupon-wallet': async () => (await import('../elements/coupon-wallet.js')).CouponWallet,
  'coupon-wheel': async () => (await import('../elements/coupon-wheel.js')).CouponWheel,
};

/** Of the messages, what all of these say. */
const parts = ['later', 'campaigns'] as const;

/**
 * Resolves to an element's class; to nothing where the tag is none of ours.
 * @param language what it will speak: the messages that it says are asked for together with it
 */
export async function loadElement(
  tag: string,
  language: Promise<Spoken>,
): Promise<CustomElementConstructor | undefined> {
  if (!Object.hasOwn(elements, tag)) return undefined;
  void prefetch(language).catch(() => {});
  return elements[tag]!();
}

/** Where they do not come, the element asks again. */
async function prefetch(language: Promise<Spoken>): Promise<void> {
  const { loadLater } = await language;
  if (loadLater) await Promise.all(parts.map((part) => loadLater(part)));
}
