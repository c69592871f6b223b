/** By what can offers be looked through? All, the platform's own, each shop's, and each category that a coupon's scope names. */
import type { Coupon } from '../../model/coupon.js';

/** `all`, `platform`, `shop:{id}` or `category:{id}`. */
export type GroupKey = string;

/** Whether a coupon is in a group. */
export function isInGroup(coupon: Coupon, group: GroupKey): boolean {
  const id = group.slice(group.indexOf(':') + 1);
  const shops = shopsOf(coupon);
  if (group === 'all') return true;
  if (group === 'platform') return !shops;
  return !!(group.startsWith('shop:') ? shops : coupon.scope?.categories)?.includes(id);
}

/** Returns the groups in the order of their tabs: the largest shops and categories first. Only `all` where nothing tells the coupons apart. */
export function listGroups(offers: readonly { readonly coupon: Coupon }[]): readonly GroupKey[] {
  const shops = new Map<string, number>();
  const categories = new Map<string, number>();
  let ofPlatform = 0;
  const add = (counts: Map<string, number>, id: string): void => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  for (const { coupon } of offers) {
    const own = shopsOf(coupon);
    if (own) for (const shop of own) add(shops, shop);
    else ofPlatform++;
    for (const category of coupon.scope?.categories ?? []) add(categories, category);
  }
  const keysOf = (kind: string, counts: ReadonlyMap<string, number>): readonly GroupKey[] =>
    [...counts].sort(([, a], [, b]) => b - a).map(([id]) => `${kind}:${id}`);
  const groups = [
    ...(ofPlatform ? ['platform'] : []),
    ...keysOf('shop', shops),
    ...keysOf('category', categories),
  ];
  return groups.length > 1 ? ['all', ...groups] : ['all'];
}

/** Whose goods it is for; absent: not of certain shops. */
function shopsOf({ issuer, scope }: Coupon): readonly string[] | undefined {
  return typeof issuer === 'object' ? [issuer.shop] : scope?.shops;
}
