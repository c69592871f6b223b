import type { Problem } from '../../model/problem.js';
import { collect } from '../../model/shape.js';
import type { Campaign } from '../campaigns/index.js';
import type { CouponEntry } from '../parse-coupon-file.js';
import { parseCampaigns } from './parse-campaigns.js';

const prefix = 'campaign:';

/** Returns the name of the store's document that defines a campaign. */
export function campaignDocument(id: string): string {
  return prefix + id;
}

/**
 * Returns the campaigns of the file as they stand in the store, and behind them those that stand only there. One that has become wrong, since a coupon of it has
 * changed, is left out; problems say so, by its place in the list.
 */
export function mergeCampaigns(
  campaigns: readonly Campaign[],
  documents: ReadonlyMap<string, unknown>,
  entries: readonly CouponEntry[],
): { readonly campaigns: readonly Campaign[]; readonly problems: readonly Problem[] } {
  const merged = new Map<string, unknown>(campaigns.map((campaign) => [campaign.id, campaign]));
  const names = [...documents.keys()].filter((name) => name.startsWith(prefix)).sort();
  for (const name of names) merged.set(name.slice(prefix.length), documents.get(name));
  const problems: Problem[] = [];
  const parsed = parseCampaigns([...merged.values()], 'campaigns', entries, collect(problems));
  const errors = problems.filter(({ severity }) => severity === 'error');
  const wrong = new Set(errors.map(({ path }) => Number(/^campaigns\[(\d+)\]/.exec(path)?.[1])));
  return { campaigns: parsed.filter((_, index) => !wrong.has(index)), problems: errors };
}
