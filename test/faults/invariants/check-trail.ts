import { hashAuditEntry } from '../../../src/server/ledgers/hash-audit-entry.js';
import { countBy, push } from './group-by.js';
import type { Rows } from './read-rows.js';

/** No order is redeemed twice, and no key is known twice. */
export function* checkKeys({ keys, orders, claims }: Rows): Iterable<string> {
  const numbers = orders.flatMap(({ order_id }) => (order_id === null ? [] : [order_id]));
  for (const [what, ids] of [
    ['key', keys.map(({ id }) => id)],
    ['order', numbers],
    ['hold', orders.map(({ id }) => id)],
    ['claim', claims.map(({ id }) => id)],
  ] as const) {
    for (const [id, count] of countBy(ids, (each) => each))
      if (count > 1) yield `${what} ${id} is there ${count} times`;
  }
}

/** Which steps may follow one another. A payment may still land after the hold has ended. */
const nextSteps: Readonly<Record<string, readonly string[]>> = {
  '': ['reserved'],
  reserved: ['extended', 'released', 'expired', 'redeemed'],
  extended: ['released', 'expired', 'redeemed'],
  released: ['redeemed'],
  expired: ['redeemed'],
  redeemed: ['reversed'],
  reversed: ['reversed'],
};

/** The log is a chain without a gap, and tells of every piece and every hold each step once, in an order that can be. */
export function* checkAudit({ audit, head, claims, orders }: Rows): Iterable<string> {
  let previous = '0'.repeat(64);
  const claimed = new Map<string, string[]>();
  const steps = new Map<string, string[]>();
  for (const [index, row] of audit.entries()) {
    const hash = hashAuditEntry({ ...row, previous });
    if (row.sequence !== index + 1) yield `audit: ${row.sequence} stands where ${index + 1} should`;
    if (row.previous !== previous || row.hash !== hash) yield `audit: the chain is broken at ${row.sequence}`;
    previous = row.hash;
    for (const event of JSON.parse(row.events) as AuditedEvent[]) {
      if (event.hold !== undefined) push(steps, event.hold, event.event);
      else if (event.claim !== undefined) push(claimed, event.claim, event.event);
    }
  }
  if (head.sequence !== audit.length || head.hash !== previous) yield 'audit: the head is not the last entry';
  for (const { id } of claims) {
    const grants = claimed.get(id)?.filter((event) => event === 'claimed').length ?? 0;
    if (grants !== 1) yield `audit: piece ${id} is granted ${grants} times`;
    claimed.delete(id);
  }
  for (const [id] of claimed) yield `audit: piece ${id} is not there`;
  for (const { id, state, reversals } of orders) {
    const told = steps.get(id) ?? [];
    steps.delete(id);
    const isPossible = told.every((step, index) => nextSteps[told[index - 1] ?? '']?.includes(step));
    if (!isPossible) yield `audit: hold ${id} went ${told.join(' → ')}`;
    const last = told.filter((step) => step !== 'extended').at(-1);
    const isLast = last === state || (state === 'redeemed' && last === 'reversed');
    if (!isLast) yield `audit: hold ${id} is ${state}, but the last that is told of it is ${last}`;
    const undone = told.filter((step) => step === 'reversed').length;
    if (undone !== reversals.length)
      yield `audit: hold ${id}: ${undone} reversals told, ${reversals.length} there`;
  }
  for (const [id] of steps) yield `audit: hold ${id} is not there`;
}

interface AuditedEvent {
  readonly event: string;
  readonly claim?: string;
  readonly hold?: string;
}
