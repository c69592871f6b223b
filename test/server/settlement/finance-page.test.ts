import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { quote, refund } from '../../../src/engine/index.js';
import type { Cart, Coupon } from '../../../src/model/index.js';
import { openLibsqlLedger } from '../../../src/server/ledgers/libsql.js';
import { reconcile } from '../../../src/server/settlement/reconcile.js';
import { parseOrdersTable } from '../../../src/server/settlement/parse-orders.js';
import { valueOf } from '../../contracts/ledger-contract.js';

const page = readFileSync(new URL('../../../docs/finance.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'couponkit-finance-'));
after(() => rmSync(folder, { recursive: true }));

/** The rows of the page's table with these columns; numbers are numbers. */
function tableOf(...columns: string[]): unknown[] {
  const cellsOf = (row: string): string[] =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const table = page.split('\n\n').find((block) => cellsOf(block.split('\n')[0]!).join() === columns.join());
  assert.ok(table, `a table of ${columns.join()}`);
  return table
    .split('\n')
    .slice(2)
    .map((row) => cellsOf(row).map((cell) => (/^-?\d+$/.test(cell) ? Number(cell) : cell)));
}

test('the order of the page is booked, stated, paid out and returned with the numbers of the page', async () => {
  const { cart, coupons } = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as {
    cart: Cart;
    coupons: Coupon[];
  };
  const clock = { now: 0 };
  const on = (day: string): void => void (clock.now = Date.parse(`${day}T20:00:00+08:00`));
  const ledger = openLibsqlLedger(join(folder, 'page.db'), {
    now: () => clock.now,
    timeZone: 'Asia/Shanghai',
  });
  let serial = 0;
  const keyed = () => ({ subject: 'merchant', key: String(++serial), request: '' });

  on('2026-11-22');
  const [coupon] = coupons;
  const claim = valueOf(
    await ledger.claim({ ...keyed(), coupon: coupon!.id, shopper: 'ann', perShopper: 1 }),
  );
  const order = {
    cart,
    quote: quote(cart, coupons, { now: clock.now }),
    coupons,
    policy: {},
    pricedAt: clock.now,
  };
  const parts = [{ claim: claim.id, coupon: coupon!.id, amount: 5_000 }];
  const hold = valueOf(await ledger.reserve({ ...keyed(), shopper: 'ann', cartHash: 'h', order, parts }));
  valueOf(await ledger.redeem({ ...keyed(), hold: hold.id, order: 'A-1001', cartHash: 'h' }));

  on('2026-11-23');
  await ledger.closeDays();
  for (const { shop, closing: amount } of await ledger.statements({ from: '2026-11-22', to: '2026-11-22' }))
    valueOf(await ledger.post({ ...keyed(), kind: 'payout', shop, currency: 'CNY', amount }));

  on('2026-11-24');
  const returned = [{ line: 'fan', quantity: 1 }];
  valueOf(await ledger.reverse({ ...keyed(), redemption: hold.id, returned, refund }));

  on('2026-11-25');
  const goodwill = { kind: 'adjustment', shop: 'yunduan', currency: 'CNY', amount: 600 } as const;
  valueOf(await ledger.post({ ...keyed(), ...goodwill, order: 'A-1001', note: 'arrived broken' }));
  await ledger.closeDays();

  const period = { from: '2026-11-22', to: '2026-11-25' };
  const transfers = await ledger.transfers(period);
  const entries = transfers.map(({ day, kind, debit, credit, coupon = '', amount }) => [
    day,
    kind,
    debit,
    credit,
    coupon,
    amount,
  ]);
  // Both shops are paid at the same time.
  const sort = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  const told = tableOf('day', 'kind', 'debit', 'credit', 'coupon', 'amount');
  assert.deepEqual(sort(entries), sort(told));
  const ofOrder = (rows: readonly unknown[]) => rows.filter((row) => (row as unknown[])[1] !== 'payout');
  assert.deepEqual(ofOrder(entries), ofOrder(told), 'in the order of the page');

  const columns = [
    'opening',
    'redemptions',
    'reversals',
    'adjustments',
    'payouts',
    'closing',
    'paid',
    'borneByShop',
  ] as const;
  assert.deepEqual(
    (await ledger.statements(period)).map((statement) => [
      statement.day,
      statement.shop,
      ...columns.map((column) => statement[column]),
    ]),
    tableOf('day', 'shop', ...columns),
  );

  const list = await parseOrdersTable(/\n(order,paid,discount\n.*?)```/s.exec(page)![1]!);
  assert.ok(list.ok, 'the list of the page can be read');
  const { matched, withoutCoupons, sums } = reconcile(await ledger.orders(period), list.value, period);
  assert.deepEqual([matched, withoutCoupons, sums[0]!.difference], [1, 1, 0]);

  // All comes back: nothing is left but what was paid out and adjusted.
  valueOf(await ledger.reverse({ ...keyed(), redemption: hold.id, refund }));
  const balances = new Map<string, number>();
  for (const { debit, credit, amount } of await ledger.transfers({ from: '2026-11-22', to: '2026-11-30' })) {
    balances.set(credit, (balances.get(credit) ?? 0) + amount);
    balances.set(debit, (balances.get(debit) ?? 0) - amount);
  }
  assert.deepEqual([...balances].filter(([, balance]) => balance !== 0).sort(), [
    ['bank', 3000],
    ['platform', -600],
    ['shop:shanhai', -1714],
    ['shop:yunduan', -686],
  ]);
  await ledger.close();
});
