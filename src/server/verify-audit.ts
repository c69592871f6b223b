import { hashAuditEntry } from './ledgers/hash-audit-entry.js';
import type { AuditEntry, AuditHead, Ledger } from './ledgers/ledger.js';

export type AuditVerdict =
  | { readonly holds: true; readonly head: AuditHead }
  | {
      readonly holds: false;
      /** The first entry that is wrong or missing. */
      readonly sequence: number;
      /**
       * `missing`: it is not there. `previous`: it does not follow the one before. `hash`: what it says was changed. `head`, `anchor`: it is not the one
       * that the store, or whoever kept its hash elsewhere, knows.
       */
      readonly reason: 'missing' | 'previous' | 'hash' | 'head' | 'anchor';
    };

const pageSize = 1_000;
const start: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * Reads the whole audit log: has anything of it been changed, taken out or cut off? Whoever can write to the store can also make a new chain that holds in itself:
 * only hashes that were kept elsewhere tell that.
 * @param anchors hashes that were kept elsewhere
 */
export async function verifyAudit(
  ledger: Pick<Ledger, 'audit' | 'auditHead'>,
  anchors: readonly AuditHead[] = [],
): Promise<AuditVerdict> {
  // What is written from here on comes behind it.
  const head = await ledger.auditHead();
  const known = new Map(anchors.map(({ sequence, hash }) => [sequence, hash]));
  let last = start;
  for (;;) {
    const page = await ledger.audit(last.sequence, pageSize);
    for (const entry of page) {
      const reason = flawOf(entry, last) ?? strangenessOf(entry, head, known);
      if (reason === 'missing') return { holds: false, sequence: last.sequence + 1, reason };
      if (reason) return { holds: false, sequence: entry.sequence, reason };
      last = entry;
    }
    if (page.length < pageSize) break;
  }
  const expected = Math.max(head.sequence, ...known.keys());
  return last.sequence < expected
    ? { holds: false, sequence: last.sequence + 1, reason: 'missing' }
    : { holds: true, head: { sequence: last.sequence, hash: last.hash } };
}

function flawOf(entry: AuditEntry, last: AuditHead): 'missing' | 'previous' | 'hash' | undefined {
  if (entry.sequence !== last.sequence + 1) return 'missing';
  if (entry.previous !== last.hash) return 'previous';
  return entry.hash === hashAuditEntry(entry) ? undefined : 'hash';
}

function strangenessOf(
  { sequence, hash }: AuditEntry,
  head: AuditHead,
  known: ReadonlyMap<number, string>,
): 'head' | 'anchor' | undefined {
  if (known.has(sequence) && known.get(sequence) !== hash) return 'anchor';
  return sequence === head.sequence && hash !== head.hash ? 'head' : undefined;
}
