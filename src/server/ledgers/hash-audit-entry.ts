import { createHash } from 'node:crypto';
import type { AuditEntry } from './ledger.js';

/** Returns the hash that an entry of the audit log must have. */
export function hashAuditEntry({
  previous,
  at,
  events,
}: Pick<AuditEntry, 'previous' | 'at' | 'events'>): string {
  return createHash('sha256').update(`${previous}\n${at}\n${events}`).digest('hex');
}
