import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { quote, refund } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { IssueAttempt, Prize } from '../../src/server/ledgers/issuing.js';
import type { Holding, Ledger } from '../../src/server/ledgers/ledger.js';
import type { OrderSnapshot } from '../../src/server/order-snapshot.js';
import { valueOf, type ContractOptions } from './ledger-contract.js';

const hourMs = 3_600_000;
const minutesMs = 60_000;

/** What every ledger must do for campaigns. `open` gives a store. */
export function issuingContract(name: string, open: (options: ContractOptions) => Promise<Ledger>): void {
  describe(`${name} issues coupons`, () => {
    let ledger: Ledger;
    let serial = 0;
    const clock = { now: Date.parse('2026-11-22T12:00:00Z') };
    before(async () => {
      ledger = await open({ now: () => clock.now, holdMs: 15 * minutesMs, pendingMs: 10 * minutesMs });
    });
    after(() => ledger.close());

    const unique = (prefix: string): string => `${prefix}-${++serial}-${process.pid}`;
    const keyed = (subject: string) => ({ subject, key: unique('key'), request: 'same' });
    const certain = (coupon: string, more: Partial<Prize> = {}): Prize => ({
      id: 'all',
      oddsBps: 10_000,
      grants: [{ coupon }],
      worth: 0,
      ...more,
    });
    const attempt = (parts: Partial<IssueAttempt> = {}): IssueAttempt => {
      const shopper = parts.shopper ?? unique('shopper');
      return {
        campaign: 'none',
        limits: {},
        prizes: [],
        chance: 0,
        ...keyed(shopper),
        ...parts,
        shopper,
      };
    };
    const issuedOf = async (campaign: string) => (await ledger.issueCounts()).get(campaign)?.issued ?? 0;

    test('all that a prize holds, in one decision, and remembers it', async () => {
      const [campaign, shopper, first, second] = ['campaign', 'shopper', 'coupon', 'coupon'].map(unique);
      const prizes = [certain(first!, { grants: [{ coupon: first! }, { coupon: second! }], points: 30 })];
      const issue = valueOf(await ledger.issue(attempt({ campaign: campaign!, shopper: shopper!, prizes })));
      assert.equal(issue.prize, 'all');
      assert.equal(issue.points, 30);
      assert.deepEqual(
        issue.holdings.map(({ coupon, state }) => [coupon, state]),
        [
          [first, 'held'],
          [second, 'held'],
        ],
      );
      assert.deepEqual((await ledger.holdings(shopper!)).map(byId).sort(), issue.holdings.map(byId).sort());
      assert.deepEqual(await ledger.points(shopper!), { points: 30 });
      const [record, ...others] = await ledger.issues(shopper!);
      assert.deepEqual(others, []);
      assert.deepEqual(record, {
        id: issue.id,
        campaign,
        shopper,
        at: clock.now,
        day: '2026-11-22',
        prize: 'all',
        points: 30,
        claims: issue.holdings.map(byId),
      });
      assert.deepEqual((await ledger.issueCounts()).get(campaign!), {
        issued: 1,
        spent: 0,
        prizes: new Map([['all', 1]]),
      });
    });

    test('once for a key, and answers the same again', async () => {
      const [campaign, coupon] = [unique('campaign'), unique('coupon')];
      const one = attempt({ campaign, prizes: [certain(coupon)] });
      const decisions = await Promise.all(Array.from({ length: 5 }, () => ledger.issue(one)));
      const first = valueOf(decisions[0]!);
      for (const decision of decisions) assert.deepEqual(valueOf(decision), first);
      assert.equal(await issuedOf(campaign), 1);
      assert.equal((await ledger.issue({ ...one, request: 'other' })).state, 'key-reused');
    });

    test('and binds a key to one request where its effects are several', async () => {
      const one = keyed('merchant');
      const first = await ledger.begin(one);
      const again = await ledger.begin(one);
      assert.deepEqual(valueOf(first), { at: clock.now });
      assert.deepEqual([valueOf(again), again.state === 'done' && again.replayed], [valueOf(first), true]);
      assert.equal((await ledger.begin({ ...one, request: 'other' })).state, 'key-reused');
    });

    test('as often as a shopper may take part, and no more, in all and on a day', async () => {
      const [campaign, coupon, shopper] = [unique('campaign'), unique('coupon'), unique('shopper')];
      const limits = { perShopper: 3, perShopperPerDay: 2 };
      const take = () => ledger.issue(attempt({ campaign, shopper, limits, prizes: [certain(coupon)] }));
      const states = async (n: number) =>
        (await Promise.all(Array.from({ length: n }, take))).map(({ state }) => state);
      assert.deepEqual(await states(4), ['done', 'done', 'taken', 'taken']);
      clock.now += 12 * hourMs;
      assert.deepEqual(await states(3), ['done', 'taken', 'taken']);
      clock.now += 24 * hourMs;
      assert.deepEqual(await states(1), ['taken']);
      assert.equal(await issuedOf(campaign), 3);
    });

    test('once for an occasion, whoever it is for', async () => {
      const [campaign, coupon, occasion] = [unique('campaign'), unique('coupon'), unique('order')];
      const states = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const decision = await ledger.issue(attempt({ campaign, occasion, prizes: [certain(coupon)] }));
          return decision.state;
        }),
      );
      assert.deepEqual(states, ['done', 'taken', 'taken', 'taken']);
    });

    test('never more than the stock of the campaign, of a prize or of a coupon, or its budget', async () => {
      for (const limit of ['campaign', 'prize', 'coupon', 'budget'] as const) {
        const [campaign, coupon] = [unique('campaign'), unique('coupon')];
        const limits = { campaign: { stock: 7 }, budget: { budget: 7_999 }, prize: {}, coupon: {} }[limit];
        const prize = certain(coupon, {
          worth: 1_000,
          ...(limit === 'prize' && { stock: 7 }),
          ...(limit === 'coupon' && { grants: [{ coupon, stock: 7 }] }),
        });
        const decisions = await Promise.all(
          Array.from({ length: 30 }, () => ledger.issue(attempt({ campaign, limits, prizes: [prize] }))),
        );
        const done = decisions.filter(({ state }) => state === 'done').length;
        assert.equal(done, 7, limit);
        assert.ok(
          decisions.every(({ state }) => state === 'done' || state === 'sold-out'),
          limit,
        );
        assert.equal((await ledger.counts()).get(coupon)?.granted, 7, limit);
      }
    });

    test('nothing at all where one of a pack’s coupons is gone', async () => {
      const [campaign, scarce, other, shopper] = ['campaign', 'coupon', 'coupon', 'shopper'].map(unique);
      const pack = certain(scarce!, { grants: [{ coupon: other! }, { coupon: scarce!, stock: 0 }] });
      const decision = await ledger.issue(
        attempt({ campaign: campaign!, shopper: shopper!, prizes: [pack] }),
      );
      assert.equal(decision.state, 'sold-out');
      assert.deepEqual(await ledger.holdings(shopper!), []);
      assert.equal(await issuedOf(campaign!), 0);
    });

    test('the prize that the chance falls on; where that is all given, and beyond the last one, none', async () => {
      const [campaign, coupon] = [unique('campaign'), unique('coupon')];
      const prizes: Prize[] = [
        { id: 'rare', oddsBps: 100, stock: 1, grants: [{ coupon }], worth: 0 },
        { id: 'often', oddsBps: 4_900, grants: [], points: 5, worth: 0 },
      ];
      const drawn = async (chance: number) =>
        valueOf(await ledger.issue(attempt({ campaign, prizes, chance }))).prize;
      assert.equal(await drawn(0.01), 'often');
      assert.equal(await drawn(0.0099), 'rare');
      assert.equal(await drawn(0), undefined);
      assert.equal(await drawn(0.4999), 'often');
      assert.equal(await drawn(0.5), undefined);
      assert.equal(await drawn(0.9999), undefined);
      assert.equal(await issuedOf(campaign), 6);
      assert.deepEqual(
        (await ledger.issueCounts()).get(campaign)?.prizes,
        new Map([
          ['often', 2],
          ['rare', 1],
        ]),
      );
    });

    test('prizes as often as their odds say', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 2_500 }), { minLength: 1, maxLength: 4 }),
          async (odds) => {
            const campaign = unique('campaign');
            const prizes = odds.map((oddsBps, index) => ({
              id: `${index}`,
              oddsBps,
              grants: [],
              points: 1,
              worth: 0,
            }));
            // Every hundredth of the unit once.
            await Promise.all(
              Array.from({ length: 100 }, (_, index) =>
                ledger.issue(attempt({ campaign, prizes, chance: index / 100 })),
              ),
            );
            const counts = (await ledger.issueCounts()).get(campaign)!.prizes;
            odds.forEach((oddsBps, index) => {
              const drawn = counts.get(`${index}`) ?? 0;
              assert.ok(Math.abs(drawn - oddsBps / 100) <= 1, `${drawn} of ${oddsBps}`);
            });
          },
        ),
        { numRuns: 5 },
      );
    });

    test('for points, which are taken with it, and only then', async () => {
      const [campaign, coupon, shopper] = [unique('campaign'), unique('coupon'), unique('shopper')];
      await ledger.changePoints({ ...keyed('merchant'), shopper, points: 25 });
      const cost = { points: 10 };
      const take = () => ledger.issue(attempt({ campaign, shopper, cost, prizes: [certain(coupon)] }));
      const states = (await Promise.all([take(), take(), take()])).map(({ state }) => state);
      assert.deepEqual(states, ['done', 'done', 'points-too-few']);
      assert.deepEqual(await ledger.points(shopper), { points: 5 });
      const soldOut = await ledger.issue(
        attempt({ campaign: unique('campaign'), shopper, cost: { points: 5 }, limits: { stock: 0 } }),
      );
      assert.equal(soldOut.state, 'sold-out');
      assert.deepEqual(await ledger.points(shopper), { points: 5 });
    });

    describe('with a validity of their own', () => {
      test('that a claimed one can have, too, and a paid one from its payment on', async () => {
        const [coupon, shopper] = [unique('coupon'), unique('shopper')];
        const claimed = valueOf(
          await ledger.claim({ ...keyed(shopper), coupon, shopper, perShopper: 2, validForMs: hourMs }),
        );
        assert.equal(claimed.validUntil, clock.now + hourMs);
        const cost = { amount: 100 };
        const paid = valueOf(
          await ledger.claim({ ...keyed(shopper), coupon, shopper, perShopper: 2, validForMs: hourMs, cost }),
        );
        clock.now += 5 * minutesMs;
        const confirmed = valueOf(await ledger.confirmClaim({ ...keyed('merchant'), claim: paid.id }));
        assert.equal(confirmed.validUntil, clock.now + hourMs);
      });

      test('after which no order gets them', async () => {
        const [campaign, coupon, shopper] = [unique('campaign'), unique('coupon'), unique('shopper')];
        const prizes = [certain(coupon, { grants: [{ coupon, validForMs: 48 * hourMs }] })];
        const [piece] = valueOf(await ledger.issue(attempt({ campaign, shopper, prizes }))).holdings;
        assert.equal(piece!.validUntil, clock.now + 48 * hourMs);
        clock.now += 48 * hourMs;
        const parts = [{ claim: piece!.id, coupon, amount: 100 }];
        const order = orderOf(coupon, 100);
        const hold = await ledger.reserve({ ...keyed(shopper), shopper, cartHash: 'h', order, parts });
        assert.equal(hold.state, 'not-held');
      });

      test('and again only when all have expired unused', async () => {
        const [campaign, coupon, other, shopper] = ['campaign', 'coupon', 'coupon', 'shopper'].map(unique);
        const grants = [coupon!, other!].map((each) => ({ coupon: each, validForMs: hourMs }));
        const limits = { perShopper: 3, onlyAfterExpiry: true };
        const take = async () =>
          ledger.issue(
            attempt({
              campaign: campaign!,
              shopper: shopper!,
              limits,
              prizes: [certain(coupon!, { grants })],
            }),
          );
        assert.equal((await take()).state, 'done');
        assert.equal((await take()).state, 'taken');
        clock.now += hourMs;
        const [piece] = valueOf(await take()).holdings;
        assert.equal((await ledger.holdings(shopper!)).length, 4);
        await buy(shopper!, piece!, 100);
        clock.now += hourMs;
        assert.equal((await take()).state, 'taken', 'one of them was used');
      });
    });

    describe('that are store credit', () => {
      const credit = async (coupon: string, shopper: string, amount: number): Promise<Holding> => {
        const campaign = unique('campaign');
        const prizes = [certain(coupon, { grants: [{ coupon, credit: amount }] })];
        return valueOf(await ledger.issue(attempt({ campaign, shopper, prizes }))).holdings[0]!;
      };

      test('in one piece, whose balance grows', async () => {
        const [coupon, shopper] = [unique('credit'), unique('shopper')];
        const first = await credit(coupon, shopper, 500);
        const second = await credit(coupon, shopper, 700);
        assert.equal(second.id, first.id);
        assert.deepEqual(
          (await ledger.holdings(shopper)).map(({ balance }) => balance),
          [1_200],
        );
        assert.equal((await ledger.counts()).get(coupon)?.granted, 1);
      });

      test('of which there are as many pieces as the coupon’s stock, and credit is added to those', async () => {
        const [coupon, shopper] = [unique('credit'), unique('shopper')];
        const give = (to: string) =>
          ledger.issue(
            attempt({
              campaign: unique('gift'),
              shopper: to,
              prizes: [
                certain(coupon, {
                  grants: [
                    { coupon, credit: 5, stock: 1 },
                    { coupon, credit: 5, stock: 1 },
                  ],
                }),
              ],
            }),
          );
        assert.equal((await give(shopper)).state, 'done');
        assert.equal((await give(shopper)).state, 'done');
        assert.equal((await ledger.holdings(shopper))[0]!.balance, 20);
        assert.equal((await give(unique('shopper'))).state, 'sold-out');
      });

      test('of which an order takes what it needs, and what is left stays', async () => {
        const [coupon, shopper] = [unique('credit'), unique('shopper')];
        const piece = await credit(coupon, shopper, 1_000);
        await buy(shopper, piece, 400);
        const [left] = await ledger.holdings(shopper);
        assert.deepEqual([left!.state, left!.balance], ['held', 600]);
        await buy(shopper, piece, 600);
        const [none] = await ledger.holdings(shopper);
        assert.deepEqual([none!.state, none!.balance], ['used', 0]);
        assert.deepEqual([(await credit(coupon, shopper, 50)).state], ['held']);
      });

      test('never more than is there, also where the payment comes late', async () => {
        const [coupon, shopper] = [unique('credit'), unique('shopper')];
        const piece = await credit(coupon, shopper, 1_000);
        const tooMuch = await reserve(shopper, piece, 1_001);
        assert.equal(tooMuch.state, 'not-held');
        const late = valueOf(await reserve(shopper, piece, 900));
        clock.now += 16 * minutesMs;
        await buy(shopper, piece, 200);
        assert.equal((await redeem(late.id)).state, 'hold-ended');
        assert.equal((await ledger.holdings(shopper))[0]!.balance, 800);
      });

      test('which a return gives back, to the cent, and never twice', async () => {
        const [coupon, shopper] = [unique('credit'), unique('shopper')];
        const piece = await credit(coupon, shopper, 999);
        const redemption = await buy(shopper, piece, 999);
        const giveBack = async () => {
          const returned = [{ line: 'l', quantity: 1 }];
          valueOf(await ledger.reverse({ ...keyed('merchant'), redemption, returned, refund }));
          return (await ledger.holdings(shopper))[0]!;
        };
        const half = await giveBack();
        assert.equal(half.state, 'held');
        assert.ok(half.balance === 499 || half.balance === 500, `${half.balance}`);
        assert.equal((await giveBack()).balance, 999);
      });
    });

    describe('as codes of their own', () => {
      const issueCode = async (shopper: string, more: object = {}): Promise<string> => {
        const coupon = unique('coupon');
        const prizes = [certain(coupon, { grants: [{ coupon, byCode: true, ...more }] })];
        const issue = valueOf(await ledger.issue(attempt({ campaign: unique('campaign'), shopper, prizes })));
        assert.deepEqual(issue.holdings, []);
        const [{ code } = { code: '' }, ...others] = issue.codes!;
        assert.deepEqual([issue.codes![0]!.coupon, others], [coupon, []]);
        assert.equal((await ledger.counts()).get(coupon)?.granted, 1);
        return code;
      };
      const exchange = (code: string, shopper = unique('shopper')) =>
        ledger.exchangeCode({ ...keyed(shopper), code, shopper });

      test('which are whoever’s who types them first, once, however they are written', async () => {
        const buyer = unique('shopper');
        const code = await issueCode(buyer);
        assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
        assert.deepEqual(await ledger.holdings(buyer), []);
        const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `;
        const friends = Array.from({ length: 6 }, () => unique('shopper'));
        const decisions = await Promise.all(friends.map((friend) => exchange(typed, friend)));
        const got = decisions.findIndex(({ state }) => state === 'done');
        assert.equal(decisions.filter(({ state }) => state === 'done').length, 1);
        assert.ok(decisions.every(({ state }) => state === 'done' || state === 'unknown-code'));
        const held = await ledger.holdings(friends[got]!);
        assert.deepEqual(held, [valueOf(decisions[got]!)]);
        assert.equal(await ledger.findCode(code), undefined);
      });

      test('and are answered the same to whoever repeats the call', async () => {
        const code = await issueCode(unique('shopper'));
        const shopper = unique('shopper');
        const call = { ...keyed(shopper), code, shopper };
        const first = valueOf(await ledger.exchangeCode(call));
        assert.deepEqual(await ledger.exchangeCode(call), { state: 'done', value: first, replayed: true });
      });

      test('and are worth nothing when their time is over', async () => {
        const code = await issueCode(unique('shopper'), { validForMs: hourMs });
        assert.equal((await ledger.findCode(code))!.validUntil, clock.now + hourMs);
        clock.now += hourMs;
        assert.equal(await ledger.findCode(code), undefined);
        assert.equal((await exchange(code)).state, 'unknown-code');
        assert.equal((await exchange('never-made')).state, 'unknown-code');
      });

      test('and stand nowhere in the audit log', async () => {
        const code = await issueCode(unique('shopper'));
        const log = await ledger.audit(0, 100_000);
        assert.ok(!JSON.stringify(log).includes(code));
      });
    });

    describe('for invitations', () => {
      const invite = async (campaign: string, shopper: string, content?: string) =>
        valueOf(await ledger.invite({ ...keyed(shopper), campaign, shopper, ...(content && { content }) }));
      const accept = (campaign: string, invitation: string, shopper = unique('friend')) =>
        ledger.issue(attempt({ campaign, shopper, invitation, prizes: [certain('welcome')] }));

      test('of which there is one a shopper and content', async () => {
        const [campaign, shopper] = [unique('campaign'), unique('shopper')];
        const [first, again, shared] = await Promise.all([
          invite(campaign, shopper),
          invite(campaign, shopper),
          invite(campaign, shopper, '[1]'),
        ]);
        assert.match(first.code, /^[\w-]{16}$/);
        assert.equal(again.code, first.code);
        assert.notEqual(shared.code, first.code);
        assert.deepEqual(await ledger.findInvitation(shared.code), shared);
        assert.equal(await ledger.findInvitation('unknown'), undefined);
      });

      test('as quickly, however many a shopper has made', async () => {
        const [campaign, shopper] = [unique('campaign'), unique('shopper')];
        const share = () => invite(campaign, shopper, JSON.stringify([unique('x'.repeat(10_000))]));
        const timeOf = async (act: () => Promise<unknown>): Promise<number> => {
          const started = performance.now();
          for (let turn = 0; turn < 10; turn++) await act();
          return performance.now() - started;
        };
        await share();
        const before = await timeOf(share);
        for (let round = 0; round < 6; round++) await Promise.all(Array.from({ length: 250 }, share));
        const after = await timeOf(share);
        assert.ok(after < 4 * before, `${after} ms, and ${before} ms before`);
      });

      test('and counts by themselves what a shopper accepts and what friends bring', async () => {
        const [campaign, inviter] = [unique('campaign'), unique('shopper')];
        const { code } = await invite(campaign, unique('shopper'));
        assert.equal((await accept(campaign, code, inviter)).state, 'done');
        const reward = (limits: IssueAttempt['limits']) =>
          ledger.issue(
            attempt({
              campaign,
              shopper: inviter,
              occasion: unique('friend'),
              limits,
              prizes: [certain('thanks')],
            }),
          );
        assert.equal((await reward({ perShopper: 1, perShopperPerDay: 1 })).state, 'done');
        assert.equal((await reward({ perShopper: 1 })).state, 'taken');
        assert.equal((await reward({ perShopperPerDay: 1 })).state, 'taken');
        assert.equal((await reward({ perShopper: 2, perShopperPerDay: 2 })).state, 'done');
      });

      test('once a friend, never to oneself, and not of another campaign', async () => {
        const [campaign, inviter, friend] = [unique('campaign'), unique('shopper'), unique('friend')];
        const { code } = await invite(campaign, inviter);
        const { code: other } = await invite(campaign, unique('shopper'));
        assert.equal((await accept(campaign, code, inviter)).state, 'own-invitation');
        assert.equal((await accept(campaign, 'unknown')).state, 'unknown-invitation');
        assert.equal((await accept(unique('campaign'), code)).state, 'unknown-invitation');
        assert.equal((await accept(campaign, code, friend)).state, 'done');
        assert.equal((await accept(campaign, code, friend)).state, 'already-invited');
        assert.equal((await accept(campaign, other, friend)).state, 'already-invited');
        assert.deepEqual(await ledger.friends(inviter), [
          { campaign, invitation: code, shopper: friend, at: clock.now },
        ]);
        const [record] = await ledger.issues(friend);
        assert.equal(record!.invitation, code);
      });
    });

    const reserve = (shopper: string, { id: claim, coupon }: Holding, amount: number) =>
      ledger.reserve({
        ...keyed(shopper),
        shopper,
        cartHash: 'h',
        order: orderOf(coupon, amount),
        parts: [{ claim, coupon, amount }],
      });
    const redeem = (hold: string) =>
      ledger.redeem({ ...keyed('merchant'), hold, order: unique('order'), cartHash: 'h' });
    const buy = async (shopper: string, piece: Holding, amount: number): Promise<string> => {
      const hold = valueOf(await reserve(shopper, piece, amount));
      return valueOf(await redeem(hold.id)).id;
    };
  });
}

const byId = ({ id }: Holding): string => id;

/** Two units of 5,000, of which a payment coupon takes an amount. */
function orderOf(id: string, amount: number): OrderSnapshot {
  const cart: Cart = {
    currency: 'CNY',
    lines: [{ id: 'l', product: 'p', unitPrice: 5_000, quantity: 2 }],
  };
  const coupon: Coupon = {
    id,
    layer: 'payment',
    benefit: { kind: 'amount', amount } as Coupon['benefit'],
  };
  const pricedAt = Date.parse('2026-11-22T12:00:00Z');
  return { cart, quote: quote(cart, [coupon], { now: pricedAt }), coupons: [coupon], policy: {}, pricedAt };
}
