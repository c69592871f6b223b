import { median, quantile } from '../measure.js';
import type { Contender } from './contender.js';

export interface Sale {
  readonly stock: number;
  readonly tries: number;
  /** How many tries are under way at any time. */
  readonly inFlight: number;
}

export interface Crowd {
  readonly triesPerSecond: number;
  /** From asking to the answer, milliseconds. */
  readonly median: number;
  readonly p99: number;
}

/**
 * So many shoppers at once, each a new one, until all tries are made.
 * @throws Error where not exactly the stock was granted
 */
export async function runCrowd(contender: Contender, coupon: string, sale: Sale): Promise<Crowd> {
  const { stock, tries, inFlight } = sale;
  await contender.open(coupon, stock);
  const times: number[] = [];
  let granted = 0;
  let next = 0;
  const shop = async (): Promise<void> => {
    while (next < tries) {
      const shopper = `shopper-${next++}`;
      const start = performance.now();
      if (await contender.claim(coupon, shopper)) granted++;
      times.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, shop));
  const seconds = (performance.now() - start) / 1000;
  const rows = await contender.count(coupon);
  const right = Math.min(stock, tries);
  if (granted !== right || rows !== right)
    throw new Error(`${contender.name} granted ${granted} and wrote ${rows}, not ${right}`);
  return { triesPerSecond: tries / seconds, median: median(times), p99: quantile(times, 0.99) };
}
