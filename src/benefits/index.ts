import { amount } from './amount.js';
import type { Benefit } from './benefit.js';
import { bundle } from './bundle.js';
import { buyXGetY } from './buy-x-get-y.js';
import { each } from './each.js';
import { percent } from './percent.js';
import { shipping } from './shipping.js';
import { tiered } from './tiered.js';

/** Every kind of benefit. A new one is its file and one line here. */
export const benefits = [amount, percent, tiered, each, buyXGetY, bundle, shipping] as const;

/** `coupon.benefit` as these kinds have it. */
export type KnownBenefit = {
  [Each in (typeof benefits)[number] as Each['kind']]: Each extends Benefit<string, infer Fields>
    ? Fields
    : never;
}[(typeof benefits)[number]['kind']];
