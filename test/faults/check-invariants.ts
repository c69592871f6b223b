import { createHash } from 'node:crypto';
import { settle } from '../../src/engine/settle.js';
import type { HoldPart, Reversal } from '../../src/server/ledgers/ledger.js';
import type {
  AccountRow,
  ClaimRow,
  CounterRow,
  HoldFacts,
  HoldRow,
  KeyRow,
  ReversalRow,
  TransferRow,
} from '../../src/server/ledgers/rows.js';
import type { OrderSnapshot } from '../../src/server/order-snapshot.js';
import type { Store } from './store.js';

/**
 * Is what a store holds whole? Everything is counted anew, from the rows themselves and by other means than the ledger's own, whatever has
 * happened to the servers and the database before.
 *
 * Returns a sentence for each violation. Nothing may be changing meanwhile.
 */
export async function checkInvariants(store: Pick<Store, 'select'>): Promise<readonly string[]> {
  const rows = await readRows(store);
  return [
    ...checkCounters(rows),
    ...checkShoppers(rows),
    ...checkBudgets(rows),
    ...checkHolds(rows),
    ...checkJournals(rows),
    ...checkKeys(rows),
    ...checkAudit(rows),
    ...(await checkStatements(store, rows)),
  ];
}

/** Without what any row may have beside. */
type Known<R> = { [Column in keyof R as string extends Column ? never : Column]: R[Column] };
type Holds = Known<HoldRow & HoldFacts>;

interface AuditRow {
  readonly sequence: number;
  readonly events: string;
  readonly previous: string;
  readonly hash: string;
}

interface Order extends Pick<Holds, 'id' | 'shopper' | 'state' | 'order_id' | 'snapshot'> {
  readonly parts: readonly HoldPart[];
  readonly reversals: readonly Reversal[];
}

interface Rows {
  readonly counters: readonly CounterRow[];
  readonly accounts: readonly AccountRow[];
  readonly claims: readonly ClaimRow[];
  readonly orders: readonly Order[];
  readonly transfers: readonly TransferRow[];
  readonly keys: readonly KeyRow[];
  readonly audit: readonly AuditRow[];
  readonly head: { readonly sequence: number; readonly hash: string };
}

async function readRows({ select }: Pick<Store, 'select'>): Promise<Rows> {
  const reversals = groupBy(
    await select<ReversalRow>('SELECT * FROM reversal ORDER BY hold, ordinal'),
    'hold',
  );
  const holds = await select<Holds>('SELECT * FROM hold ORDER BY id');
  const [head] = await select<Rows['head']>('SELECT sequence, hash FROM audit_head');
  return {
    counters: await select('SELECT * FROM counter'),
    accounts: await select('SELECT * FROM account'),
    claims: await select('SELECT * FROM claim'),
    orders: holds.map((hold) => ({
      ...hold,
      parts: JSON.parse(hold.parts) as HoldPart[],
      reversals: (reversals.get(hold.id) ?? []).map(({ content }) => JSON.parse(content) as Reversal),
    })),
    transfers: await select('SELECT * FROM transfer'),
    keys: await select('SELECT * FROM idempotency'),
    audit: await select('SELECT sequence, events, previous, hash FROM audit ORDER BY sequence'),
    head: head!,
  };
}

/** As many pieces are counted as there are, and no more than the stock. */
function* checkCounters({ counters, claims }: Rows): Iterable<string> {
  const granted = countBy(claims.filter(isGranted), ({ coupon }) => coupon);
  const known = new Map(counters.map((counter) => [counter.coupon, counter]));
  for (const coupon of new Set([...granted.keys(), ...known.keys()])) {
    const rows = granted.get(coupon) ?? 0;
    const counter = known.get(coupon);
    if (counter?.granted !== rows) yield `counter of ${coupon}: ${counter?.granted}, but ${rows} rows`;
    const stock = counter?.stock ?? Infinity;
    if (rows > stock) yield `oversold ${coupon}: ${rows} of ${stock}`;
  }
}

