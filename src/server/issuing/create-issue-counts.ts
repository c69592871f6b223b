import { createRecentMap } from '../create-recent-map.js';
import type { Ledger } from '../ledgers/ledger.js';
import type { IssueCount } from '../ledgers/issuing.js';

/** How much of each campaign is given, a moment ago: to be shown, never to be decided by. */
export interface IssueCounts {
  read(): Promise<ReadonlyMap<string, IssueCount>>;
  /** One more was given here. @param prize absent: nothing was won */
  add(campaign: string, prize?: { readonly id: string; readonly worth: number }): void;
}

export function createIssueCounts(ledger: Pick<Ledger, 'issueCounts'>): IssueCounts {
  const { read, update } = createRecentMap(() => ledger.issueCounts());
  return {
    read,
    add: (campaign, prize) =>
      update(campaign, ({ issued, spent, prizes } = { issued: 0, spent: 0, prizes: new Map() }) => ({
        issued: issued + 1,
        spent: spent + (prize?.worth ?? 0),
        prizes: prize ? new Map(prizes).set(prize.id, (prizes.get(prize.id) ?? 0) + 1) : prizes,
      })),
  };
}
