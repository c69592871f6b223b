import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { StartError, storePlace } from './command-line.js';
import type { AuditHead } from './ledgers/ledger.js';
import { openLedger } from './open-ledger.js';
import { verifyAudit } from './verify-audit.js';

/** Says whether the audit log holds, and where it breaks; resolves to the status: 0, 1, or 2 where it cannot be read. */
export async function runAudit(args: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { store: { type: 'string' }, expect: { type: 'string', multiple: true } },
    });
    const store = storePlace(values.store ?? 'file:./couponkit.db');
    // Opening a file makes it.
    if ('file' in store && !existsSync(store.file))
      throw new StartError(`--store: there is no ${store.file}`);
    const anchors = (values.expect ?? []).map(parseAnchor);
    const ledger = await openLedger(store, { connections: 1 });
    const verdict = await verifyAudit(ledger, anchors).finally(() => ledger.close());
    if (!verdict.holds) {
      console.error(`the audit log breaks at entry ${verdict.sequence}: ${verdict.reason}`);
      return 1;
    }
    console.log(`the audit log holds; its last entry is ${verdict.head.sequence}:${verdict.head.hash}`);
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
}

function parseAnchor(text: string): AuditHead {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!sequence || !hash)
    throw new StartError(`--expect: "${text}" is not an entry's number and hash, such as 12:5f7e…`);
  return { sequence: Number(sequence), hash };
}
