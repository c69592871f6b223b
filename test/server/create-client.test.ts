import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CouponServerError,
  createClient,
  type Campaign,
  type Client,
  type CouponEntry,
  type Redemption,
} from '../../src/server/index.js';
import { openShop, type Shop } from './open-shop.js';
import { coupons, newKey, reserve } from './place-order.js';

const server = 'https://coupons.example';
const paid: CouponEntry = {
  coupon: { id: 'voucher', benefit: { kind: 'amount', amount: 1000 } as { kind: string } },
  claim: { cost: { amount: 990 } },
};
const minutes = 60_000;
const amountOff = (id: string, more: object = {}) => ({
  id,
  benefit: { kind: 'amount', amount: 500 } as { kind: string },
  ...more,
});
const gifts: CouponEntry[] = [
  { coupon: amountOff('next', { code: 'NEXT5' }), claim: {} },
  { coupon: amountOff('sorry'), claim: { hidden: true } },
];
const campaigns: Campaign[] = [
  { id: 'next', kind: 'trigger', on: 'registration', rewards: [{ coupon: 'next' }] },
  { id: 'recall', kind: 'trigger', on: 'abandonment', rewards: [{ coupon: 'sorry' }] },
  { id: 'sorry', kind: 'push', rewards: [{ coupon: 'sorry' }], limits: { stock: 2 } },
  { id: 'later', kind: 'push', rewards: [{ coupon: 'sorry' }], opensAt: '2099-01-01T00:00:00Z' },
];

