import type { OrderSnapshot } from '../order-snapshot.js';
import type { Command, Needs } from './command.js';
import type { Row, Transaction } from './database.js';
import type { HoldPart } from './ledger.js';
import { createRowSet, type RowSet } from './row-set.js';
import {
  campaignKey,
  keyId,
  type AccountRow,
  type CampaignCounterRow,
  type ClaimRow,
  type CounterRow,
  type HoldFacts,
  type HoldRow,
  type InvitationRow,
  type IssueRow,
  type KeyRow,
  type ReversalRow,
  type TransferRow,
} from './rows.js';

/**
 * All rows that a batch of commands reads and changes. Locks are taken in one order everywhere: counters of campaigns, of coupons, accounts, the closing of days;
 * within each in the order of their keys. A counter guards how many pieces there are and what is spent; a shopper's account guards their
 * holds, the states of their pieces, and what they took part in.
 */
export interface WorkingSet {
  /** The store's clock when everything was locked, milliseconds since the epoch. */
  readonly now: number;
  /** The last day that is closed; '' where no command books. */
  readonly closedDay: string;
  readonly counters: RowSet<CounterRow>;
  readonly accounts: RowSet<AccountRow>;
  readonly claims: RowSet<ClaimRow>;
  readonly holds: RowSet<HoldRow>;
  readonly campaigns: RowSet<CampaignCounterRow>;
  readonly issues: RowSet<IssueRow>;
  readonly invitations: RowSet<InvitationRow>;
  readonly reversals: RowSet<ReversalRow>;
  readonly transfers: RowSet<TransferRow>;
  readonly keys: RowSet<KeyRow>;
  /** What never changes of the holds that are loaded. */
  readonly facts: ReadonlyMap<string, Facts>;
  /** Remembers a hold that is added now. */
  know(facts: Facts): void;
  /** Writes into the audit log what has happened. */
  record(event: AuditEvent): void;
}

export interface Facts {
  readonly id: string;
  readonly shopper: string;
  readonly cartHash: string;
  readonly parts: readonly HoldPart[];
  readonly reservedAt: number;
  /** Only of `needs.orders`, and of a hold that is new. */
  readonly order?: OrderSnapshot;
}

export interface AuditEvent {
  readonly event: string;
  readonly [detail: string]: string | number | boolean | readonly string[] | undefined;
}

/** Locks and loads what the commands need. */
export async function loadWorkingSet(
  transaction: Transaction,
  isOneOf: (parameter: number) => string,
  commands: readonly Command<unknown>[],
): Promise<WorkingSet & { readonly events: readonly AuditEvent[] }> {
  const all = gatherNeeds(commands);
  const read = createReader(transaction, isOneOf);

  // What never changes may be read before anything is locked: it says what to lock.
  const [live, known, ordered, owners] = await Promise.all([
    read<HoldFacts>(factColumns, 'hold', 'shopper', all.shoppers, "AND state = 'reserved'"),
    read<HoldFacts>(factColumns, 'hold', 'id', all.holds),
    read<HoldFacts>(`${factColumns}, snapshot`, 'hold', 'id', all.orders),
    read<ClaimRow>('*', 'claim', 'id', all.claims),
  ]);
  const facts = new Map([...live, ...known, ...ordered].map((row) => [row.id, factsOf(row)]));
  const held = [...facts.values()];
  const parts = [...all.parts, ...held.flatMap((hold) => hold.parts)];

  const budgeted = parts.filter(({ budget }) => budget !== undefined);
  const coupons = [...all.coupons, ...couponsOf(budgeted), ...couponsOf(owners)];
  const shoppers = unique([...all.shoppers, ...shoppersOf(held), ...shoppersOf(owners)]);
  const [campaignRows, counterRows, accountRows, closing] = await Promise.all([
    transaction.lock<CampaignCounterRow>('campaign_counter', 'id', all.campaigns, newCampaignCounter),
    transaction.lock<CounterRow>('counter', 'coupon', unique(coupons), newCounter),
    transaction.lock<AccountRow>('account', 'shopper', shoppers, newAccount),
    transaction.lock<ClosingRow>('closing', 'id', all.books ? ['closing'] : []),
  ]);

  // From here on nobody else can change any of these.
  const [liveNow, byId, byOrder, reversals, used, pieces, issues, byCode, byContent, keys, now] =
    await Promise.all([
      read<HoldFacts & HoldRow>(
        `${holdColumns}, shopper, cart_hash, parts, reserved_at`,
        'hold',
        'shopper',
        shoppers,
        "AND state = 'reserved'",
      ),
      read<HoldRow>(holdColumns, 'hold', 'id', unique([...all.holds, ...all.orders])),
      read<HoldRow>(holdColumns, 'hold', 'order_id', all.orderNumbers),
      read<ReversalRow>('*', 'reversal', 'hold', all.orders, 'ORDER BY hold, ordinal'),
      read<ClaimRow>('*', 'claim', 'id', unique([...all.claims, ...parts.map(({ claim }) => claim)])),
      readPieces(transaction, isOneOf, [...all.pieces, ...owners]),
      readIssues(transaction, isOneOf, all.issues),
      read<InvitationRow>('*', 'invitation', 'code', all.invitations),
      readInvitations(transaction, isOneOf, all.shared),
      read<KeyRow>('*', 'idempotency', 'id', all.keys),
      transaction.now(),
    ]);
  for (const row of liveNow) if (!facts.has(row.id)) facts.set(row.id, factsOf(row));

  const events: AuditEvent[] = [];
  return {
    now,
    closedDay: closing[0]?.day ?? '',
    counters: createRowSet('coupon', counterRows),
    accounts: createRowSet('shopper', accountRows),
    claims: createRowSet('id', [...used, ...pieces]),
    holds: createRowSet('id', [...liveNow.map(holdRowOf), ...byId, ...byOrder]),
    campaigns: createRowSet('id', campaignRows),
    issues: createRowSet('id', issues),
    invitations: createRowSet('code', [...byCode, ...byContent]),
    reversals: createRowSet('id', reversals),
    transfers: createRowSet('id', []),
    keys: createRowSet('id', keys),
    facts,
    know: (hold) => facts.set(hold.id, hold),
    record: (event) => events.push(event),
    events,
  };
}

