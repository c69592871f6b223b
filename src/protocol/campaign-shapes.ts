import { localized } from '../model/shared-shapes.js';
import { amount, is, isObject, list, object, oneOf, positive, text, type Shape } from '../model/shape.js';
import { atMost, coupon, date } from './answer-shapes.js';
import type { CampaignView, DrawView, InviteView, PackView, PublishedPrize } from './campaigns.js';

/** The forms of campaigns in answers: what a page can show without breaking. */

/** A wheel with more cannot be read. */
const maxPrizes = 24;
const maxCoupons = 50;

const basisPoints: Shape<number> = is(
  'not-in-range',
  (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 10_000,
  { min: 0, max: 10_000 },
);

const common = {
  id: text,
  'title?': localized,
  state: oneOf('available', 'taken', 'sold-out', 'upcoming', 'ended', 'sign-in', 'not-eligible'),
  'left?': amount,
  'againAt?': date,
  'remaining?': amount,
  'stock?': amount,
  'opensAt?': date,
  'closesAt?': date,
  'cost?': object({ points: positive }),
  'validHours?': positive,
};

const prize: Shape<PublishedPrize> = object({
  id: text,
  'title?': localized,
  'coupon?': coupon,
  'points?': positive,
  oddsBps: basisPoints,
  'remaining?': amount,
});

const prizes: Shape<readonly PublishedPrize[]> = (value, path, report) => {
  list(() => undefined, 1)(value, path, report);
  return atMost(maxPrizes, prize)(value, path, report);
};

const coupons = atMost(maxCoupons, coupon);

const draw: Shape<DrawView> = object({ ...common, kind: oneOf('draw'), prizes, noPrizeBps: basisPoints });

const pack: Shape<PackView> = object({ ...common, kind: oneOf('pack'), coupons });

export const inviteView: Shape<InviteView> = object({
  ...common,
  kind: oneOf('invite'),
  invitee: coupons,
  inviter: coupons,
  rewardedOn: oneOf('acceptance', 'order'),
  'friends?': object({ accepted: amount, rewarded: amount }),
});

const kinds = { draw, pack, invite: inviteView };

/** A kind that this page does not know yet is a problem like any other: the campaign is left out. */
export const campaignView: Shape<CampaignView> = (value, path, report) => {
  const kind = isObject(value) && value['kind'];
  const shape = Object.hasOwn(kinds, kind as string) ? kinds[kind as keyof typeof kinds] : unknown;
  return shape(value, path, report);
};

const unknown = object({ ...common, kind: oneOf(...Object.keys(kinds)) }) as Shape<never>;
