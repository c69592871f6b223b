import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { quote, refund } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import type {
  ClaimAttempt,
  Decision,
  Hold,
  Holding,
  HoldPart,
  Ledger,
  Redemption,
} from '../../src/server/ledgers/ledger.js';
import type { OrderSnapshot } from '../../src/server/order-snapshot.js';

export interface ContractOptions {
  readonly now: () => number;
  readonly holdMs: number;
  readonly pendingMs: number;
}

const holdMs = 900_000;
const pendingMs = 600_000;

/** What every ledger must do. `open` is called several times and gives the same store again. */
export function ledgerContract(name: string, open: (options: ContractOptions) => Promise<Ledger>): void {
  describe(`${name} keeps the ledger's contract`, () => {
    let ledger: Ledger;
    let serial = 0;
    const clock = { now: Date.parse('2026-11-22T12:00:00Z') };
    const reopen = (): Promise<Ledger> => open({ now: () => clock.now, holdMs, pendingMs });
    before(async () => void (ledger = await reopen()));
    after(() => ledger.close());

    const unique = (prefix: string): string => `${prefix}-${++serial}-${process.pid}`;
    const attempt = (parts: Partial<ClaimAttempt> = {}): ClaimAttempt => {
      const shopper = parts.shopper ?? unique('shopper');
      return {
        coupon: 'none',
        perShopper: 1,
        key: unique('key'),
        request: `claim ${parts.coupon}`,
        subject: shopper,
        ...parts,
        shopper,
      };
    };
    const keyed = (subject: string) => ({ subject, key: unique('key'), request: 'same' });
    const countOf = async (coupon: string): Promise<number> =>
      (await ledger.counts()).get(coupon)?.granted ?? 0;

    describe('claims', () => {
      test('are granted and listed', async () => {
        const [coupon, shopper] = [unique('coupon'), unique('shopper')];
        const holding = valueOf(await ledger.claim(attempt({ coupon, shopper })));
        assert.deepEqual(holding, { id: holding.id, coupon, state: 'held', claimedAt: clock.now });
        assert.deepEqual(await ledger.holdings(shopper), [holding]);
        assert.equal(await countOf(coupon), 1);
      });

      test('are listed by age, in whatever order they were written', async () => {
        const shopper = unique('shopper');
        const start = clock.now;
        for (const minutes of [2, 0, 3, 1]) {
          clock.now = start + minutes * 60_000;
          const coupon = unique('coupon');
          for (const perShopper of [2, 2]) await ledger.claim(attempt({ coupon, shopper, perShopper }));
        }
        clock.now = start;
        const holdings = await ledger.holdings(shopper);
        const ages = holdings.map(({ claimedAt }) => (claimedAt - start) / 60_000);
        assert.deepEqual(ages, [0, 0, 1, 1, 2, 2, 3, 3]);
      });

      test('are none for a shopper who has claimed nothing', async () => {
        assert.deepEqual(await ledger.holdings(unique('shopper')), []);
        assert.equal((await ledger.counts()).has(unique('coupon')), false);
      });

      test('are no more than the limit of a shopper', async () => {
        const [coupon, shopper] = [unique('coupon'), unique('shopper')];
        const decisions = await Promise.all(
          Array.from({ length: 9 }, () => ledger.claim(attempt({ coupon, shopper, perShopper: 3 }))),
        );
        assert.equal(countStates(decisions, 'done'), 3);
        assert.equal(countStates(decisions, 'shopper-limit'), 6);
        assert.equal((await ledger.holdings(shopper)).length, 3);
      });

      test('are exactly the stock for two hundred at once', async () => {
        const coupon = unique('coupon');
        const decisions = await Promise.all(
          Array.from({ length: 200 }, () => ledger.claim(attempt({ coupon, stock: 50 }))),
        );
        assert.equal(countStates(decisions, 'done'), 50);
        assert.equal(countStates(decisions, 'sold-out'), 150);
        assert.equal(await countOf(coupon), 50);
      });

      test('are decided in the order of arrival', async () => {
        const coupon = unique('coupon');
        const decisions = await Promise.all(
          Array.from({ length: 5 }, () => ledger.claim(attempt({ coupon, stock: 2 }))),
        );
        assert.deepEqual(statesOf(decisions), ['done', 'done', 'sold-out', 'sold-out', 'sold-out']);
      });

      test('are none of a stock of 0, and no more where the stock is lowered', async () => {
        const coupon = unique('coupon');
        const states = [];
        for (const stock of [0, 3, 3, 1, 3]) {
          states.push((await ledger.claim(attempt({ coupon, stock }))).state);
        }
        assert.deepEqual(states, ['sold-out', 'done', 'done', 'sold-out', 'done']);
        assert.equal(await countOf(coupon), 3);
      });

      test('agree with a plain count for any run of them', async () => {
        const arrival = fc.record({ shopper: fc.nat(3), coupon: fc.nat(2), key: fc.nat(7) });
        await fc.assert(
          fc.asyncProperty(fc.array(arrival, { maxLength: 30 }), async (arrivals) => {
            const run = unique('run');
            const stocks = [0, 2, 5];
            const attempts = arrivals.map(({ shopper, coupon, key }) =>
              attempt({
                coupon: `${run}-${coupon}`,
                shopper: `${run}-${shopper}`,
                stock: stocks[coupon]!,
                perShopper: 2,
                key: String(key),
                request: `claim ${coupon}`,
              }),
            );
            const decisions = await Promise.all(attempts.map((one) => ledger.claim(one)));
            assert.deepEqual(statesOf(decisions), expectedStates(attempts));
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('idempotency keys', () => {
      test('have the same effect again, whatever happened since', async () => {
        const one = attempt({ coupon: unique('coupon'), stock: 1 });
        const first = await ledger.claim(one);
        clock.now += 5_000;
        const again = await ledger.claim(one);
        assert.ok(again.state === 'done' && again.replayed);
        assert.deepEqual(again.value, valueOf(first));
        assert.deepEqual(await ledger.recall(one.subject, one.key), {
          request: one.request,
          value: valueOf(first),
        });
        assert.equal(await countOf(one.coupon), 1);
      });

      test('have one effect when they come at the same time', async () => {
        const one = attempt({ coupon: unique('coupon'), perShopper: 5 });
        const decisions = await Promise.all(Array.from({ length: 20 }, () => ledger.claim(one)));
        assert.equal(countStates(decisions, 'done'), 20);
        assert.equal(
          decisions.filter((decision) => decision.state === 'done' && decision.replayed).length,
          19,
        );
        assert.equal(await countOf(one.coupon), 1);
      });

      test('are refused for another request', async () => {
        const one = attempt({ coupon: unique('coupon') });
        await ledger.claim(one);
        const other = { ...one, coupon: unique('coupon'), request: 'claim another' };
        assert.equal((await ledger.claim(other)).state, 'key-reused');
        assert.equal(await countOf(other.coupon), 0);
      });

      test('of one shopper are not those of another', async () => {
        const one = attempt({ coupon: unique('coupon') });
        await ledger.claim(one);
        const other = unique('shopper');
        assert.equal((await ledger.claim({ ...one, shopper: other, subject: other })).state, 'done');
      });

      test('are not recorded for what was refused', async () => {
        const one = attempt({ coupon: unique('coupon'), stock: 0 });
        assert.equal((await ledger.claim(one)).state, 'sold-out');
        assert.equal(await ledger.recall(one.subject, one.key), undefined);
        assert.equal((await ledger.claim({ ...one, stock: 1 })).state, 'done');
      });

      test('are forgotten after thirty days, what they did is not', async () => {
        const one = attempt({ coupon: unique('coupon') });
        await ledger.claim(one);
        clock.now += 31 * 86_400_000;
        await ledger.sweep();
        assert.equal(await ledger.recall(one.subject, one.key), undefined);
        assert.equal((await ledger.holdings(one.shopper)).length, 1);
      });
    });

    describe('paid claims', () => {
      test('take points in the same act, and no more than there are', async () => {
        const [coupon, shopper] = [unique('coupon'), unique('shopper')];
        const points = (number: number) =>
          ledger.changePoints({ ...keyed('merchant'), shopper, points: number });
        const claim = () => ledger.claim(attempt({ coupon, shopper, perShopper: 9, cost: { points: 40 } }));
        assert.equal((await claim()).state, 'points-too-few');
        assert.deepEqual(valueOf(await points(100)), { points: 100 });
        const decisions = await Promise.all([claim(), claim(), claim()]);
        assert.deepEqual(statesOf(decisions), ['done', 'done', 'points-too-few']);
        assert.deepEqual(await ledger.points(shopper), { points: 20 });
        assert.equal((await points(-21)).state, 'points-too-few');
        assert.equal(await countOf(coupon), 2);
      });

      test('wait for the money, and count meanwhile', async () => {
        const coupon = unique('coupon');
        const one = attempt({ coupon, stock: 1, cost: { amount: 990 } });
        const pending = valueOf(await ledger.claim(one));
        assert.deepEqual([pending.state, pending.until], ['pending', clock.now + pendingMs]);
        assert.equal((await ledger.claim(attempt({ coupon, stock: 1 }))).state, 'sold-out');
        const confirmed = await ledger.confirmClaim({ ...keyed('merchant'), claim: pending.id });
        assert.equal(valueOf(confirmed).state, 'held');
        assert.equal((await ledger.holdings(one.shopper))[0]!.state, 'held');
      });

      test('are given up when nobody pays, and had late where a piece is left', async () => {
        const coupon = unique('coupon');
        const claim = () => ledger.claim(attempt({ coupon, stock: 1, cost: { amount: 990 } }));
        const first = valueOf(await claim());
        clock.now += pendingMs;
        assert.equal((await ledger.sweep()).claims, 1);
        const second = valueOf(await claim());
        const confirm = (id: string) => ledger.confirmClaim({ ...keyed('merchant'), claim: id });
        assert.equal((await confirm(first.id)).state, 'sold-out');
        clock.now += pendingMs;
        await ledger.sweep();
        assert.equal(valueOf(await confirm(first.id)).state, 'held');
        assert.equal((await confirm(second.id)).state, 'sold-out');
        assert.equal((await confirm('nothing')).state, 'unknown-claim');
        assert.equal(await countOf(coupon), 1);
      });

      test('are all given up in one sweep, however many there are', async () => {
        const coupon = unique('coupon');
        const claim = () => ledger.claim(attempt({ coupon, cost: { amount: 990 } }));
        await Promise.all(Array.from({ length: 1_001 }, claim));
        clock.now += pendingMs;
        assert.ok((await ledger.sweep()).claims >= 1_001);
        assert.equal(await countOf(coupon), 0);
      });

      test('that are paid late count with what the shopper has claimed since', async () => {
        const [coupon, shopper] = [unique('coupon'), unique('shopper')];
        const claim = () => ledger.claim(attempt({ coupon, shopper, perShopper: 2, cost: { amount: 990 } }));
        const confirm = (id: string) => ledger.confirmClaim({ ...keyed('merchant'), claim: id });
        const late = [valueOf(await claim()), valueOf(await claim())] as const;
        clock.now += pendingMs;
        await ledger.sweep();
        await claim();
        assert.equal(valueOf(await confirm(late[0].id)).state, 'held');
        assert.equal((await confirm(late[1].id)).state, 'shopper-limit');
        assert.equal(await countOf(coupon), 2);
      });
    });

    const shopperWith = async (coupon: string, pieces = 1): Promise<{ shopper: string; held: Holding[] }> => {
      const shopper = unique('shopper');
      const held: Holding[] = [];
      for (let piece = 0; piece < pieces; piece += 1) {
        held.push(valueOf(await ledger.claim(attempt({ coupon, shopper, perShopper: pieces }))));
      }
      return { shopper, held };
    };
    const reserve = (shopper: string, held: Holding, budget?: number) => {
      const order = orderWith(held.coupon);
      const part: HoldPart = {
        claim: held.id,
        coupon: held.coupon,
        amount: order.quote.discount,
        ...(budget !== undefined && { budget }),
      };
      return ledger.reserve({ ...keyed(shopper), shopper, cartHash: 'cart', order, parts: [part] });
    };
    const redeem = (hold: Hold, order: string = unique('order')) =>
      ledger.redeem({ ...keyed('merchant'), hold: hold.id, order, cartHash: 'cart' });
    const stateOf = async (shopper: string): Promise<string[]> =>
      (await ledger.holdings(shopper)).map(({ state }) => state);

    describe('holds', () => {
      test('keep a coupon for an order, all or none', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        assert.deepEqual(hold, {
          id: hold.id,
          state: 'reserved',
          until: clock.now + holdMs,
          extended: false,
        });
        const [holding] = await ledger.holdings(shopper);
        assert.deepEqual([holding!.state, holding!.hold, holding!.until], ['reserved', hold.id, hold.until]);
        assert.equal((await reserve(shopper, held[0]!)).state, 'already-reserved');

        const other = await shopperWith(unique('coupon'));
        const order = orderWith(other.held[0]!.coupon);
        const parts = [
          { claim: other.held[0]!.id, coupon: other.held[0]!.coupon, amount: 5 },
          { claim: 'not mine', coupon: 'x', amount: 5 },
        ];
        const both = await ledger.reserve({
          ...keyed(other.shopper),
          shopper: other.shopper,
          cartHash: 'cart',
          order,
          parts,
        });
        assert.equal(both.state, 'not-held');
        assert.deepEqual(await stateOf(other.shopper), ['held']);
      });

      test('are one a shopper and coupon, and five in all', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'), 2);
        const both = await Promise.all(held.map((piece) => reserve(shopper, piece)));
        assert.deepEqual(statesOf(both), ['done', 'already-reserved']);

        const parked = unique('shopper');
        const pieces = await Promise.all(
          Array.from({ length: 7 }, async () =>
            valueOf(await ledger.claim(attempt({ coupon: unique('coupon'), shopper: parked }))),
          ),
        );
        const decisions = await Promise.all(pieces.map((piece) => reserve(parked, piece)));
        assert.equal(countStates(decisions, 'done'), 5);
        assert.equal(countStates(decisions, 'too-many-holds'), 2);
      });

      test('are nobody else’s', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        assert.equal((await reserve(unique('shopper'), held[0]!)).state, 'not-held');
        const hold = valueOf(await reserve(shopper, held[0]!));
        const stranger = unique('shopper');
        const theirs = { ...keyed(stranger), hold: hold.id, shopper: stranger };
        assert.equal((await ledger.release(theirs)).state, 'unknown-hold');
        assert.equal((await ledger.extend({ ...theirs, key: unique('key') })).state, 'unknown-hold');
      });

      test('are released, and free then', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        const release = () => ledger.release({ ...keyed(shopper), hold: hold.id, shopper });
        assert.equal(valueOf(await release()).state, 'released');
        assert.equal(valueOf(await release()).state, 'released');
        assert.deepEqual(await stateOf(shopper), ['held']);
        assert.equal((await reserve(shopper, held[0]!)).state, 'done');
      });

      test('are answered the same for the same key, also where there was nothing left to release', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        clock.now += holdMs;
        await ledger.sweep();
        const release = { ...keyed('merchant'), hold: hold.id };
        assert.equal(valueOf(await ledger.release(release)).state, 'expired');
        assert.equal(valueOf(await redeem(hold)).late, true);
        assert.equal(valueOf(await ledger.release(release)).state, 'expired');
        assert.equal((await ledger.release({ ...release, request: 'another' })).state, 'key-reused');
      });

      test('are prolonged once', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        const extend = () => ledger.extend({ ...keyed(shopper), hold: hold.id, shopper });
        assert.deepEqual(valueOf(await extend()), { ...hold, until: hold.until + holdMs, extended: true });
        assert.equal((await extend()).state, 'already-extended');
        clock.now += 2 * holdMs;
        assert.equal((await extend()).state, 'hold-ended');
      });

      test('end by themselves, whether somebody sweeps or not', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        clock.now += holdMs - 1;
        assert.deepEqual(await stateOf(shopper), ['reserved']);
        clock.now += 1;
        assert.deepEqual(await stateOf(shopper), ['held']);
        assert.equal((await ledger.findOrder(hold.id))!.hold.state, 'expired');
        const again = valueOf(await reserve(shopper, held[0]!));
        clock.now += holdMs;
        assert.ok((await ledger.sweep()).holds >= 1);
        assert.equal((await ledger.sweep()).holds, 0);
        assert.equal((await ledger.findOrder(again.id))!.hold.state, 'expired');
        assert.deepEqual(await stateOf(shopper), ['held']);
      });

      test('are forgotten thirty days after they ended, if nobody has paid', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const released = valueOf(await reserve(shopper, held[0]!));
        await ledger.release({ ...keyed('merchant'), hold: released.id });
        const paid = valueOf(await reserve(shopper, held[0]!));
        await redeem(paid);
        clock.now += 31 * 86_400_000;
        await ledger.sweep();
        assert.equal(await ledger.findOrder(released.id), undefined);
        assert.equal((await redeem(released)).state, 'unknown-hold');
        assert.equal((await ledger.findOrder(paid.id))!.hold.state, 'redeemed');
      });

      test('spend no more than a budget of money, and give back what is not paid', async () => {
        const coupon = unique('coupon');
        const budget = 2_500;
        const shoppers = await Promise.all(Array.from({ length: 4 }, () => shopperWith(coupon)));
        const decisions = await Promise.all(
          shoppers.map(({ shopper, held }) => reserve(shopper, held[0]!, budget)),
        );
        // Each takes 1,000 off.
        assert.equal(countStates(decisions, 'done'), 2);
        assert.equal(countStates(decisions, 'sold-out'), 2);
        assert.equal((await ledger.counts()).get(coupon)!.spent, 2_000);
        const [done] = decisions.filter((decision) => decision.state === 'done');
        await ledger.release({ ...keyed('merchant'), hold: valueOf(done!).id });
        assert.equal((await ledger.counts()).get(coupon)!.spent, 1_000);
        const refused = decisions.findIndex((decision) => decision.state === 'sold-out');
        const { shopper, held } = shoppers[refused]!;
        assert.equal((await reserve(shopper, held[0]!, budget)).state, 'done');
        clock.now += holdMs;
        await ledger.sweep();
        assert.equal((await ledger.counts()).get(coupon)!.spent, 0);
      });
    });

    describe('redemptions', () => {
      test('use the coupons and book who bears them', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        const order = unique('order');
        const redemption = valueOf(await redeem(hold, order));
        assert.deepEqual(redemption, {
          id: hold.id,
          order,
          at: clock.now,
          currency: 'CNY',
          total: 9_000,
          coupons: [{ coupon: held[0]!.coupon, amount: 1_000 }],
          late: false,
        } satisfies Redemption);
        assert.deepEqual(await stateOf(shopper), ['used']);
        assert.equal((await reserve(shopper, held[0]!)).state, 'not-held');
        const booked = await bookedFor(order);
        assert.deepEqual(
          booked,
          [
            ['platform', 'shop:a', 600],
            ['discount:a', 'shop:a', 400],
            ['shopper', 'shop:a', 9_000],
          ].sort(),
        );
        const record = await ledger.findOrder(hold.id);
        assert.deepEqual(record!.redemption, redemption);
        assert.equal(record!.hold.state, 'redeemed');
      });

      test('are one an order and hold', async () => {
        const coupon = unique('coupon');
        const [one, two] = [await shopperWith(coupon), await shopperWith(coupon)];
        const holds = [
          valueOf(await reserve(one.shopper, one.held[0]!)),
          valueOf(await reserve(two.shopper, two.held[0]!)),
        ] as const;
        const order = unique('order');
        const first = await Promise.all([redeem(holds[0], order), redeem(holds[0], order)]);
        assert.deepEqual(statesOf(first), ['done', 'done']);
        assert.equal((await redeem(holds[0], unique('order'))).state, 'other-order');
        assert.equal((await redeem(holds[1], order)).state, 'other-order');
        assert.equal((await bookedFor(order)).length, 3);
        assert.equal(
          (await ledger.redeem({ ...keyed('merchant'), hold: holds[1].id, order: 'o', cartHash: 'other' }))
            .state,
          'cart-changed',
        );
        assert.equal((await redeem({ ...holds[1], id: 'nothing' })).state, 'unknown-hold');
      });

      test('are taken late where all is still free', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        clock.now += holdMs;
        const redemption = valueOf(await redeem(hold));
        assert.equal(redemption.late, true);
        assert.deepEqual(await stateOf(shopper), ['used']);

        const other = await shopperWith(unique('coupon'));
        const released = valueOf(await reserve(other.shopper, other.held[0]!));
        await ledger.release({ ...keyed('merchant'), hold: released.id });
        assert.equal(valueOf(await redeem(released)).late, true);
      });

      test('are taken late within a budget that was raised meanwhile', async () => {
        const coupon = unique('coupon');
        const [slow, fast] = [await shopperWith(coupon), await shopperWith(coupon)];
        const hold = valueOf(await reserve(slow.shopper, slow.held[0]!, 1_000));
        clock.now += holdMs;
        await ledger.sweep();
        assert.equal((await reserve(fast.shopper, fast.held[0]!, 5_000)).state, 'done');
        assert.equal(valueOf(await redeem(hold)).late, true);
        assert.equal((await ledger.counts()).get(coupon)!.spent, 2_000);
      });

      test('are refused late where the coupon is held, used or spent otherwise', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const old = valueOf(await reserve(shopper, held[0]!));
        clock.now += holdMs;
        const order = unique('order');
        const current = valueOf(await reserve(shopper, held[0]!));
        assert.equal((await redeem(old, order)).state, 'hold-ended');
        await redeem(current);
        assert.equal((await redeem(old, order)).state, 'hold-ended');
        assert.deepEqual(await bookedFor(order), []);

        const coupon = unique('coupon');
        const [slow, fast] = [await shopperWith(coupon), await shopperWith(coupon)];
        const slowHold = valueOf(await reserve(slow.shopper, slow.held[0]!, 1_000));
        clock.now += holdMs;
        await ledger.sweep();
        assert.equal((await reserve(fast.shopper, fast.held[0]!, 1_000)).state, 'done');
        assert.equal((await redeem(slowHold)).state, 'hold-ended');
        assert.equal((await ledger.counts()).get(coupon)!.spent, 1_000);
      });
    });

    describe('reversals', () => {
      const reverse = (redemption: Redemption, parts: object = {}) =>
        ledger.reverse({ ...keyed('merchant'), redemption: redemption.id, refund, ...parts });
      const ordered = async (budget?: number) => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!, budget));
        return { shopper, coupon: held[0]!.coupon, held, redemption: valueOf(await redeem(hold)) };
      };

      test('of a whole order undo all of it, and give the coupon back', async () => {
        const { shopper, coupon, held, redemption } = await ordered(5_000);
        const reversal = valueOf(await reverse(redemption));
        assert.equal(reversal.refund.amount, 9_000);
        assert.deepEqual([reversal.complete, reversal.returned], [true, [coupon]]);
        assert.deepEqual(await stateOf(shopper), ['held']);
        assert.equal((await ledger.counts()).get(coupon)!.spent, 0);
        assert.deepEqual(await balances(redemption.order), new Map());
        assert.equal((await ledger.findOrder(redemption.id))!.hold.state, 'reversed');
        assert.equal((await reverse(redemption)).state, 'more-than-remains');
        assert.equal((await reserve(shopper, held[0]!)).state, 'done');
      });

      test('of parts add up, and give the coupon back with the last', async () => {
        const { shopper, redemption } = await ordered();
        const one = () => reverse(redemption, { returned: [{ line: 'l', quantity: 1 }] });
        const first = valueOf(await one());
        assert.deepEqual([first.refund.amount, first.complete, first.returned], [4_500, false, []]);
        assert.deepEqual(await stateOf(shopper), ['used']);
        assert.equal(
          (await reverse(redemption, { returned: [{ line: 'l', quantity: 2 }] })).state,
          'more-than-remains',
        );
        assert.equal(
          (await reverse(redemption, { returned: [{ line: 'x', quantity: 1 }] })).state,
          'unknown-line',
        );
        assert.equal((await reverse(redemption, { mode: 'recalculated' })).state, 'other-mode');
        const both = await Promise.all([one(), one()]);
        assert.deepEqual(statesOf(both), ['done', 'more-than-remains']);
        assert.equal(valueOf(both[0]).refund.amount, 4_500);
        assert.deepEqual(await stateOf(shopper), ['held']);
        assert.deepEqual(await balances(redemption.order), new Map());
      });

      test('price the kept goods anew where the merchant says so', async () => {
        const { redemption } = await ordered();
        const returned = [{ line: 'l', quantity: 1 }];
        const reversal = valueOf(await reverse(redemption, { returned, mode: 'recalculated' }));
        // The coupon needs 8,000: one unit of 5,000 is kept at list price.
        assert.equal(reversal.refund.amount, 4_000);
      });

      test('take nothing from a budget, though a coupon takes more off what is kept', async () => {
        const shopper = unique('shopper');
        const coupons = [unique('coupon'), unique('coupon')] as const;
        const claims = await Promise.all(
          coupons.map(async (coupon) => valueOf(await ledger.claim(attempt({ coupon, shopper })))),
        );
        const order = orderWithTwo(coupons);
        const parts = order.quote.applied.map(({ coupon, amount }): HoldPart => ({
          claim: claims.find((each) => each.coupon === coupon)!.id,
          coupon,
          amount,
          budget: amount,
        }));
        const spent = async () => {
          const counts = await ledger.counts();
          return coupons.map((coupon) => counts.get(coupon)!.spent);
        };
        const hold = valueOf(
          await ledger.reserve({ ...keyed(shopper), shopper, cartHash: 'hash', order, parts }),
        );
        const redemption = valueOf(
          await ledger.redeem({
            ...keyed('merchant'),
            hold: hold.id,
            order: unique('order'),
            cartHash: 'hash',
          }),
        );
        assert.deepEqual(await spent(), [3_000, 200]);
        const returned = [{ line: 'b', quantity: 1 }];
        const partial = valueOf(await reverse(redemption, { returned, mode: 'recalculated' }));
        assert.deepEqual(
          partial.refund.coupons.map(({ amount }) => amount),
          [1_200, -200],
        );
        assert.deepEqual(await spent(), [1_800, 200]);
        await reverse(redemption);
        assert.deepEqual(await spent(), [0, 0]);
      });

      test('that cannot be told fail alone, whatever is decided with them', async () => {
        const { redemption } = await ordered();
        const unpriced = () => {
          throw new Error('a kind of coupon that this engine has no more');
        };
        const [claimed, reversed, again] = await Promise.allSettled([
          ledger.claim(attempt({ coupon: unique('coupon') })),
          reverse(redemption, { refund: unpriced }),
          ledger.claim(attempt({ coupon: unique('coupon') })),
        ]);
        assert.deepEqual(
          [claimed.status, reversed.status, again.status],
          ['fulfilled', 'rejected', 'fulfilled'],
        );
        assert.equal(valueOf(await reverse(redemption)).complete, true);
      });

      test('are of redemptions only', async () => {
        const { shopper, held } = await shopperWith(unique('coupon'));
        const hold = valueOf(await reserve(shopper, held[0]!));
        const decision = await ledger.reverse({ ...keyed('merchant'), redemption: hold.id, refund });
        assert.equal(decision.state, 'unknown-redemption');
      });
    });

    test('counts wrong guesses only, and refuses right ones too where there were too many', async () => {
      const name = unique('subject');
      const guess = (wrong: boolean) =>
        ledger.guess({ subjects: [{ name, limit: 2 }], wrong, windowMs: 1_000 });
      const start = clock.now;
      assert.deepEqual(await guess(true), { allowed: true });
      clock.now = start + 100;
      assert.deepEqual(await guess(false), { allowed: true });
      clock.now = start + 200;
      assert.deepEqual(await guess(true), { allowed: true });
      clock.now = start + 300;
      assert.deepEqual(await guess(false), { allowed: false, retryAfterMs: 700 });
      clock.now = start + 999;
      assert.deepEqual(await guess(true), { allowed: false, retryAfterMs: 1 });
      clock.now = start + 1_000;
      assert.deepEqual(await guess(false), { allowed: true });
    });

    test('lets no guess through that is over any one of its limits', async () => {
      const [shopper, address] = [unique('subject'), unique('subject')];
      const guess = (name: string) =>
        ledger.guess({
          subjects: [
            { name, limit: 1 },
            { name: address, limit: 3 },
          ],
          wrong: true,
          windowMs: 1_000,
        });
      const decisions = await Promise.all(
        [shopper, shopper, unique('b'), unique('c'), unique('d')].map(guess),
      );
      assert.deepEqual(
        decisions.map((decision) => decision.allowed),
        [true, false, true, true, false],
      );
    });

    test('gives tokens, all that are asked for or none, and says how long to wait', async () => {
      const subject = unique('subject');
      const take = (tokens: number) => ledger.takeTokens({ subject, tokens, burst: 5, perMinute: 60 });
      const start = clock.now;
      assert.equal(await take(4), 0);
      assert.equal(await take(2), 1_000);
      assert.equal(await take(1), 0);
      clock.now = start + 400;
      assert.equal(await take(1), 600);
      clock.now = start + 1_000;
      assert.equal(await take(1), 0);
      clock.now = start + 1e9;
      assert.equal(await take(6), 1_000, 'no more than the burst is ever there');
      assert.equal(await take(5), 0);
      clock.now = start;
      assert.equal(await take(1), 1_000, 'nothing flows in while the clock goes back');
    });

    test('keeps documents, and counts their changes', async () => {
      const { documents } = ledger;
      const name = unique('document');
      const version = await documents.version();
      assert.equal(await documents.write(name, { a: 1 }, 'new'), true);
      assert.equal(await documents.write(name, { a: 2 }, 'new'), false);
      await documents.write(name, { a: 3 });
      assert.equal(await documents.version(), version + 2);
      assert.deepEqual((await documents.read()).get(name), { a: 3 });
    });

    test('keeps everything after it is closed and opened again', async () => {
      const one = attempt({ coupon: unique('coupon'), stock: 1 });
      const first = valueOf(await ledger.claim(one));
      await ledger.close();
      ledger = await reopen();
      const again = await ledger.claim(one);
      assert.ok(again.state === 'done' && again.replayed);
      assert.deepEqual(await ledger.holdings(one.shopper), [first]);
      assert.equal((await ledger.claim(attempt({ coupon: one.coupon, stock: 1 }))).state, 'sold-out');
    });

    test('writes every change into a chain that nothing is missing from', async () => {
      const coupon = unique('coupon');
      const claimed = valueOf(await ledger.claim(attempt({ coupon })));
      let previous = '0'.repeat(64);
      let sequence = 0;
      const events: { event: string; claim?: string }[] = [];
      for (;;) {
        const page = await ledger.audit(sequence, 100);
        if (page.length === 0) break;
        for (const entry of page) {
          assert.equal(entry.sequence, (sequence += 1));
          assert.equal(entry.previous, previous);
          previous = createHash('sha256').update(`${previous}\n${entry.at}\n${entry.events}`).digest('hex');
          assert.equal(entry.hash, previous);
          events.push(...(JSON.parse(entry.events) as typeof events));
        }
      }
      assert.equal(events.filter((event) => event.claim === claimed.id).length, 1);
      assert.deepEqual(await ledger.auditHead(), { sequence, hash: previous });
    });

    async function bookedFor(order: string): Promise<[string, string, number][]> {
      const all = await ledger.transfers({ from: '0000-01-01', to: '9999-12-31' });
      return all
        .filter((transfer) => transfer.order === order)
        .map(({ debit, credit, amount }): [string, string, number] => [debit, credit, amount])
        .sort();
    }

    /** What is left on each account; those at 0 are left out. */
    async function balances(order: string): Promise<Map<string, number>> {
      const sums = new Map<string, number>();
      for (const [debit, credit, amount] of await bookedFor(order)) {
        sums.set(debit, (sums.get(debit) ?? 0) - amount);
        sums.set(credit, (sums.get(credit) ?? 0) + amount);
      }
      return new Map([...sums].filter(([, sum]) => sum !== 0));
    }
  });
}

