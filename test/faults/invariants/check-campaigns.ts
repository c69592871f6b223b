import type { HoldPart } from '../../../src/server/ledgers/ledger.js';
import { countBy, groupBy } from './group-by.js';
import type { Order, Rows } from './read-rows.js';
import { sumOf } from './sum-of.js';

/** As often as a campaign is counted, somebody took part, as the log tells; nobody more often than one may, and nothing is given beyond its stock. */
export function* checkCampaigns({ campaigns, issues, invitations, claims, audit }: Rows): Iterable<string> {
  const given = countBy(issues, ({ campaign }) => keyOf(campaign, ''));
  const prizes = countBy(
    issues.filter(({ prize }) => prize !== null),
    ({ campaign, prize }) => keyOf(campaign, prize!),
  );
  const rows = new Map([...given, ...prizes]);
  for (const { campaign, prize, issued, stock, spent, budget } of campaigns) {
    const name = prize === '' ? campaign : `${campaign}/${prize}`;
    const count = rows.get(keyOf(campaign, prize)) ?? 0;
    if (issued !== count) yield `campaign ${name}: ${issued}, but ${count} rows`;
    if (count > (stock ?? Infinity)) yield `campaign ${name}: gave ${count} of ${stock}`;
    if (spent > (budget ?? Infinity)) yield `campaign ${name}: spent ${spent} of ${budget}`;
  }
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const told = countBy(eventsOf<Told>(audit, 'issued'), ({ issue }) => issue);
  for (const { id } of issues) {
    if (told.get(id) !== 1) yield `issue ${id} is told ${told.get(id) ?? 0} times`;
    told.delete(id);
  }
  for (const [id] of told) yield `issue ${id} is told, but not there`;
  for (const { id, campaign, ordinal, per_shopper, day_ordinal, per_day, claims: pieces } of issues) {
    if (per_shopper !== null && ordinal > per_shopper)
      yield `issue ${id}: number ${ordinal} of ${per_shopper}`;
    if (per_day !== null && day_ordinal > per_day)
      yield `issue ${id}: number ${day_ordinal} of ${per_day} of its day`;
    for (const piece of JSON.parse(pieces) as string[]) {
      // Whose it is, its code may have changed.
      if (byId.get(piece)?.campaign == null) yield `issue ${id} of ${campaign}: piece ${piece} is not there`;
    }
  }
  for (const [what, values] of [
    ['occasion', issues.flatMap((row) => (row.occasion === null ? [] : [keyOf(row.campaign, row.occasion)]))],
    ['friend', issues.flatMap((row) => (row.invitation ? [keyOf(row.campaign, row.shopper)] : []))],
  ] as const) {
    for (const [value, count] of countBy(values, (each) => each))
      if (count > 1) yield `campaign: ${what} ${value} has ${count} issues`;
  }
  const inviters = new Map(invitations.map(({ code, shopper }) => [code, shopper]));
  for (const { id, invitation, shopper } of issues) {
    if (invitation !== null && inviters.get(invitation) === shopper)
      yield `issue ${id}: accepted by its inviter`;
  }
}

/** What was credited is what orders have taken, less what came back, and what is left. */
export function* checkCredit({ claims, orders, audit }: Rows): Iterable<string> {
  const credited = new Map<string, number>();
  for (const { claim, amount } of eventsOf<Credited>(audit, 'credited'))
    credited.set(claim, (credited.get(claim) ?? 0) + amount);
  const parts = groupBy(
    orders
      .filter(({ state }) => state === 'redeemed' || state === 'reversed')
      .flatMap((order) => order.parts.map((part) => ({ claim: part.claim, spent: spentBy(part, order) }))),
    'claim',
  );
  for (const { id, balance, state } of claims) {
    if (balance === null) continue;
    const spent = (parts.get(id) ?? []).reduce((sum, part) => sum + part.spent, 0);
    const left = (credited.get(id) ?? 0) - spent;
    if (balance !== left) yield `credit ${id}: ${balance} is left, should be ${left}`;
    if ((balance === 0) !== (state === 'used')) yield `credit ${id} is ${state} with ${balance}`;
  }
}

/** All points are what the merchant gave and what was won, less what pieces and draws have cost. */
export function* checkPoints({ accounts, claims, issues, audit }: Rows): Iterable<string> {
  const points = sumOf(accounts, (account) => account.points);
  const given = sumOf(eventsOf<Changed>(audit, 'points-changed'), (event) => event.points);
  const won = sumOf(issues, (issue) => issue.points);
  const drawn = sumOf(eventsOf<Told>(audit, 'issued'), ({ cost = 0 }) => cost);
  const claimed = sumOf(claims, (claim) => (claim.state === 'given-up' ? 0 : claim.points));
  const left = given + won - drawn - claimed;
  if (points !== left) yield `points: ${points} are there, should be ${left}`;
}

interface Credited {
  readonly claim: string;
  readonly amount: number;
}

interface Told {
  readonly issue: string;
  readonly cost?: number;
}

interface Changed {
  readonly points: number;
}

function eventsOf<Event>(audit: Rows['audit'], name: string): readonly Event[] {
  const all = audit.flatMap(({ events }) => JSON.parse(events) as (Event & { readonly event: string })[]);
  return all.filter(({ event }) => event === name);
}

function keyOf(campaign: string, other: string): string {
  return `${campaign}\n${other}`;
}

/** The least that a coupon has taken off an order so far. */
function spentBy({ coupon, amount }: HoldPart, { reversals }: Order): number {
  let [off, least] = [amount, amount];
  for (const { refund } of reversals) {
    off -= refund.coupons.find((each) => each.coupon === coupon)?.amount ?? 0;
    least = Math.min(least, off);
  }
  return least;
}
