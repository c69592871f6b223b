import { checkBudgets, checkJournals, checkStatements } from './invariants/check-money.js';
import { checkCampaigns, checkCredit, checkPoints } from './invariants/check-campaigns.js';
import { checkCounters, checkHolds, checkShoppers } from './invariants/check-pieces.js';
import { checkAudit, checkKeys } from './invariants/check-trail.js';
import { readRows } from './invariants/read-rows.js';
import type { Store } from './store.js';

/**
 * Is what a store holds whole? Everything is counted anew, from the rows themselves and by other means than the ledger's own, whatever has
 * happened to the servers and the database before.
 *
 * Returns a sentence for each violation. Nothing may be changing meanwhile.
 */
export async function checkInvariants(
  store: Pick<Store, 'select' | 'openLedger'>,
): Promise<readonly string[]> {
  const rows = await readRows(store);
  const ledger = await store.openLedger();
  const statements = await ledger.statements({ from: '0000-01-01', to: '9999-12-31' });
  await ledger.close();
  return [
    ...checkCounters(rows),
    ...checkShoppers(rows),
    ...checkBudgets(rows),
    ...checkHolds(rows),
    ...checkCampaigns(rows),
    ...checkCredit(rows),
    ...checkPoints(rows),
    ...checkJournals(rows),
    ...checkStatements(rows, statements),
    ...checkKeys(rows),
    ...checkAudit(rows),
  ];
}
