import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LedgerUnavailableError, type Ledger } from '../../src/server/index.js';
import type { IssueAttempt } from '../../src/server/ledgers/issuing.js';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';
import { coupons as orderCoupons, newKey, reserve } from './place-order.js';

const coupons = [
  ...orderCoupons,
  off('next', 500, { code: 'NEXT5' }),
  off('welcome'),
  off('back'),
  off('receipt'),
];
const rewards = ['next'];
const campaigns = [
  {
    id: 'next',
    kind: 'trigger',
    on: 'order',
    minSpend: 20_000,
    currency: 'CNY',
    rewards: [{ coupon: 'next', validHours: 720 }],
  },
  { id: 'first', kind: 'trigger', on: 'order', first: true, rewards: ['welcome'] },
  { id: 'joined', kind: 'trigger', on: 'registration', rewards: ['welcome'] },
  {
    id: 'recall',
    kind: 'trigger',
    on: 'abandonment',
    limits: { perShopper: 2, perShopperPerDay: 1 },
    rewards: ['back'],
  },
  { id: 'members', kind: 'trigger', on: 'order', shopperTags: ['member'], limits: { stock: 1 }, rewards },
  {
    id: 'receipt',
    kind: 'trigger',
    on: 'order',
    shopperTags: ['paper'],
    rewards: [{ coupon: 'receipt', byCode: true, validHours: 720 }],
  },
  { id: 'later', kind: 'trigger', on: 'order', opensAt: '2027-01-01T00:00:00Z', rewards },
  { id: 'off', kind: 'trigger', on: 'order', disabled: true, rewards },
  { id: 'named', kind: 'trigger', on: 'order', shoppers: ['nobody'], rewards },
];

interface Outcome {
  readonly campaign: string;
  readonly state: string;
  readonly fresh?: boolean;
}