/** Writes what has changed, and what has happened: the last thing before the commit. Resolves to whether there was anything. */
export async function writeWorkingSet(
  transaction: Transaction,
  set: WorkingSet & { readonly events: readonly AuditEvent[] },
): Promise<boolean> {
  const { now, campaigns, issues, invitations, counters, accounts, claims, holds } = set;
  const { reversals, transfers, keys, events } = set;
  // What was answered without an effect is answered the same again.
  if (events.length === 0 && keys.added().length === 0) return false;
  const newHolds = holds.added().map((row) => ({ ...row, ...factsRowOf(set.facts.get(row.id)!) }));
  // As sums, so that the second wall holds without the first one, too.
  const add = <R extends Row>(
    table: string,
    key: keyof R & string,
    rows: RowSet<R>,
    sums: readonly string[],
  ) => transaction.update(table, key, changesOf(rows, key, sums), sums);
  await Promise.all([
    add('campaign_counter', 'id', campaigns, ['issued', 'spent']),
    transaction.insert('invitation', invitations.added()),
    transaction.insert('issue', issues.added()),
    add('counter', 'coupon', counters, ['granted', 'spent']),
    add('account', 'shopper', accounts, ['points', 'holds']),
    transaction.insert('hold', newHolds),
    transaction.update('hold', 'id', holds.changed()),
    transaction.insert('claim', claims.added()),
    transaction.update('claim', 'id', claims.changed()),
    transaction.insert('reversal', reversals.added()),
    transaction.insert('transfer', transfers.added()),
    transaction.insert('idempotency', keys.added()),
    events.length > 0 && transaction.appendAudit(now, JSON.stringify(events)),
  ]);
  return true;
}

/** What was added to the columns that are sums, beside the others as they are now. */
function changesOf<R extends Row>(rows: RowSet<R>, key: keyof R & string, sums: readonly string[]): Row[] {
  return rows.changed().map((row): Row => {
    const before = rows.before(row[key] as string)!;
    const added = sums.map((column) => [column, Number(row[column]) - Number(before[column])]);
    return { ...row, ...Object.fromEntries(added) };
  });
}

interface ClosingRow extends Row {
  readonly id: string;
  readonly day: string;
}

const factColumns = 'id, shopper, cart_hash, parts, reserved_at';
const holdColumns = 'id, state, until, extended, order_id, redeemed_at, day, late, mode';

function gatherNeeds(commands: readonly Command<unknown>[]) {
  const needs = commands.map((command) => command.needs);
  const list = (of: (need: Needs) => readonly string[] | undefined): readonly string[] =>
    unique(needs.flatMap((need) => of(need) ?? []));
  return {
    coupons: list((need) => need.coupons),
    campaigns: list((need) => need.campaigns),
    issues: needs.flatMap((need) => need.issues ?? []),
    invitations: list((need) => need.invitations),
    shared: needs.flatMap((need) => need.invitation ?? []),
    shoppers: list((need) => need.shoppers),
    claims: list((need) => need.claims),
    parts: needs.flatMap((need) => need.parts ?? []),
    holds: list((need) => need.holds),
    orders: list((need) => need.orders),
    orderNumbers: list((need) => (need.orderNumber === undefined ? [] : [need.orderNumber])),
    pieces: needs.flatMap((need) => need.pieces ?? []),
    keys: unique(commands.flatMap(({ keyed }) => (keyed ? [keyId(keyed)] : []))),
    books: needs.some((need) => need.books),
  };
}

