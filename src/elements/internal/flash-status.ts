/** What does a screen reader hear of a flash sale? What became of an act, that a sale has opened, and the milestones of its clock; never a second. */
import type { Locale } from '../../i18n/create-locale.js';
import { momentOf } from './flash-clock.js';
import type { FlashLine } from './flash-line.js';
import type { FlashOffer } from './flash-offer.js';
import { milestoneOf } from './tell-time.js';

export interface FlashNews {
  readonly offers: readonly FlashOffer[];
  readonly line: Pick<FlashLine, 'turnOf'>;
  /** Those that were seen before their opening. */
  readonly awaited: ReadonlySet<string>;
  /** What became of the last act, in words. */
  readonly said: string;
  /** Milliseconds since the epoch, by the server's clock. */
  readonly now: number;
}

/** Returns a text for each: which of them is new is told apart from what was said before. */
export function flashStatus(
  { offers, line, awaited, said, now }: FlashNews,
  { t }: Locale,
): readonly string[] {
  const turn = offers.map(({ coupon }) => line.turnOf(coupon.id)).find(Boolean);
  const hasOpened = offers.some(({ coupon, phase }) => phase === 'available' && awaited.has(coupon.id));
  const [next] = offers.flatMap(({ claim }) => momentOf(claim, now) ?? []).sort((a, b) => a.at - b.at);
  const ms = next && milestoneOf(next.at - now);
  return [
    turn && turn.hitch !== 'none' ? t(`flash.${turn.hitch}`) : said,
    hasOpened ? t('flash.on') : '',
    ms ? t(next.isOpening ? 'claim.opening' : 'claim.closing', { ms }) : '',
  ].map((text) => `${text} `);
}