/** Nobody has more than one may have, of pieces and of live holds. */
function* checkShoppers({ accounts, claims, orders }: Rows): Iterable<string> {
  for (const [owner, pieces] of groupBy(
    claims.filter(isGranted).map((claim) => ({ ...claim, owner: `${claim.shopper} of ${claim.coupon}` })),
    'owner',
  )) {
    const limit = Math.max(...pieces.map(({ per_shopper }) => per_shopper));
    if (pieces.length > limit) yield `shopper limit: ${owner} has ${pieces.length}, but ${limit} are allowed`;
    if (new Set(pieces.map(({ ordinal }) => ordinal)).size < pieces.length) yield `ordinals of ${owner}`;
    const reserved = pieces.filter(({ state }) => state === 'reserved').length;
    if (reserved > 1) yield `${owner}: ${reserved} live holds of one coupon`;
  }
  const live = countBy(
    orders.filter(({ state }) => state === 'reserved'),
    ({ shopper }) => shopper,
  );
  const known = new Map(accounts.map(({ shopper, holds }) => [shopper, holds]));
  for (const shopper of new Set([...live.keys(), ...known.keys()])) {
    const holds = live.get(shopper) ?? 0;
    if ((known.get(shopper) ?? 0) !== holds)
      yield `holds of ${shopper}: ${known.get(shopper)}, but ${holds} rows`;
    if (holds > 5) yield `too many holds: ${shopper} has ${holds}`;
  }
}

/** What is spent of a budget is what is reserved and redeemed, less what was reversed. */
function* checkBudgets({ counters, orders }: Rows): Iterable<string> {
  const spent = new Map<string, number>();
  for (const { state, parts, reversals } of orders) {
    if (state === 'released' || state === 'expired') continue;
    for (const { coupon, amount, budget } of parts) {
      if (budget === undefined) continue;
      const undone = sumOf(
        reversals.flatMap(({ refund }) => refund.coupons.filter((each) => each.coupon === coupon)),
        (each) => each.amount,
      );
      spent.set(coupon, (spent.get(coupon) ?? 0) + amount - undone);
    }
  }
  for (const counter of counters) {
    const expected = spent.get(counter.coupon) ?? 0;
    if (counter.spent !== expected)
      yield `budget of ${counter.coupon}: ${counter.spent} spent, but the holds say ${expected}`;
    if (counter.budget !== null && expected > counter.budget)
      yield `overspent ${counter.coupon}: ${expected} of ${counter.budget}`;
  }
}

/** A piece is where its hold says, and no piece is in two holds. */
function* checkHolds({ claims, orders }: Rows): Iterable<string> {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const users = new Map<string, string>();
  for (const { id, state, shopper, parts, reversals } of orders) {
    const returned = new Set(reversals.flatMap((reversal) => reversal.returned));
    for (const part of parts) {
      const claim = byId.get(part.claim);
      if (!claim || claim.shopper !== shopper || claim.coupon !== part.coupon) {
        yield `hold ${id}: no such piece ${part.claim}`;
        continue;
      }
      const isUsed = (state === 'redeemed' || state === 'reversed') && !returned.has(part.coupon);
      const wanted = state === 'reserved' ? 'reserved' : isUsed ? 'used' : undefined;
      if (wanted && (claim.state !== wanted || claim.hold !== id))
        yield `hold ${id} is ${state}, but its piece ${claim.id} is ${claim.state} by ${claim.hold}`;
      if (wanted && users.has(claim.id))
        yield `piece ${claim.id} is in holds ${users.get(claim.id)} and ${id}`;
      if (wanted) users.set(claim.id, id);
    }
    const isWhole = reversals.some(({ complete }) => complete);
    if (isWhole !== (state === 'reversed')) yield `hold ${id} is ${state}, complete reversal: ${isWhole}`;
  }
  for (const { id, state, hold } of claims) {
    if ((state === 'reserved' || state === 'used') !== users.has(id))
      yield `piece ${id} is ${state} by ${hold}, but no hold has it`;
  }
}

