import { settle } from '../../../src/engine/settle.js';
import type { Statement } from '../../../src/server/ledgers/ledger.js';
import type { TransferRow } from '../../../src/server/ledgers/rows.js';
import type { OrderSnapshot } from '../../../src/server/order-snapshot.js';
import { groupBy } from './group-by.js';
import type { Order, Rows } from './read-rows.js';
import { sumOf } from './sum-of.js';

/** What is spent of a budget is what is reserved and redeemed, less what was reversed; what a return has given back no later one takes. */
export function* checkBudgets({ counters, orders }: Rows): Iterable<string> {
  const spent = new Map<string, number>();
  for (const { state, parts, reversals } of orders) {
    if (state === 'released' || state === 'expired') continue;
    for (const { coupon, amount, budget } of parts) {
      if (budget === undefined) continue;
      const undone = reversals.map(({ refund }) =>
        sumOf(
          refund.coupons.filter((each) => each.coupon === coupon),
          (each) => each.amount,
        ),
      );
      const off = undone.map((_, index) => amount - sumOf(undone.slice(0, index + 1), (each) => each));
      spent.set(coupon, (spent.get(coupon) ?? 0) + Math.min(amount, ...off));
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

/** Each order's entries come to what the engine's settlement of what is kept says, account by account. */
export function* checkJournals({ orders, transfers }: Rows): Iterable<string> {
  const byOrder = groupBy(
    transfers.filter(({ kind }) => kind === 'redemption' || kind === 'reversal'),
    'order_id',
  );
  for (const order of orders) {
    const { id, order_id } = order;
    if (order_id === null) continue;
    const booked = balancesOf(byOrder.get(order_id) ?? []);
    byOrder.delete(order_id);
    const expected = settledBalances(settlementOf(order));
    for (const account of new Set([...booked.keys(), ...expected.keys()])) {
      const [is, should] = [booked.get(account) ?? 0, expected.get(account) ?? 0];
      if (is !== should) yield `order ${order_id} (${id}): ${account} is at ${is}, settled at ${should}`;
    }
    if (sumOf(booked.values(), (amount) => amount) !== 0) yield `order ${order_id}: entries do not come to 0`;
  }
  for (const [order] of byOrder) yield `entries of ${order}, which nobody has redeemed`;
}

/** Of what is kept of an order. */
function settlementOf({ snapshot, reversals }: Order): ReturnType<typeof settle> {
  const { cart, quote } = JSON.parse(snapshot!) as OrderSnapshot;
  return settle(cart, quote, { refunds: reversals.map(({ refund }) => refund) });
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

/** A shop's statements, one after the other, come to the subsidies of its orders as the engine settles them. */
export function* checkStatements({ orders }: Rows, statements: readonly Statement[]): Iterable<string> {
  const expected = new Map<string, number>();
  const add = (shop: string, amount: number) => expected.set(shop, (expected.get(shop) ?? 0) + amount);
  for (const order of orders) {
    if (order.order_id === null) continue;
    for (const { shop = '', subsidy } of settlementOf(order).shops) add(shop, subsidy);
  }
  const stated = new Map<string, number>();
  for (const { shop, day, opening, redemptions, reversals, adjustments, payouts, closing } of statements) {
    if (opening !== (stated.get(shop) ?? 0))
      yield `statement of ${shop} on ${day}: it does not go on from the last one`;
    if (opening + redemptions - reversals + adjustments - payouts !== closing)
      yield `statement of ${shop} on ${day}: it does not add up`;
    stated.set(shop, closing);
    add(shop, adjustments - payouts);
  }
  for (const shop of new Set([...expected.keys(), ...stated.keys()])) {
    const [is, should] = [stated.get(shop) ?? 0, expected.get(shop) ?? 0];
    if (is !== should) yield `statements of ${shop} come to ${is}, its orders to ${should}`;
  }
}