describe('triggers', () => {
  let shop: CampaignShop;
  let serial = 0;
  before(async () => {
    shop = await openCampaigns(coupons, campaigns, { onFault: (fault) => assert.fail(fault as Error) });
  });
  after(() => shop.close());
  const fire = async (event: object, key?: string) => {
    const { status, body } = await shop.ask('/v1/triggers', event, key);
    assert.ok(status === 201 || status === 200, JSON.stringify(body));
    return (body.outcomes as Outcome[]).map(({ campaign, state, fresh }) => [campaign, state, fresh]);
  };
  const someone = (): string => `sub-${++serial}`;
  const order = (more: object = {}) => ({ on: 'order', shopper: someone(), order: `O-${++serial}`, ...more });

  test('of an order give what it is large enough for, and say what, with its code', async () => {
    const event = order({ amount: 20_000, currency: 'CNY' });
    const { status, body } = await shop.ask('/v1/triggers', event);
    assert.equal(status, 201);
    assert.equal(body.outcomes.length, 1);
    const [{ participation, ...outcome }] = body.outcomes;
    assert.deepEqual(outcome, {
      campaign: 'next',
      shopper: `shopper:${event.shopper}`,
      state: 'issued',
      fresh: true,
      codes: [{ coupon: 'next', code: 'NEXT5' }],
    });
    assert.equal(participation.held[0].validUntil, '2026-12-21T12:00:00+00:00');
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), ['next']);
    assert.deepEqual(await fire(order({ amount: 19_999, currency: 'CNY' })), []);
    assert.deepEqual(await fire(order({ amount: 20_000, currency: 'JPY' })), []);
    assert.deepEqual(await fire(order()), []);
  });

  test('bring a code of its own for a receipt, which works once, for whoever types it first', async () => {
    const event = order({ tags: ['paper'] });
    const { body } = await shop.ask('/v1/triggers', event);
    const [{ codes, participation }] = body.outcomes;
    const [{ coupon, code }] = codes;
    assert.equal(coupon, 'receipt');
    assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    assert.deepEqual(participation.held, []);
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), []);
    const again = await shop.ask('/v1/triggers', event);
    assert.deepEqual(again.body.outcomes[0].codes, codes, 'the next mail says the same');

    const [friend, late] = [await shop.session(), await shop.session()];
    const type = (token: string, key: string, typed: string = code) =>
      shop.post('/v1/exchanges', { code: typed }, { token, key });
    const got = await type(friend, 'first', code.toLowerCase());
    assert.equal(got.status, 201);
    assert.equal(got.body.held.coupon.id, 'receipt');
    assert.equal(got.body.held.validUntil, '2026-12-21T12:00:00+00:00');
    assert.deepEqual(await shop.walletOf(friend), ['receipt']);
    const replayed = await type(friend, 'first', code.toLowerCase());
    assert.deepEqual([replayed.status, replayed.body], [200, got.body]);
    const refused = await type(late, 'second');
    assert.deepEqual([refused.status, refused.body.code], [404, 'unknown-code']);
  });

  test('of one order have one effect, whatever the key, and whoever it is said to be of', async () => {
    const event = order({ amount: 20_000, currency: 'CNY' });
    assert.deepEqual(await fire(event), [['next', 'issued', true]]);
    assert.deepEqual(await fire(event), [['next', 'issued', false]]);
    assert.deepEqual(await fire({ ...event, shopper: someone() }), [['next', 'taken', undefined]]);
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), ['next']);
    assert.deepEqual(await fire(order({ ...event, order: `O-${++serial}` })), [['next', 'issued', true]]);
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), ['next', 'next']);
  });

  test('at once give one, too', async () => {
    const event = order({ amount: 20_000, currency: 'CNY' });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => fire(event)));
    assert.equal(outcomes.filter(([first]) => first?.[2] === true).length, 1);
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), ['next']);
  });

  test('belong to their key', async () => {
    const [event, key] = [order({ amount: 20_000, currency: 'CNY' }), newKey()];
    const first = await shop.ask('/v1/triggers', event, key);
    const again = await shop.ask('/v1/triggers', event, key);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
    assert.deepEqual(again.body.outcomes[0].participation, first.body.outcomes[0].participation);
    const other = await shop.ask('/v1/triggers', order({ orders: 0 }), key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency-key-reused']);
  });

  test('of a first order need to know that it is one', async () => {
    assert.deepEqual(await fire(order({ orders: 0 })), [['first', 'issued', true]]);
    assert.deepEqual(await fire(order({ orders: 1 })), []);
    const shopper = someone();
    assert.deepEqual(await fire(order({ orders: 0, shopper })), [['first', 'issued', true]]);
    assert.deepEqual(await fire(order({ orders: 0, shopper })), [['first', 'taken', undefined]]);
  });

  test('of a registration give once', async () => {
    const event = { on: 'registration', shopper: someone() };
    assert.deepEqual(await fire(event), [['joined', 'issued', true]]);
    assert.deepEqual(await fire(event), [['joined', 'issued', false]]);
    assert.deepEqual(await shop.walletOf(await shop.signIn(event.shopper)), ['welcome']);
  });

  test('of an abandoned cart give once a cart, and within their limits', async () => {
    const shopper = someone();
    const abandon = (order?: string) => fire({ on: 'abandonment', shopper, ...(order && { order }) });
    assert.deepEqual(await abandon('C-1'), [['recall', 'issued', true]]);
    assert.deepEqual(await abandon('C-1'), [['recall', 'issued', false]]);
    assert.deepEqual(await abandon('C-2'), [['recall', 'taken', undefined]]);
    shop.now += 24 * 3_600_000;
    assert.deepEqual(await abandon(), [['recall', 'issued', true]]);
    shop.now += 24 * 3_600_000;
    assert.deepEqual(await abandon(), [['recall', 'taken', undefined]]);
    shop.now -= 48 * 3_600_000;
  });

  test('go by tags where a campaign asks for them, and by its stock', async () => {
    assert.deepEqual(await fire(order({ tags: ['guest'] })), []);
    assert.deepEqual(await fire(order({ tags: ['guest', 'member'] })), [['members', 'issued', true]]);
    assert.deepEqual(await fire(order({ tags: ['member'] })), [['members', 'sold-out', undefined]]);
  });

  for (const [body, path] of [
    [{}, 'on'],
    [{ on: 'visit', shopper: 'a' }, 'on'],
    [{ on: 'registration' }, 'shopper'],
    [{ on: 'order', shopper: 'a' }, 'order'],
    [{ on: 'order', shopper: 'a', order: 'o', amount: -1 }, 'amount'],
    [{ on: 'order', shopper: 'a', order: 'o', currency: 'yuan' }, 'currency'],
    [{ on: 'order', shopper: 'a', order: 'o', orders: 0.5 }, 'orders'],
    [{ on: 'order', shopper: 'a', order: 'o', tags: 'member' }, 'tags'],
    [[], ''],
  ] as const) {
    test(`name what is wrong with ${JSON.stringify(body)}`, async () => {
      const answer = await shop.ask('/v1/triggers', body);
      assert.equal(answer.status, 422);
      assert.equal(answer.body.problems[0].path, path);
    });
  }

  describe('by a redemption', () => {
    const redeem = async (token: string, number = `R-${++serial}`) => {
      const { hold, cartHash } = await reserve(shop, token, ['tea-off', 'delivery']);
      const body = { hold: hold.id, order: number, cartHash };
      return { body, answer: await shop.ask('/v1/redemptions', body, `redeem ${number}`.replace(' ', '-')) };
    };

    test('are the same as those that the merchant reports', async () => {
      const shopper = someone();
      const { body, answer } = await redeem(await shop.signIn(shopper, { orders: 0 }));
      assert.equal(answer.status, 201, JSON.stringify(answer.body));
      const states = (outcomes: readonly Outcome[]) =>
        outcomes.map(({ campaign, state, fresh }) => [campaign, state, fresh]);
      assert.deepEqual(states(answer.body.outcomes), [
        ['next', 'issued', true],
        ['first', 'issued', true],
      ]);
      const event = { on: 'order', shopper, order: body.order, amount: 28_600, currency: 'CNY', orders: 0 };
      assert.deepEqual(await fire(event), [
        ['next', 'issued', false],
        ['first', 'issued', false],
      ]);
      assert.deepEqual(await shop.walletOf(await shop.signIn(shopper)), [
        'delivery',
        'next',
        'tea-off',
        'welcome',
      ]);
    });

    test('go to an anonymous shopper, too, of whom nothing else is known', async () => {
      const token = await shop.session();
      const { answer } = await redeem(token);
      assert.deepEqual(
        answer.body.outcomes.map(({ campaign }: Outcome) => campaign),
        ['next'],
      );
      assert.ok((await shop.walletOf(token)).includes('next'));
    });

    test('that are for signed-in shoppers go to no anonymous one', async () => {
      const signed = { id: 'signed', kind: 'trigger', on: 'order', audience: 'signed-in', rewards };
      const own = await openCampaigns(coupons, [signed], { ledger: shop.ledger, keys: shop.keys });
      const outcomesOf = async (token: string): Promise<readonly Outcome[]> => {
        const { hold, cartHash } = await reserve(own, token, ['tea-off']);
        const body = { hold: hold.id, order: `R-${++serial}`, cartHash };
        return (await own.ask('/v1/redemptions', body)).body.outcomes ?? [];
      };
      assert.deepEqual(await outcomesOf(await own.session()), []);
      const [outcome] = await outcomesOf(await own.signIn(someone()));
      assert.equal(outcome!.state, 'issued');
      await own.close();
    });

    test('are said again where the redemption is repeated', async () => {
      const { body, answer } = await redeem(await shop.signIn(someone()));
      const again = await shop.ask('/v1/redemptions', body);
      assert.equal(again.status, 200);
      assert.deepEqual(again.body.redemption, answer.body.redemption);
      assert.deepEqual(again.body.outcomes[0].participation.id, answer.body.outcomes[0].participation.id);
    });

    test('that are lost in a crash come with the repetition', async () => {
      let crashes = true;
      const ledger = new Proxy(shop.ledger, {
        get(target, name: keyof Ledger) {
          if (name !== 'issue') return target[name];
          return async (attempt: IssueAttempt) => {
            if (crashes) throw new LedgerUnavailableError('crash');
            return target.issue(attempt);
          };
        },
      });
      const own = await openCampaigns(coupons, campaigns, { ledger, keys: shop.keys });
      const token = await own.signIn(someone());
      const { hold, cartHash } = await reserve(own, token, ['tea-off']);
      const body = { hold: hold.id, order: `R-${++serial}`, cartHash };
      assert.equal((await own.ask('/v1/redemptions', body, 'once')).status, 503);
      crashes = false;
      const again = await own.ask('/v1/redemptions', body, 'once');
      assert.equal(again.status, 200);
      assert.deepEqual(
        again.body.outcomes.map(({ campaign, fresh }: Outcome) => [campaign, fresh]),
        [['next', true]],
      );
      await own.close();
    });
  });

  test('ask the store nothing more where no campaign waits for orders', async () => {
    const asked: string[] = [];
    const ledger = new Proxy(shop.ledger, {
      get(target, name: keyof Ledger) {
        const method = target[name];
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          asked.push(name);
          return (method as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
    const own = await openCampaigns(orderCoupons, [], { ledger, keys: shop.keys });
    const { hold, cartHash } = await reserve(own, await own.signIn(someone()), ['tea-off']);
    asked.length = 0;
    const { body } = await own.ask('/v1/redemptions', { hold: hold.id, order: `R-${++serial}`, cartHash });
    assert.deepEqual(Object.keys(body), ['redemption']);
    assert.deepEqual(
      asked.filter((name) => name !== 'version' && name !== 'takeTokens'),
      ['redeem'],
    );
    await own.close();
  });
});