export function valueOf<Value>(decision: Decision<Value, string>): Value {
  assert.equal(decision.state, 'done');
  return (decision as { readonly value: Value }).value;
}

function statesOf(decisions: readonly { readonly state: string }[]): string[] {
  return decisions.map(({ state }) => state);
}

function countStates(decisions: readonly { readonly state: string }[], state: string): number {
  return statesOf(decisions).filter((each) => each === state).length;
}

/** Two units of 5,000 with 1,000 off from 8,000 on; the platform bears 60%. */
function orderWith(id: string): OrderSnapshot {
  const cart: Cart = {
    currency: 'CNY',
    lines: [{ id: 'l', product: 'p', shop: 'a', unitPrice: 5_000, quantity: 2 }],
  };
  const coupon: Coupon = {
    id,
    conditions: { minSpend: 8_000 },
    benefit: { kind: 'amount', amount: 1_000 } as Coupon['benefit'],
    funding: { platform: 60 },
  };
  const pricedAt = Date.parse('2026-11-22T12:00:00Z');
  return {
    cart,
    quote: quote(cart, [coupon], { now: pricedAt }),
    coupons: [coupon],
    policy: {},
    pricedAt,
  };
}

/** 3,000 off from 5,000 on, then 10% off what is left: alone, the 10% are more. */
function orderWithTwo([first, second]: readonly [string, string]): OrderSnapshot {
  const cart: Cart = {
    currency: 'CNY',
    lines: [
      { id: 'a', product: 'a', shop: 'a', unitPrice: 4_000, quantity: 1 },
      { id: 'b', product: 'b', shop: 'a', unitPrice: 1_000, quantity: 1 },
    ],
  };
  const coupons: Coupon[] = [
    {
      id: first,
      issuer: { shop: 'a' },
      conditions: { minSpend: 5_000 },
      benefit: { kind: 'amount', amount: 3_000 } as Coupon['benefit'],
    },
    { id: second, benefit: { kind: 'percent', percentOff: 10 } as Coupon['benefit'] },
  ];
  const pricedAt = Date.parse('2026-11-22T12:00:00Z');
  return { cart, quote: quote(cart, coupons, { now: pricedAt }), coupons, policy: {}, pricedAt };
}

/** The rules, without any of the machinery. */
function expectedStates(attempts: readonly ClaimAttempt[]): string[] {
  const granted: ClaimAttempt[] = [];
  return attempts.map((one) => {
    const before = granted.find((other) => other.shopper === one.shopper && other.key === one.key);
    if (before) return before.request === one.request ? 'done' : 'key-reused';
    const ofCoupon = granted.filter((other) => other.coupon === one.coupon);
    if (ofCoupon.filter((other) => other.shopper === one.shopper).length >= one.perShopper)
      return 'shopper-limit';
    if (ofCoupon.length >= one.stock!) return 'sold-out';
    granted.push(one);
    return 'done';
  });
}
