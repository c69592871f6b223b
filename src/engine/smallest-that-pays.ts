import type { Cart } from '../model/cart.js';
import type { More } from './more-of.js';

/**
 * Returns the smallest amount with which a coupon pays off whatever kind of goods it is of, and what it saves then at the least, minor
 * units; undefined where it does not, up to `most`. The smallest of all, where the coupon pays off from some amount on; else the start of
 * a range in which it does.
 * @param gain what the coupon saves in an extended cart, minor units
 */
export function smallestThatPays(
  { least, most, cartsWith }: More,
  gain: (extended: Cart) => number,
): { readonly amount: number; readonly saves: number } | undefined {
  const savesWith = (amount: number): number => {
    let saves = Infinity;
    for (const extended of cartsWith(amount)) {
      saves = Math.min(saves, gain(extended));
      if (!saves) break;
    }
    return saves;
  };
  let amount = least;
  let saves = savesWith(amount);
  if (saves) return { amount, saves };
  let tooLittle = least;
  saves = savesWith((amount = most));
  while (saves && amount - tooLittle > 1) {
    const middle = tooLittle + Math.floor((amount - tooLittle) / 2);
    const savesThere = savesWith(middle);
    if (savesThere) [amount, saves] = [middle, savesThere];
    else tooLittle = middle;
  }
  return saves ? { amount, saves } : undefined;
}