/** Each order's entries come to what the engine's settlement of what is kept says, account by account. */
function* checkJournals({ orders, transfers }: Rows): Iterable<string> {
  const byOrder = groupBy(
    transfers.filter(({ kind }) => kind === 'redemption' || kind === 'reversal'),
    'order_id',
  );
  for (const { id, order_id, snapshot, reversals } of orders) {
    if (order_id === null) continue;
    const booked = balancesOf(byOrder.get(order_id) ?? []);
    byOrder.delete(order_id);
    const { cart, quote } = JSON.parse(snapshot!) as OrderSnapshot;
    const expected = settledBalances(settle(cart, quote, { refunds: reversals.map(({ refund }) => refund) }));
    for (const account of new Set([...booked.keys(), ...expected.keys()])) {
      const [is, should] = [booked.get(account) ?? 0, expected.get(account) ?? 0];
      if (is !== should) yield `order ${order_id} (${id}): ${account} is at ${is}, settled at ${should}`;
    }
    if (sumOf(booked.values(), (amount) => amount) !== 0) yield `order ${order_id}: entries do not come to 0`;
  }
  for (const [order] of byOrder) yield `entries of ${order}, which nobody has redeemed`;
}

function balancesOf(transfers: readonly TransferRow[]): Map<string, number> {
  const balances = new Map<string, number>();
  for (const { debit, credit, amount } of transfers) {
    balances.set(debit, (balances.get(debit) ?? 0) - amount);
    balances.set(credit, (balances.get(credit) ?? 0) + amount);
  }
  return balances;
}

function settledBalances({ shops, rows, paid }: ReturnType<typeof settle>): Map<string, number> {
  const balances = new Map([['shopper', -paid]]);
  const add = (account: string, amount: number) =>
    balances.set(account, (balances.get(account) ?? 0) + amount);
  for (const { shop = '', paid: paidToShop } of shops) add(`shop:${shop}`, paidToShop);
  for (const { shop = '', bearer, amount, borneByPlatform, borneByShop } of rows) {
    add(`shop:${shop}`, amount);
    add('platform', -borneByPlatform);
    add(bearer === undefined ? `discount:${shop}` : `shop:${bearer}`, -borneByShop);
  }
  return balances;
}

/** No order is redeemed twice, and no key is known twice. */
function* checkKeys({ keys, orders, claims }: Rows): Iterable<string> {
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
function* checkAudit({ audit, head, claims, orders }: Rows): Iterable<string> {
  let previous = '0'.repeat(64);
  const claimed = new Map<string, string[]>();
  const steps = new Map<string, string[]>();
  for (const [index, row] of audit.entries()) {
    const hash = createHash('sha256').update(`${previous}\n${row.events}`).digest('hex');
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

/** What closed statements say of a shop and day is what was booked. */
async function checkStatements({ select }: Pick<Store, 'select'>, { transfers }: Rows): Promise<string[]> {
  interface Closed {
    readonly shop: string;
    readonly day: string;
    readonly currency: string;
    readonly opening: number;
    readonly closing: number;
  }
  const closed = await select<Closed>(
    'SELECT shop, day, currency, opening, closing FROM statement ORDER BY shop, currency, day',
  );
  return closed.flatMap(({ shop, day, currency, opening, closing }) => {
    const moved = sumOf(
      transfers.filter((each) => each.day === day && each.currency === currency),
      (each) => subsidyOf(each, `shop:${shop}`),
    );
    return closing - opening === moved
      ? []
      : [`statement of ${shop} on ${day}: ${closing - opening}, but ${moved} were booked`];
  });
}

/** What an entry changes of what the platform owes the shop for coupons: all but what shoppers paid and what the shop bears itself. */
function subsidyOf({ debit, credit, amount }: TransferRow, account: string): number {
  const other = credit === account ? debit : credit;
  if (other === 'shopper' || other.startsWith('discount:')) return 0;
  return credit === account ? amount : debit === account ? -amount : 0;
}

function isGranted({ state }: ClaimRow): boolean {
  return state !== 'given-up';
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}

function groupBy<R extends object>(rows: readonly R[], column: keyof R): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) push(groups, String(row[column]), row);
  return groups;
}

function countBy<Value>(values: Iterable<Value>, keyOf: (value: Value) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1);
  return counts;
}

function sumOf<Value>(values: Iterable<Value>, amountOf: (value: Value) => number): number {
  let sum = 0;
  for (const value of values) sum += amountOf(value);
  return sum;
}