function createReader({ select }: Transaction, isOneOf: (parameter: number) => string) {
  return async <R extends Row>(
    columns: string,
    table: string,
    column: string,
    values: readonly string[],
    rest = '',
  ): Promise<readonly R[]> =>
    values.length === 0
      ? []
      : select<R>(`SELECT ${columns} FROM ${table} WHERE ${column} ${isOneOf(1)} ${rest}`, [values]);
}

/** More than was asked for, where several shoppers ask for several coupons; commands look for their own. */
async function readPieces(
  { select }: Transaction,
  isOneOf: (parameter: number) => string,
  pieces: readonly { readonly coupon: string; readonly shopper: string }[],
): Promise<readonly ClaimRow[]> {
  if (pieces.length === 0) return [];
  return select<ClaimRow>(
    `SELECT * FROM claim WHERE coupon ${isOneOf(1)} AND shopper ${isOneOf(2)} AND state <> 'given-up'`,
    [unique(couponsOf(pieces)), unique(shoppersOf(pieces))],
  );
}

/** Likewise. What was issued for an occasion may have gone to another shopper. */
async function readIssues(
  { select }: Transaction,
  isOneOf: (parameter: number) => string,
  issues: readonly NonNullable<Command<unknown>['needs']['issues']>[],
): Promise<readonly IssueRow[]> {
  if (issues.length === 0) return [];
  const campaigns = unique(issues.map(({ campaign }) => campaign));
  const occasions = unique(issues.flatMap(({ occasion }) => occasion ?? []));
  const of = (column: string, values: readonly string[]): Promise<readonly IssueRow[]> =>
    select<IssueRow>(`SELECT * FROM issue WHERE campaign ${isOneOf(1)} AND ${column} ${isOneOf(2)}`, [
      campaigns,
      values,
    ]);
  const found = await Promise.all([
    of('shopper', unique(shoppersOf(issues))),
    occasions.length > 0 ? of('occasion', occasions) : [],
  ]);
  return found.flat();
}

/** By all that tells one from another: a shopper may have made any number of them. */
async function readInvitations(
  { select }: Transaction,
  isOneOf: (parameter: number) => string,
  shared: readonly NonNullable<Command<unknown>['needs']['invitation']>[],
): Promise<readonly InvitationRow[]> {
  if (shared.length === 0) return [];
  return select<InvitationRow>(
    `SELECT * FROM invitation WHERE shopper ${isOneOf(1)} AND campaign ${isOneOf(2)} AND digest ${isOneOf(3)}`,
    [
      unique(shoppersOf(shared)),
      unique(shared.map(({ campaign }) => campaign)),
      unique(shared.map(({ digest }) => digest)),
    ],
  );
}

export function factsOf({ id, shopper, cart_hash, parts, reserved_at, snapshot }: HoldFacts): Facts {
  return {
    id,
    shopper,
    cartHash: cart_hash,
    parts: JSON.parse(parts) as HoldPart[],
    reservedAt: reserved_at,
    ...(snapshot !== undefined && { order: JSON.parse(snapshot) as OrderSnapshot }),
  };
}

function factsRowOf({ id, shopper, cartHash, parts, reservedAt, order }: Facts): HoldFacts {
  return {
    id,
    shopper,
    cart_hash: cartHash,
    parts: JSON.stringify(parts),
    snapshot: JSON.stringify(order),
    reserved_at: reservedAt,
  };
}

function holdRowOf({ id, state, until, extended, order_id, redeemed_at, day, late, mode }: HoldRow): HoldRow {
  return { id, state, until, extended, order_id, redeemed_at, day, late, mode };
}

function newCampaignCounter(id: string): CampaignCounterRow {
  const [campaign = '', prize = ''] = id.split('\n');
  return {
    id: campaignKey(campaign, prize),
    campaign,
    prize,
    issued: 0,
    stock: null,
    spent: 0,
    budget: null,
  };
}

function newCounter(coupon: string): CounterRow {
  return { coupon, granted: 0, stock: null, spent: 0, budget: null };
}

function newAccount(shopper: string): AccountRow {
  return { shopper, points: 0, holds: 0 };
}

function couponsOf(items: readonly { readonly coupon: string }[]): string[] {
  return items.map(({ coupon }) => coupon);
}

function shoppersOf(items: readonly { readonly shopper: string }[]): string[] {
  return items.map(({ shopper }) => shopper);
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
