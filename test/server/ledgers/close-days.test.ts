import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { refund as refundUnits, settle, type Settlement } from '../../../src/engine/index.js';
import type { Refund } from '../../../src/model/index.js';
import type { LedgerOptions } from '../../../src/server/ledgers/create-sql-ledger.js';
import type { Ledger, Period, Statement, Transfer } from '../../../src/server/ledgers/ledger.js';
import { openLibsqlLedger } from '../../../src/server/ledgers/libsql.js';
import { openPostgresLedger } from '../../../src/server/ledgers/postgres.js';
import { addDays } from '../../../src/server/settlement/create-days.js';
import { valueOf } from '../../contracts/ledger-contract.js';
import { randomOrder, type RandomOrder } from '../settlement/random-orders.js';
import { openStores } from '../open-stores.js';

const runs = Number(process.env.RUNS ?? 400);

const place = openStores();
const opened: Ledger[] = [];
after(async () => {
  await Promise.all(opened.map((ledger) => ledger.close()));
  await place.close();
});

type Open = (options: LedgerOptions & { readonly now: () => number }) => Promise<Ledger>;

/** Each gives what opens one and the same new store, any number of times. */
const stores: Record<string, () => Promise<Open>> = {
  async libsql() {
    const path = join(place.folder, `${Math.random()}.db`);
    return async (options) => keep(openLibsqlLedger(path, options));
  },
  async postgres() {
    const url = await place.createDatabase();
    return async (options) => keep(await openPostgresLedger(url, options));
  },
};

function keep(ledger: Ledger): Ledger {
  opened.push(ledger);
  return ledger;
}

const first = '2026-11-20';
const everything: Period = { from: '0000-01-01', to: '9999-12-31' };
const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

let serial = 0;
const keyed = () => ({ subject: 'merchant', key: `key-${++serial}`, request: 'same' });

/** From the claims to the payment; resolves to the redemption's id. */
async function buy(ledger: Ledger, { snapshot }: Pick<RandomOrder, 'snapshot'>): Promise<string> {
  const hold = await reserve(ledger, snapshot);
  return valueOf(await ledger.redeem({ ...keyed(), hold, order: `order-${hold}`, cartHash: 'hash' })).id;
}

async function reserve(ledger: Ledger, order: RandomOrder['snapshot']): Promise<string> {
  const shopper = `shopper-${++serial}`;
  const parts = await Promise.all(
    order.quote.applied.map(async ({ coupon, amount }) => {
      const claim = await ledger.claim({ ...keyed(), subject: shopper, coupon, shopper, perShopper: 1 });
      return { claim: valueOf(claim).id, coupon, amount };
    }),
  );
  return valueOf(await ledger.reserve({ ...keyed(), shopper, cartHash: 'hash', order, parts })).id;
}

/** What settlements say was booked, by day and shop. */
class Expected {
  readonly sums = new Map<string, Record<'redemptions' | 'reversals' | 'paid' | 'borneByShop', number>>();

  add(kind: 'redemptions' | 'reversals', day: string, is: Settlement, was?: Settlement): void {
    for (const of of is.shops) {
      const before = was?.shops.find(({ shop }) => shop === of.shop);
      const key = `${day} ${of.shop ?? ''}`;
      const sums = this.sums.get(key) ?? { redemptions: 0, reversals: 0, paid: 0, borneByShop: 0 };
      sums[kind] += kind === 'redemptions' ? of.subsidy : before!.subsidy - of.subsidy;
      sums.paid += of.paid - (before?.paid ?? 0);
      sums.borneByShop += of.borneByShop - (before?.borneByShop ?? 0);
      this.sums.set(key, sums);
    }
  }
}

/** Each opens with what the one before it has closed with; nothing is lost between. */
function assertChained(statements: readonly Statement[]): void {
  const balances = new Map<string, number>();
  for (const statement of statements) {
    const { opening, redemptions, reversals, adjustments, payouts, closing } = statement;
    assert.equal(opening, balances.get(statement.shop) ?? 0);
    assert.equal(opening + redemptions - reversals + adjustments - payouts, closing);
    balances.set(statement.shop, closing);
  }
}

