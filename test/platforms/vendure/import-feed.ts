import { makeFeed } from '../../../src/importers/make-feed.js';
import { vendure as importer } from '../../../src/importers/vendure.js';
import type { Vendure } from './start-vendure.js';

/** The codes that the shop shows to everybody; the others are typed. */
export const publicCodes = ['SAVE10', 'FIX5', 'NET50', 'FREESHIP', 'SHIRT20', 'PAPER15', 'FUTURE'] as const;

/** Returns the coupons of the feed as `couponkit import vendure --codes …` writes them. */
export async function importFeed(
  { adminApi, superadmin }: Vendure,
  codes: 'all' | readonly string[] = publicCodes,
  channel?: string,
): Promise<readonly unknown[]> {
  const imported = await importer.read({ url: adminApi, ...superadmin, ...(channel && { channel }) }, fetch);
  return makeFeed(imported, { codes, now: Date.now() }).coupons;
}
