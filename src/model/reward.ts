import { percentOf } from '../money/divide.js';
import { amount, object, percentage, positive, type Shape } from './shape.js';

/** What a thing is rewarded with: exactly one of these. */
export interface Reward {
  /** Off, minor units. */
  readonly amount?: number;
  /** Off; 20 is 八折. */
  readonly percentOff?: number;
  /** What it costs then, minor units. */
  readonly price?: number;
}

/** The fields of a reward, beside which a benefit names its own. */
const fields = { 'amount?': positive, 'percentOff?': percentage(), 'price?': amount };

/** Returns what a reward takes off a thing of this price, at most the price. Minor units. */
export function rewardOff(reward: Reward, price: number): number {
  return Math.min(
    price,
    reward.amount ??
      (reward.price === undefined ? percentOf(price, reward.percentOff!) : Math.max(0, price - reward.price)),
  );
}

/** A strict object of a reward and the fields given; none or several rewards are an error. */
export function rewarded<T>(own: Readonly<Record<string, Shape<unknown>>>): Shape<T> {
  const shape = object({ ...fields, ...own }, true) as Shape<unknown> as Shape<Reward & T>;
  return (value, path, report) => {
    const clean = shape(value, path, report);
    if ([clean.amount, clean.percentOff, clean.price].filter((each) => each !== undefined).length !== 1)
      report(path, 'not-one-reward');
    return clean;
  };
}