describe('the client of a merchant’s backend, in the server’s process', () => {
  let shop: Shop;
  let client: Client;
  let lastKey: string | null;

  before(async () => {
    shop = await openShop([...coupons, paid, ...gifts], { campaigns });
    client = createClient({
      server,
      secretKey: shop.keys.secret,
      fetch: (request) => {
        lastKey = request.headers.get('idempotency-key');
        return shop.fetch(request);
      },
    });
  });
  after(() => shop.close());

  let shoppers = 0;
  const reserved = async () => {
    const sub = `shopper-${++shoppers}`;
    const token = await shop.shopperToken({ sub });
    const { hold, cartHash } = await reserve(shop, token, ['tea-off', 'delivery']);
    return { hold: hold.id, cartHash, order: `order-${shoppers}`, token, sub };
  };
  const redeemed = async () => {
    const { hold, cartHash, order, token } = await reserved();
    const outcome = await client.redeem({ hold, cartHash, order });
    assert.ok(outcome.ok);
    return { hold, cartHash, order, token, redemption: outcome.value };
  };

  test('redeems a paid order', async () => {
    const { hold, order, redemption } = await redeemed();
    const { id, total, currency, late } = redemption;
    assert.deepEqual(
      { id, order: redemption.order, total, currency, late },
      { id: hold, order, total: 28_600, currency: 'CNY', late: false },
    );
    assert.deepEqual(redemption.coupons, [
      { coupon: 'tea-off', amount: 2000 },
      { coupon: 'delivery', amount: 600 },
    ]);
  });

  test('derives the key of a redemption from what is asked, in every process alike', async () => {
    const { hold, cartHash, order } = await reserved();
    const first = await client.redeem({ hold, cartHash, order });
    const key = lastKey;
    const other = createClient({
      server,
      secretKey: shop.keys.secret,
      fetch: (request) => {
        assert.equal(request.headers.get('idempotency-key'), key);
        return shop.fetch(request);
      },
    });
    const again = await other.redeem({ cartHash, order, hold });
    assert.ok(first.ok && again.ok);
    assert.deepEqual([first.replayed, again.replayed], [false, true]);
    assert.deepEqual(again.value, first.value);
  });

  test('gives a refused redemption as a value', async () => {
    const { hold, cartHash, order } = await reserved();
    const changed = cartHash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    assert.deepEqual(await client.redeem({ hold, order, cartHash: changed }), {
      ok: false,
      code: 'cart-changed',
    });
    assert.deepEqual(await client.redeem({ hold: 'none', order, cartHash }), {
      ok: false,
      code: 'unknown-hold',
    });
    assert.ok((await client.redeem({ hold, order, cartHash })).ok);
    assert.deepEqual(await client.redeem({ hold, order: `${order}-b`, cartHash }), {
      ok: false,
      code: 'other-order',
    });
  });

  test('says of a late payment whether it was taken', async () => {
    const one = await reserved();
    shop.now += 16 * minutes;
    const late = await client.redeem(one);
    assert.ok(late.ok && late.value.late);
  });

  test('reverses some of an order, then the rest of it', async () => {
    const { hold } = await redeemed();
    const tea = { returned: [{ line: 'a', quantity: 1 }] };
    const first = await client.reverse(hold, tea, { idempotencyKey: newKey() });
    assert.ok(first.ok);
    assert.deepEqual([first.value.complete, first.value.returned], [false, []]);
    const rest = await client.reverse(hold, {}, { idempotencyKey: newKey() });
    assert.ok(rest.ok);
    assert.equal(first.value.refund.amount + rest.value.refund.amount, 28_600);
    assert.deepEqual([rest.value.complete, [...rest.value.returned].sort()], [true, ['delivery', 'tea-off']]);
  });

  test('tells two equal returns from one that is repeated, by their keys', async () => {
    const { hold } = await redeemed();
    const tea = { returned: [{ line: 'a', quantity: 1 }] };
    const idempotencyKey = newKey();
    const first = await client.reverse(hold, tea, { idempotencyKey });
    const again = await client.reverse(hold, tea, { idempotencyKey });
    const second = await client.reverse(hold, tea, { idempotencyKey: newKey() });
    assert.ok(first.ok && again.ok && second.ok);
    assert.deepEqual(again.value, first.value);
    assert.notEqual(second.value.id, first.value.id);
    assert.deepEqual(await client.reverse(hold, tea, { idempotencyKey: newKey() }), {
      ok: false,
      code: 'more-than-remains',
    });
  });

  test('gives a refused reversal as a value', async () => {
    const { hold } = await redeemed();
    const refused = async (back: Parameters<Client['reverse']>[1], id = hold) => {
      const outcome = await client.reverse(id, back, { idempotencyKey: newKey() });
      return outcome.ok ? 'done' : outcome.code;
    };
    assert.equal(await refused({}, 'none'), 'unknown-redemption');
    assert.equal(await refused({ returned: [{ line: 'z', quantity: 1 }] }), 'unknown-line');
    assert.equal(await refused({ returned: [{ line: 'a', quantity: 3 }] }), 'more-than-remains');
    assert.equal(await refused({ returned: [{ line: 'a', quantity: 1 }], mode: 'recalculated' }), 'done');
    assert.equal(await refused({ mode: 'proportional' }), 'other-mode');
  });

  test('releases a hold whose payment has failed, once', async () => {
    const { hold } = await reserved();
    const outcome = await client.release(hold);
    assert.ok(outcome.ok);
    assert.equal(outcome.value.state, 'released');
    assert.ok((await client.release(hold)).ok);
    assert.deepEqual(await client.release('none'), { ok: false, code: 'unknown-hold' });
    const { hold: used } = await redeemed();
    assert.deepEqual(await client.release(used), { ok: false, code: 'hold-ended' });
  });

  test('finds what a hold stands for, and what has become of it', async () => {
    const { hold, cartHash, order, sub } = await reserved();
    const before = await client.findHold(hold);
    assert.ok(before.ok);
    const { shopper, total, currency, redemption, reversals } = before.value;
    assert.deepEqual(
      { state: before.value.hold.state, shopper, cartHash: before.value.cartHash, total, currency },
      { state: 'reserved', shopper: `shopper:${sub}`, cartHash, total: 28_600, currency: 'CNY' },
    );
    assert.deepEqual([redemption, reversals], [undefined, []]);
    await client.redeem({ hold, cartHash, order });
    await client.reverse(hold, {}, { idempotencyKey: newKey() });
    const after = await client.findHold(hold);
    assert.ok(after.ok);
    assert.equal(after.value.hold.state, 'reversed');
    assert.equal((after.value.redemption as Redemption).order, order);
    assert.equal(after.value.reversals.length, 1);
    assert.deepEqual(await client.findHold('none'), { ok: false, code: 'unknown-hold' });
  });

  test('confirms a claim that is paid', async () => {
    const token = await shop.shopperToken({ sub: 'buyer' });
    const { body } = await shop.post('/v1/claims', { offer: 'voucher' }, { token, key: newKey() });
    assert.equal(body.held.state, 'pending');
    const outcome = await client.confirmClaim(body.held.id as string);
    assert.ok(outcome.ok);
    assert.deepEqual([outcome.value.id, outcome.value.state], [body.held.id, 'held']);
    assert.deepEqual(await client.confirmClaim('none'), { ok: false, code: 'unknown-claim' });
  });

  test('gives points, and takes no more than there are', async () => {
    const change = (points: number, idempotencyKey = newKey()) =>
      client.changePoints({ shopper: 'collector', points }, { idempotencyKey });
    const given = await change(500, 'birthday');
    assert.ok(given.ok);
    assert.equal(given.value.points, 500);
    assert.ok((await change(500, 'birthday')).ok);
    assert.deepEqual(await change(-501), { ok: false, code: 'points-too-few' });
    const taken = await change(-500);
    assert.ok(taken.ok && taken.value.points === 0);
  });

  test('reads statements by shop and day', async () => {
    await redeemed();
    const day = new Date(shop.now).toISOString().slice(0, 10);
    const statements = await client.settlements({ from: day, to: day });
    assert.ok(statements.some(({ shop: of, redemptions }) => of === 'north' && redemptions > 0));
    assert.deepEqual(
      (await client.settlements({ from: day, to: day, shop: 'south' })).map(({ shop: of }) => of),
      ['south'],
    );
  });

  test('compares the orders of both books', async () => {
    const { order, redemption } = await redeemed();
    const { redemption: other, order: otherOrder } = await redeemed();
    const day = new Date(shop.now).toISOString().slice(0, 10);
    const { matched, onlyOurs, onlyTheirs, different } = await client.reconcile({ from: day, to: day }, [
      { order, paid: redemption.total, currency: 'CNY' },
      { order: otherOrder, paid: other.total - 1 },
      { order: 'nobody’s', paid: 100 },
    ]);
    assert.equal(matched, 1);
    assert.ok(onlyOurs.every((each) => each.order !== order));
    assert.deepEqual(
      onlyTheirs.map((each) => each.order),
      ['nobody’s'],
    );
    assert.deepEqual(
      different.map((each) => [each.order, each.difference.paid]),
      [[otherOrder, 1]],
    );
  });

  test('reads what became of each coupon', async () => {
    await redeemed();
    const standings = await client.reports();
    const tea = standings.find(({ coupon }) => coupon === 'tea-off');
    assert.ok(tea && tea.redeemed > 0 && tea.claimed >= tea.redeemed);
    assert.equal(tea.redemptionRateBps, Math.round((tea.redeemed / tea.claimed) * 10_000));
    assert.equal(tea.discount[0]?.currency, 'CNY');
  });

  test('says what has happened, and hears what that brought', async () => {
    const event = { on: 'registration', shopper: 'new-one' } as const;
    const first = await client.trigger(event);
    const again = await client.trigger(event);
    assert.ok(first.ok && again.ok);
    assert.deepEqual([first.replayed, again.replayed], [false, true]);
    const [outcome] = first.value;
    assert.ok(outcome?.state === 'issued');
    assert.deepEqual(
      [outcome.campaign, outcome.shopper, outcome.fresh, outcome.codes],
      ['next', 'shopper:new-one', true, [{ coupon: 'next', code: 'NEXT5' }]],
    );
    assert.equal(outcome.participation.held[0]?.coupon.id, 'next');
    const nothing = await client.trigger({ on: 'order', shopper: 'new-one', order: 'T-1', amount: 5 });
    assert.ok(nothing.ok && nothing.value.length === 0);
  });

  test('wants a key for a cart without a number, since two that are abandoned are two', async () => {
    const event = { on: 'abandonment', shopper: 'leaver' } as const;
    await assert.rejects(client.trigger(event), { argument: 'idempotencyKey' });
    const keyed = await client.trigger(event, { idempotencyKey: newKey() });
    assert.ok(keyed.ok && keyed.value[0]?.state === 'issued');
    const numbered = await client.trigger({ ...event, order: 'C-1' });
    assert.ok(numbered.ok && numbered.value[0]?.state === 'taken');
  });

  test('gives to a list of shoppers, with an outcome each', async () => {
    const shoppers = ['one', 'two', 'three'];
    const outcome = await client.issue({ campaign: 'sorry', shoppers });
    assert.ok(outcome.ok);
    assert.deepEqual(
      outcome.value.map(({ shopper, state }) => [shopper, state]),
      [
        ['shopper:one', 'issued'],
        ['shopper:two', 'issued'],
        ['shopper:three', 'sold-out'],
      ],
    );
    assert.deepEqual(await client.issue({ campaign: 'none', shoppers }), {
      ok: false,
      code: 'unknown-campaign',
    });
    assert.deepEqual(await client.issue({ campaign: 'later', shoppers }), { ok: false, code: 'upcoming' });
    const report = (await client.campaignReports()).find(({ campaign }) => campaign === 'sorry');
    assert.deepEqual(report, { campaign: 'sorry', issued: 2, spent: 1_000, prizes: { rewards: 2 } });
  });

  test('defines a campaign, and says where one is wrong', async () => {
    const pack: Campaign = { id: 'a pack', kind: 'pack', rewards: [{ coupon: 'sorry' }] };
    const put = await client.putCampaign(pack);
    assert.deepEqual([put.campaign, put.warnings], [pack, []]);
    assert.match(put.version, /^[0-9a-f]{16}$/);
    await assert.rejects(
      client.putCampaign({ ...pack, rewards: [{ coupon: 'none' }] }),
      (error) => error instanceof CouponServerError && /rewards\[0\]\.coupon/.test(error.message),
    );
  });

  test('throws where the server does not understand, or has another key', async () => {
    const isFault = (kind: string, code: string) => (error: unknown) =>
      error instanceof CouponServerError && error.kind === kind && error.code === code;
    await assert.rejects(
      client.redeem({ hold: 'h', order: 'o', cartHash: 'no hash' }),
      isFault('invalid-request', 'invalid-request'),
    );
    const { hold: id } = await redeemed();
    const { hold: other } = await redeemed();
    const idempotencyKey = newKey();
    await client.reverse(id, {}, { idempotencyKey });
    await assert.rejects(
      client.reverse(other, {}, { idempotencyKey }),
      isFault('invalid-request', 'idempotency-key-reused'),
    );
    const stranger = createClient({
      server,
      secretKey: 'sk_stranger',
      fetch: (request) => shop.fetch(request),
    });
    await assert.rejects(
      stranger.redeem({ hold: id, order: 'o', cartHash: '0'.repeat(64) }),
      isFault('unauthorized', 'unauthorized'),
    );
  });

  test('is not made without an address, a secret key, or a key where one is needed', async () => {
    const isMistake = (argument: string) => (error: unknown) =>
      (error as { argument?: string }).argument === argument;
    assert.throws(() => createClient({ server: 'coupons', secretKey: 'sk_1' }), isMistake('server'));
    assert.throws(() => createClient({ server, secretKey: 'pk_1' }), isMistake('secretKey'));
    for (const key of ['', 'ä', 'a b', 'x'.repeat(129), undefined as unknown as string]) {
      await assert.rejects(client.reverse('r', {}, { idempotencyKey: key }), isMistake('idempotencyKey'));
    }
  });

  test('works below a path, where the handler has one', async () => {
    const below = await openShop(coupons, { basePath: '/coupons' });
    const asked = createClient({
      server: `${server}/coupons/`,
      secretKey: below.keys.secret,
      fetch: (request) => below.fetch(request),
    });
    assert.deepEqual(await asked.findHold('none'), { ok: false, code: 'unknown-hold' });
    await below.close();
  });
});
