import { percentage } from './shared-shapes.js';
import { percentOf } from '../money/divide.js';
import { amount, positive, type Report } from './shape.js';

/** What a thing is rewarded with: exactly one of these. */
export interface Reward {
  /** Off, minor units. */
  readonly amount?: number;
  /** Off; 20 is 八折. */
  readonly percentOff?: number;
  /** What it costs then, minor units. */
  readonly price?: number;
}

/** The forms of a reward's fields, beside which a benefit names its own. */
export const rewardFields = { 'amount?': positive, 'percentOff?': percentage(), 'price?': amount };

/** Returns what a reward takes off a thing of this price, at most the price. Minor units. */
export function rewardOff(reward: Reward, price: number): number {
  return Math.min(
    price,
    reward.amount ??
      (reward.price === undefined ? percentOf(price, reward.percentOff!) : Math.max(0, price - reward.price)),
  );
}

/** None or several rewards are an error. */
export function checkReward(reward: Reward, _: unknown, report: Report): void {
  if (Object.keys(rewardFields).filter((field) => Object.hasOwn(reward, field.slice(0, -1))).length !== 1)
    report('benefit', 'not-one-reward');
}
