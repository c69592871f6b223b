import type { Text } from '../../model/coupon.js';
import { localized } from '../../model/shared-shapes.js';
import { amount, list, object, positive, type Shape } from '../../model/shape.js';
import { shortText } from '../../protocol/parse-request.js';
import type { PublishedPrize } from '../../protocol/campaigns.js';
import { reward, type CampaignTerms, type Reward } from './campaign.js';
import { certainBps, type CampaignKind, type PrizeTerms, type ViewFacts } from './campaign-kind.js';

export interface DrawCampaign extends CampaignTerms {
  readonly kind: 'draw';
  /** In the order of the wheel. What their odds leave to 10,000 is the chance of nothing. */
  readonly prizes: readonly DrawPrize[];
  readonly cost?: { readonly points: number };
}

export interface DrawPrize {
  readonly id: string;
  readonly title?: Text;
  /** Basis points, 1–10,000. */
  readonly oddsBps: number;
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  /** This, `points`, or both. */
  readonly reward?: Reward;
  readonly points?: number;
  /** What it takes of the campaign's budget, minor units. Default: what its reward is worth. */
  readonly worth?: number;
}

const prize: Shape<DrawPrize> = object(
  {
    id: shortText,
    'title?': localized,
    oddsBps: positive,
    'stock?': amount,
    'reward?': reward,
    'points?': positive,
    'worth?': amount,
  },
  true,
);

/** One of several prizes by chance, or nothing: a wheel (大转盘), a scratch card. The odds are on the wheel, as they are now. */
export const draw: CampaignKind<'draw', DrawCampaign> = {
  kind: 'draw',
  byChance: true,
  fields: { prizes: list(prize, 1), 'cost?': object({ points: positive }, true) },
  prizes: ({ prizes }) =>
    prizes.map(({ reward, ...rest }, index) => ({
      ...rest,
      rewards: reward ? [{ reward, path: `prizes[${index}].reward` }] : [],
      path: `prizes[${index}]`,
    })),
  perShopper: ({ limits }) => (limits?.perShopperPerDay === undefined ? 1 : Infinity),
  cost: ({ cost }) => cost,
  check({ prizes, limits, budget }, report) {
    const seen = new Set<string>();
    let left = certainBps;
    prizes.forEach(({ id, oddsBps, reward, points, stock }, index) => {
      const path = `prizes[${index}]`;
      if (seen.has(id)) report(`${path}.id`, 'duplicate');
      seen.add(id);
      if (oddsBps > left) report(`${path}.oddsBps`, 'too-large', { max: Math.max(0, left) });
      left -= oddsBps;
      if (!reward && points === undefined) report(path, 'required', { fields: ['reward', 'points'] });
      const isBounded = [stock, limits?.stock, budget].some((bound) => bound !== undefined);
      if (reward && !isBounded) report(`${path}.stock`, 'no-limit', {}, 'warning');
    });
  },
  view(campaign, common, facts) {
    const prizes = draw.prizes(campaign).map((each) => publish(each, facts));
    const all = prizes.reduce((sum, { oddsBps }) => sum + oddsBps, 0);
    return { ...common, kind: 'draw', prizes, noPrizeBps: certainBps - all };
  },
};

function publish(prize: PrizeTerms, { couponOf, leftOf }: ViewFacts): PublishedPrize {
  const { id, title, oddsBps, points, rewards } = prize;
  const left = leftOf(prize);
  const [placed] = rewards;
  return {
    id,
    ...(title !== undefined && { title }),
    ...(placed && { coupon: couponOf(placed.reward) }),
    ...(points !== undefined && { points }),
    oddsBps: left === 0 ? 0 : oddsBps,
    ...(left !== undefined && { remaining: left }),
  };
}
