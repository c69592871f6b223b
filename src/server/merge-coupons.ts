import type { Engine } from '../engine/index.js';
import type { Problem } from '../model/problem.js';
import { parseCouponFile, type CouponEntry } from './parse-coupon-file.js';

const prefix = 'coupon:';

/** Returns the name of the store's document that defines a coupon. */
export function couponDocument(id: string): string {
  return prefix + id;
}

/**
 * Returns the coupons of the file as they stand in the store, and behind them those that stand only there. One that has become wrong, since another one has its code
 * now or the rules have changed, is left out; problems say so, by its place in the list.
 */
export function mergeCoupons(
  entries: readonly CouponEntry[],
  documents: ReadonlyMap<string, unknown>,
  check: Engine['check'],
): { readonly entries: readonly CouponEntry[]; readonly problems: readonly Problem[] } {
  const merged = new Map<string, unknown>(entries.map((entry) => [entry.coupon.id, entry]));
  const names = [...documents.keys()].filter((name) => name.startsWith(prefix)).sort();
  for (const name of names) merged.set(name.slice(prefix.length), documents.get(name));
  const { file, problems } = parseCouponFile({ coupons: [...merged.values()] }, check);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const wrong = new Set(errors.map(({ path }) => Number(/^coupons\[(\d+)\]/.exec(path)?.[1])));
  return { entries: file.entries.filter((_, index) => !wrong.has(index)), problems: errors };
}