/** Says again from the transfers alone what each shop is owed at the end of each day. */
function owedBy(transfers: readonly Transfer[]): Map<string, number> {
  const owed = new Map<string, number>();
  for (const { debit, credit, amount, day } of transfers) {
    if ([debit, credit].some((account) => account === 'shopper' || account.startsWith('discount:'))) continue;
    for (const [account, sign] of [
      [credit, 1],
      [debit, -1],
    ] as const) {
      if (!account.startsWith('shop:')) continue;
      const key = `${day} ${account.slice(5)}`;
      owed.set(key, (owed.get(key) ?? 0) + sign * amount);
    }
  }
  return owed;
}

for (const [name, create] of Object.entries(stores)) {
  describe(`${name}: days`, { timeout: 120_000 }, () => {
    test(`of ${runs} orders, with returns, payouts and adjustments, close with what settlements say`, async () => {
      const clock = { now: 0 };
      const ledger = await (await create())({ now: () => clock.now });
      const expected = new Expected();
      const corrected = new Map<string, number>();
      const days = [0, 1, 2, 3].map((days) => addDays(first, days));
      const orders = Array.from({ length: runs }, (_, index) => ({
        ...randomOrder(index + 1),
        day: days[index % 3]!,
        id: '',
        refunds: [] as Refund[],
      }));
      const settled = ({ snapshot: { cart, quote }, refunds }: (typeof orders)[number]): Settlement =>
        settle(cart, quote, { refunds });

      for (const day of days) {
        clock.now = noonOf(day);
        await Promise.all(
          orders
            .filter((order) => order.day === day)
            .map(async (order) => {
              order.id = await buy(ledger, order);
              expected.add('redemptions', day, settled(order));
            }),
        );
        // A portion of each comes back on this day and on each of the next ones; of every third, nothing.
        await Promise.all(
          orders.map(async (order, index) => {
            const returned = order.returns[order.refunds.length];
            if (order.day > day || index % 3 === 0 || !returned) return;
            const was = settled(order);
            const { snapshot, mode, id: redemption } = order;
            const attempt = { ...keyed(), redemption, returned, mode, shipping: true, refund: refundUnits };
            const { refund } = valueOf(await ledger.reverse(attempt));
            assert.equal(refund.currency, snapshot.quote.currency);
            order.refunds.push(refund);
            expected.add('reversals', day, settled(order), was);
          }),
        );
        for (const [kind, shop, amount] of [
          ['payout', 's1', 12_345],
          ['adjustment', 's2', -77],
          ['adjustment', 's2', 30],
        ] as const) {
          const posted = valueOf(await ledger.post({ ...keyed(), kind, shop, currency: 'CNY', amount }));
          assert.equal(posted.day, day);
          const key = `${kind} ${day} ${shop}`;
          corrected.set(key, (corrected.get(key) ?? 0) + amount);
        }
      }

      const live = await ledger.statements(everything);
      assertChained(live);
      for (const { day, shop, ...of } of live) {
        const { redemptions, reversals, paid, borneByShop } = expected.sums.get(`${day} ${shop}`) ?? {
          ...{ redemptions: 0, reversals: 0, paid: 0, borneByShop: 0 },
        };
        assert.deepEqual(
          [of.redemptions, of.reversals, of.paid, of.borneByShop],
          [redemptions, reversals, paid, borneByShop],
          `${day} ${shop}`,
        );
        assert.equal(of.payouts, corrected.get(`payout ${day} ${shop}`) ?? 0);
        assert.equal(of.adjustments, corrected.get(`adjustment ${day} ${shop}`) ?? 0);
        expected.sums.delete(`${day} ${shop}`);
      }
      for (const sums of expected.sums.values())
        assert.deepEqual(
          sums,
          { redemptions: 0, reversals: 0, paid: 0, borneByShop: 0 },
          'nothing is left out',
        );

      // Half of the days are closed, then all: the numbers stay.
      for (const [today, closed] of [
        [days[2]!, 2],
        [addDays(days[3]!, 1), 4],
      ] as const) {
        clock.now = noonOf(today);
        await ledger.closeDays();
        assert.deepEqual(
          await ledger.statements(everything),
          live.map((statement) => ({ ...statement, closed: days.indexOf(statement.day) < closed })),
        );
        const one = { from: days[1]!, to: days[3]!, shop: 's1' };
        assert.deepEqual(
          await ledger.statements(one),
          (await ledger.statements(everything)).filter(
            ({ day, shop }) => day > days[0]! && day <= days[3]! && shop === 's1',
          ),
        );
      }

      const transfers = await ledger.transfers(everything);
      const pages: Transfer[] = [];
      for (let page: readonly Transfer[] = []; ;) {
        page = await ledger.transfers(everything, pages.at(-1), 97);
        if (page.length === 0) break;
        pages.push(...page);
      }
      assert.deepEqual(pages, transfers);
      const ofShop = transfers.filter(({ debit, credit }) => [debit, credit].includes('shop:s1'));
      assert.deepEqual(await ledger.transfers({ ...everything, shop: 's1' }), ofShop);
      assert.deepEqual(
        await ledger.transfers({ from: days[1]!, to: days[1]! }),
        transfers.filter(({ day }) => day === days[1]),
      );

      const summaries = await ledger.orders({ from: days[0]!, to: days[3]! });
      assert.equal(summaries.length, runs);
      for (const order of orders) {
        const { rows, paid } = settled(order);
        const summary = summaries.find(({ redemption }) => redemption === order.id)!;
        assert.deepEqual(summary, {
          order: `order-${order.id}`,
          redemption: order.id,
          at: noonOf(order.day),
          day: order.day,
          currency: 'CNY',
          paid,
          discount: rows.reduce((sum, { amount }) => sum + amount, 0),
        });
      }

      const rows = orders.flatMap((order) => settled(order).rows);
      for (const { coupon, discount, claimed } of await ledger.report()) {
        const its = rows.filter((row) => row.coupon === coupon);
        assert.deepEqual(discount, [
          {
            currency: 'CNY',
            amount: its.reduce((sum, { amount }) => sum + amount, 0),
            platform: its.reduce((sum, { borneByPlatform }) => sum + borneByPlatform, 0),
          },
        ]);
        const uses = orders.filter(({ snapshot }) =>
          snapshot.quote.applied.some((each) => each.coupon === coupon),
        );
        assert.equal(claimed, uses.length);
      }
    });

    test('once closed take nothing more: what is booked then counts for the next one', async () => {
      const clock = { now: noonOf(first) };
      const ledger = await (await create())({ now: () => clock.now });
      const adjust = async (amount: number): Promise<string> =>
        valueOf(
          await ledger.post({
            ...keyed(),
            kind: 'adjustment',
            shop: 's',
            currency: 'CNY',
            amount,
            note: 'n',
          }),
        ).day;
      assert.equal(await adjust(500), first);
      clock.now = noonOf(addDays(first, 1));
      await ledger.closeDays();
      assert.equal(await adjust(-200), addDays(first, 1));
      // The clock goes back: the day stays closed.
      clock.now = noonOf(first);
      assert.equal(await adjust(1), addDays(first, 1));
      const [one, two, ...rest] = await ledger.statements(everything);
      assert.deepEqual(
        [one!.day, one!.closing, one!.closed, two!.opening, two!.adjustments, two!.closed, rest],
        [first, 500, true, 500, -199, false, []],
      );
      const events = (await ledger.audit()).map((entry) => JSON.parse(entry.events) as unknown);
      assert.ok(JSON.stringify(events).includes(`{"event":"days-closed","until":"${first}"}`));
    });

    test('are those of the time zone', async () => {
      const clock = { now: Date.parse('2026-11-21T15:59:59Z') };
      const ledger = await (await create())({ now: () => clock.now, timeZone: 'Asia/Shanghai' });
      const pay = async (): Promise<string> =>
        valueOf(await ledger.post({ ...keyed(), kind: 'payout', shop: 's', currency: 'CNY', amount: 5 })).day;
      assert.equal(await pay(), '2026-11-21');
      clock.now += 1_000;
      assert.equal(await pay(), '2026-11-22');
      await ledger.closeDays();
      const statements = await ledger.statements(everything);
      assert.deepEqual(
        statements.map(({ day, closing, closed }) => [day, closing, closed]),
        [
          ['2026-11-21', -5, true],
          ['2026-11-22', -10, false],
        ],
      );
    });

    test('with several currencies have a statement in each', async () => {
      const clock = { now: noonOf(first) };
      const ledger = await (await create())({ now: () => clock.now });
      for (const currency of ['TWD', 'CNY', 'TWD']) {
        await ledger.post({ ...keyed(), kind: 'adjustment', shop: 's', currency, amount: 10 });
      }
      clock.now = noonOf(addDays(first, 1));
      await ledger.closeDays();
      const statements = await ledger.statements({ from: first, to: first });
      assert.deepEqual(
        statements.map(({ currency, closing }) => [currency, closing]),
        [
          ['CNY', 10],
          ['TWD', 20],
        ],
      );
    });

    test('are closed once by four servers at once, while others book', async () => {
      const clock = { now: noonOf(first) };
      const open = await create();
      // Of one process there is one ledger in a file: there the four calls meet in it.
      const ledger = await open({ now: () => clock.now });
      const ledgers = await Promise.all(
        [0, 1, 2, 3].map(async (index) =>
          index === 0 || name === 'libsql' ? ledger : open({ now: () => clock.now }),
        ),
      );
      const pick = (index: number): Ledger => ledgers[index % ledgers.length]!;
      let seed = 10_000;
      for (let day = first; day < addDays(first, 5); day = addDays(day, 1)) {
        clock.now = noonOf(day);
        const orders = Array.from({ length: 24 }, () => randomOrder(seed++));
        const holds = await Promise.all(orders.map(({ snapshot }, index) => reserve(pick(index), snapshot)));
        // The payments land as the day ends, and all servers close it.
        const payments = holds.map(async (hold, index) => {
          if (index % 3 === 1) await pick(index).now();
          if (index === 9) clock.now = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
          return pick(index).redeem({ ...keyed(), hold, order: `order-${hold}`, cartHash: 'hash' });
        });
        const closing = ledgers.map((ledger) => ledger.closeDays());
        for (const decision of await Promise.all(payments)) assert.equal(decision.state, 'done');
        await Promise.all(closing);
        await pick(seed).closeDays();
      }
      const transfers = await ledgers[0]!.transfers(everything);
      const statements = await ledgers[0]!.statements(everything);
      assertChained(statements);
      const owed = owedBy(transfers);
      assert.ok(new Set(transfers.map(({ day }) => day)).size > 4);
      assert.ok(statements.filter(({ closed }) => closed).length > 20);
      for (const { day, shop, redemptions } of statements) {
        assert.equal(redemptions, owed.get(`${day} ${shop}`) ?? 0, `${day} ${shop}`);
        owed.delete(`${day} ${shop}`);
      }
      assert.deepEqual([...owed], [], 'every transfer is in a statement');
    });
  });
}

test(
  'a payment that was being booked as the day ended is in its statement',
  { timeout: 60_000 },
  async () => {
    const url = await place.createDatabase();
    const clock = { now: noonOf(first) };
    const open = (): Promise<Ledger> => openPostgresLedger(url, { now: () => clock.now });
    const [shop, finance] = [await open(), await open()];
    const hold = await reserve(shop, randomOrder(1).snapshot);
    const blocker = new Client(url);
    await blocker.connect();
    // What is booked waits here, after it has looked at the clock.
    await blocker.query('BEGIN; LOCK TABLE hold IN SHARE MODE');
    const payment = shop.redeem({ ...keyed(), hold, order: 'order', cartHash: 'hash' });
    await wait(200);
    clock.now = noonOf(addDays(first, 1));
    const closing = finance.closeDays();
    await wait(200);
    await blocker.query('COMMIT');
    await blocker.end();
    valueOf(await payment);
    await closing;
    const [transfer] = await finance.transfers(everything);
    assert.equal(transfer!.day, first);
    const statements = await finance.statements(everything);
    assert.notEqual(statements.length, 0, 'it is in a statement');
    for (const { day, closed } of statements) assert.deepEqual([day, closed], [first, true]);
  },
);
