import type { HoldPart } from '../../../src/server/ledgers/ledger.js';
import { countBy, groupBy } from './group-by.js';
import type { Order, Rows } from './read-rows.js';

/** As often as a campaign is counted, somebody took part; nobody more often than one may, and nothing is given beyond its stock. */
export function* checkCampaigns({ campaigns, issues, invitations, claims }: Rows): Iterable<string> {
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
  for (const { id, campaign, ordinal, per_shopper, claims: pieces } of issues) {
    if (per_shopper !== null && ordinal > per_shopper)
      yield `issue ${id}: number ${ordinal} of ${per_shopper}`;
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
  for (const { events } of audit) {
    for (const { event, claim, amount } of JSON.parse(events) as Credited[]) {
      if (event === 'credited') credited.set(claim, (credited.get(claim) ?? 0) + amount);
    }
  }
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

interface Credited {
  readonly event: string;
  readonly claim: string;
  readonly amount: number;
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
