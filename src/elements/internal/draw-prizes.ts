/** What can be won, in words: names, the table of odds that everybody can open, and what was won. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CouponText } from '../../i18n/describe-coupon.js';
import { pickText } from '../../i18n/pick-text.js';
import type { Locale, Params } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { Coupon } from '../../model/coupon.js';
import type { DrawView, Participation, PublishedPrize } from '../../protocol/campaigns.js';
import type { Slice } from './wheel-sectors.js';

/** How an element says something of a prize. */
export interface Speaker {
  readonly locale: Locale;
  readonly say: (key: MessageKey, params?: Params) => string;
  readonly describe: (coupon: Coupon) => CouponText;
}

/** Every prize in the published order, and no prize, with what may be written on the wheel. */
export function listSlices({ prizes, noPrizeBps }: DrawView, speaker: Speaker): readonly Slice[] {
  return [
    ...prizes.map((prize, index) => ({
      id: prize.id,
      number: index + 1,
      names: [
        pickText(prize.title, speaker.locale.language),
        ...(prize.coupon ? [speaker.describe(prize.coupon).face] : []),
        namePrize({ ...prize, title: '' }, speaker),
      ].filter(Boolean),
      oddsBps: prize.oddsBps,
    })),
    { id: undefined, number: prizes.length + 1, names: [speaker.say('wheel.none')], oddsBps: noPrizeBps },
  ];
}

/** Its title, else what it brings. */
export function namePrize({ title, coupon, points }: PublishedPrize, speaker: Speaker): string {
  const named = pickText(title, speaker.locale.language);
  if (named) return named;
  return [
    coupon && speaker.describe(coupon).title,
    points !== undefined && speaker.say('wheel.points', { points }),
  ]
    .filter(Boolean)
    .join(' + ');
}

/** All prizes with their odds and what is left: closed at first, and always in reach. */
export function oddsTable(view: DrawView, speaker: Speaker): TemplateResult {
  const { say } = speaker;
  const percent = (oddsBps: number) => say('wheel.percent', { percent: oddsBps / 100 });
  const row = (number: number, name: string, oddsBps: number, left: string) => html`
    <tr>
      <td class="number">${number}</td>
      <th scope="row">${name}</th>
      <td>${percent(oddsBps)}</td>
      <td>${left}</td>
    </tr>
  `;
  return html`<details class="odds" part="odds">
    <summary>${say('wheel.odds')}</summary>
    <table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${say('wheel.prize')}</th>
          <th scope="col">${say('wheel.chance')}</th>
          <th scope="col">${say('wheel.remaining')}</th>
        </tr>
      </thead>
      <tbody>
        ${view.prizes.map((prize, index) =>
          row(index + 1, namePrize(prize, speaker), prize.oddsBps, describeLeft(prize, speaker)),
        )}
        ${view.noPrizeBps > 0 ? row(view.prizes.length + 1, say('wheel.none'), view.noPrizeBps, '') : nothing}
      </tbody>
    </table>
    <p class="small muted">${say('wheel.rule')}</p>
  </details>`;
}

/** What was won, in one sentence. */
export function describeDrawn(drawn: Participation, view: DrawView, speaker: Speaker): string {
  const prize = view.prizes.find(({ id }) => id === drawn.prize);
  const name = prize ? namePrize(prize, speaker) : describeGains(drawn, speaker).join(' + ');
  return name ? speaker.say('wheel.won', { prize: name }) : speaker.say('wheel.nothing');
}

function describeGains({ held, points }: Participation, speaker: Speaker): readonly string[] {
  return [
    ...held.map(({ coupon }) => speaker.describe(coupon).title),
    ...(points === undefined ? [] : [speaker.say('wheel.points', { points })]),
  ];
}

function describeLeft({ remaining }: PublishedPrize, { say }: Speaker): string {
  if (remaining === undefined) return say('wheel.unlimited');
  return remaining === 0 ? say('wheel.given') : say('wheel.count', { count: remaining });
}
