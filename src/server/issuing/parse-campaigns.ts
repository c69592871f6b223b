import type { Problem } from '../../model/problem.js';
import { collect, isObject, join, object, oneOf, type Report, type Shape } from '../../model/shape.js';
import type { AnyCampaign, CampaignKind, PlacedReward, PrizeTerms } from '../campaigns/campaign-kind.js';
import { certainBps } from '../campaigns/campaign-kind.js';
import { termFields } from '../campaigns/campaign.js';
import { campaignKinds, type Campaign } from '../campaigns/index.js';
import type { CouponEntry } from '../parse-coupon-file.js';
import { hoursOf, rewardWorth } from './reward.js';

/** Campaigns of one list of kinds, whose own types are not known here. */
const kinds = campaignKinds as unknown as readonly CampaignKind[];
const kindField = oneOf(...kinds.map(({ kind }) => kind));
const shapes = new Map<string, Shape<AnyCampaign>>(
  kinds.map(({ kind, fields }) => [
    kind,
    object({ kind: kindField, ...termFields, ...fields }, true) as Shape<AnyCampaign>,
  ]),
);
const unknownKind = object({ kind: kindField });

/**
 * Returns what a list says of campaigns. With an error among the problems they must not be used.
 * @param path where the list stands: `campaigns`
 * @param entries the coupons that they may give
 */
export function parseCampaigns(
  values: readonly unknown[],
  path: string,
  entries: readonly CouponEntry[],
  report: Report,
): readonly Campaign[] {
  // What is wrong with a coupon is told of the coupon.
  const whole = entries.filter(({ coupon }) => isObject(coupon) && isObject(coupon.benefit));
  const known = new Map(whole.map((entry) => [entry.coupon.id, entry]));
  const seen = new Set<string>();
  return values.map((value, index) => {
    const { campaign, problems } = parseCampaign(value, known);
    const place = `${path}[${index}]`;
    for (const { path: own, code, params, severity } of problems) {
      report(join(place, own), code, params, severity);
    }
    if (campaign.id && seen.has(campaign.id)) report(`${place}.id`, 'duplicate');
    seen.add(campaign.id);
    return campaign;
  });
}

function parseCampaign(
  value: unknown,
  coupons: ReadonlyMap<string, CouponEntry>,
): { readonly campaign: Campaign; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = collect(problems);
  const kind = isObject(value) ? kinds.find((each) => each.kind === value.kind) : undefined;
  const campaign = (kind ? shapes.get(kind.kind)! : unknownKind)(value, '', report) as AnyCampaign;
  if (kind && problems.length === 0) checkTogether(campaign, kind, coupons, report);
  return { campaign: campaign as Campaign, problems };
}

/** What only the fields together, and the coupons, can get wrong. */
function checkTogether(
  campaign: AnyCampaign,
  kind: CampaignKind,
  coupons: ReadonlyMap<string, CouponEntry>,
  report: Report,
): void {
  const { opensAt, closesAt } = campaign;
  if (opensAt && closesAt && Date.parse(closesAt) <= Date.parse(opensAt)) {
    report('closesAt', 'not-after-start', { opensAt });
  }
  const others = kind.others?.(campaign);
  for (const prize of [...kind.prizes(campaign), ...(others ? [others] : [])]) {
    for (const placed of prize.rewards) {
      checkReward(placed, prize, campaign, coupons, report);
      if (placed.reward.byCode && !kind.tellsMerchant)
        report(join(placed.path, 'byCode'), 'only-of-triggers');
    }
    checkWorth(prize, campaign, coupons, report);
  }
  kind.check?.(campaign, report, {
    validHoursOf: (reward) => hoursOf(reward, coupons.get(reward.coupon)?.claim),
  });
}

function checkReward(
  { reward, path }: PlacedReward,
  prize: PrizeTerms,
  { opensAt, closesAt, budget }: AnyCampaign,
  coupons: ReadonlyMap<string, CouponEntry>,
  report: Report,
): void {
  const entry = coupons.get(reward.coupon);
  if (!entry) return report(join(path, 'coupon'), 'unknown-coupon', { coupon: reward.coupon });
  const { coupon, claim } = entry;
  const isCredit = claim.credit === true;
  if (isCredit && reward.credit === undefined) report(join(path, 'credit'), 'required');
  if (!isCredit && reward.credit !== undefined) report(join(path, 'credit'), 'not-credit');
  if (isCredit && reward.byCode) report(join(path, 'byCode'), 'not-for-credit');
  // Its balance grows with each reward: it has no end of its own.
  if (isCredit && reward.validHours !== undefined) report(join(path, 'validHours'), 'not-for-credit');
  if (budget !== undefined && prize.worth === undefined && rewardWorth(reward, coupon) === undefined) {
    report(join(path, 'worth'), 'required');
  }
  if (claim.disabled) report(join(path, 'coupon'), 'disabled', {}, 'warning');
  const end = coupon.validUntil && Date.parse(coupon.validUntil);
  if (!end) return;
  if (opensAt && end <= Date.parse(opensAt)) report(join(path, 'coupon'), 'ends-before-opening');
  else if (closesAt && end < Date.parse(closesAt)) {
    report(join(path, 'coupon'), 'ends-before-close', {}, 'warning');
  }
}

/** What is certain must fit into the budget once, and into the stocks of its coupons, or nobody can take it. */
function checkWorth(
  prize: PrizeTerms,
  { budget = Infinity }: AnyCampaign,
  coupons: ReadonlyMap<string, CouponEntry>,
  report: Report,
): void {
  const { rewards, oddsBps, path } = prize;
  const worth = rewards.reduce((sum, { reward }) => {
    const entry = coupons.get(reward.coupon);
    return sum + ((entry && rewardWorth(reward, entry.coupon)) ?? 0);
  }, 0);
  const severity = oddsBps === certainBps ? 'error' : 'warning';
  if ((prize.worth ?? worth) > budget) {
    report(path || 'budget', 'above-budget', { worth: prize.worth ?? worth, budget }, severity);
  }
  for (const { reward, path: place } of rewards) {
    const wanted = rewards.filter((each) => each.reward.coupon === reward.coupon).length;
    const { stock = Infinity } = coupons.get(reward.coupon)?.claim ?? {};
    if (stock < wanted) report(join(place, 'coupon'), 'above-stock', { stock }, 'warning');
  }
}
