import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from '../../../src/engine/index.js';
import type { Refund } from '../../../src/model/index.js';
import type { TransferDraft } from '../../../src/server/ledgers/ledger.js';
import type { OrderSnapshot } from '../../../src/server/order-snapshot.js';
import { bookRedemption, bookReversal } from '../../../src/server/settlement/book-order.js';
import { randomOrder, refundOf } from './random-orders.js';

const runs = Number(process.env.RUNS ?? 10_000);

/** What accounts have received, less what they gave; of some entries only. */
function balances(
  entries: readonly TransferDraft[],
  counts: (entry: TransferDraft) => boolean = () => true,
): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (account: string, amount: number) => sums.set(account, (sums.get(account) ?? 0) + amount);
  for (const entry of entries.filter(counts)) {
    add(entry.credit, entry.amount);
    add(entry.debit, -entry.amount);
  }
  return sums;
}

const isShop = (account: string): boolean => account.startsWith('shop:');
/** Between the platform and shops, or between shops: what a statement is made of. */
const isSubsidy = ({ debit, credit }: TransferDraft): boolean =>
  [debit, credit].every((account) => account === 'platform' || isShop(account));

function assertJournal(entries: readonly TransferDraft[], { quote }: OrderSnapshot): void {
  for (const { debit, credit, amount, currency } of entries) {
    assert.ok(Number.isSafeInteger(amount) && amount > 0);
    assert.notEqual(debit, credit);
    assert.equal(currency, quote.currency);
  }
  const keys = entries.map(({ debit, credit, coupon }) => JSON.stringify([debit, credit, coupon]));
  assert.equal(new Set(keys).size, keys.length, 'of the same accounts and coupon there is one entry');
}

/** All entries of an order so far say what `settle` says of it. */
function assertSettled(
  entries: readonly TransferDraft[],
  { cart, quote }: OrderSnapshot,
  refunds: readonly Refund[],
): void {
  const { shops, rows, platform, paid } = settle(cart, quote, { refunds });
  const payments = balances(entries, ({ coupon }) => coupon === undefined);
  const subsidies = balances(entries, isSubsidy);
  const all = balances(entries);
  for (const { shop = '', ...of } of shops) {
    assert.equal(payments.get(`shop:${shop}`) ?? 0, of.paid);
    assert.equal(subsidies.get(`shop:${shop}`) ?? 0, of.subsidy);
    assert.equal(all.get(`shop:${shop}`) ?? 0, of.due - (all.get(`discount:${shop}`) ?? 0));
  }
  assert.equal(0 - (payments.get('shopper') ?? 0), paid);
  assert.equal(0 - (all.get('platform') ?? 0), platform.borne);
  const crossing = rows.filter(({ bearer }) => bearer !== undefined);
  assert.equal(
    [...all].reduce((sum, [account, balance]) => sum - (account.startsWith('discount:') ? balance : 0), 0),
    shops.reduce((sum, { borneByShop }) => sum + borneByShop, 0) -
      crossing.reduce((sum, { borneByShop }) => sum + borneByShop, 0),
  );
  for (const { coupon, amount, platform } of quote.applied) {
    const its = rows.filter((row) => row.coupon === coupon);
    const kept = balances(entries, (entry) => entry.coupon === coupon);
    const byPlatform = 0 - (kept.get('platform') ?? 0);
    assert.equal(
      byPlatform,
      its.reduce((sum, row) => sum + row.borneByPlatform, 0),
    );
    if (refunds.length > 0) continue;
    assert.equal(byPlatform, platform);
    const credited = entries.filter((entry) => entry.coupon === coupon);
    assert.equal(
      credited.reduce((sum, entry) => sum + entry.amount, 0),
      amount,
    );
  }
}

test(`of ${runs} orders every entry adds up to the quote, to the settlement and, returned, to 0`, () => {
  const platformAndShops = new Map<string, number>();
  const expected = new Map<string, number>();
  const seen = { crossing: 0, portions: 0, moved: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const order = randomOrder(seed);
    const { snapshot } = order;
    const entries = bookRedemption(snapshot);
    assertJournal(entries, snapshot);
    assertSettled(entries, snapshot, []);
    if (entries.some(({ debit, credit }) => isShop(debit) && isShop(credit))) seen.crossing++;

    // Every other order keeps its last portion.
    const isKept = seed % 2 === 0;
    const refunds: Refund[] = [];
    for (const returned of isKept ? order.returns.slice(0, -1) : order.returns) {
      const refund = refundOf(order, refunds, returned);
      const journal = bookReversal(snapshot, refunds, refund);
      assertJournal(journal, snapshot);
      if (journal.some(({ debit }) => debit === 'platform')) seen.moved++;
      refunds.push(refund);
      entries.push(...journal);
      assertSettled(entries, snapshot, refunds);
      seen.portions++;
    }
    if (!isKept) for (const [account, balance] of balances(entries)) assert.equal(balance, 0, account);

    for (const [account, balance] of balances(entries, isSubsidy))
      platformAndShops.set(account, (platformAndShops.get(account) ?? 0) + balance);
    for (const { shop = '', subsidy } of settle(snapshot.cart, snapshot.quote, { refunds }).shops)
      expected.set(`shop:${shop}`, (expected.get(`shop:${shop}`) ?? 0) + subsidy);
  }
  for (const [account, subsidy] of expected) assert.equal(platformAndShops.get(account) ?? 0, subsidy);
  if (runs >= 1_000)
    assert.ok(
      Object.values(seen).every((count) => count > 10),
      JSON.stringify(seen),
    );
});

test('a shop that bears a coupon on the fee for the whole order owes it to the platform as the seller', () => {
  const cart = {
    currency: 'CNY',
    lines: [{ id: 'a', product: 'a', shop: 'shanhai', unitPrice: 10_000, quantity: 1 }],
    shipping: [{ fee: 1_000 }],
  };
  const share = { coupon: 'free', amount: 1_000, platform: 400 };
  const quote = {
    currency: 'CNY',
    subtotal: 10_000,
    shipping: 1_000,
    discount: 1_000,
    payable: 10_000,
    lines: [{ id: 'a', subtotal: 10_000, discount: 0, payable: 10_000, allocations: [] }],
    fees: [{ fee: 1_000, discount: 1_000, payable: 0, allocations: [share] }],
    applied: [{ ...share, layer: 'shipping' as const }],
    refused: [],
  };
  const snapshot = { cart, quote, coupons: [], policy: {}, pricedAt: 0 };
  assert.deepEqual(bookRedemption(snapshot), [
    { debit: 'shopper', credit: 'shop:shanhai', amount: 10_000, currency: 'CNY' },
    { debit: 'platform', credit: 'shop:', amount: 400, currency: 'CNY', coupon: 'free' },
    { debit: 'shop:shanhai', credit: 'shop:', amount: 600, currency: 'CNY', coupon: 'free' },
  ]);
});

test('refunds of another order are a mistake', () => {
  const { snapshot, ...order } = randomOrder(1);
  const refund = refundOf({ ...order, snapshot }, [], order.returns[0]!);
  const stranger = { ...refund, lines: refund.lines.map((line) => ({ ...line, line: 'unknown' })) };
  assert.throws(() => bookReversal(snapshot, [], stranger), { code: 'invalid-argument' });
});
