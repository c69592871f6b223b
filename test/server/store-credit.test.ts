import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CouponEntry, Ledger } from '../../src/server/index.js';
import type { OffersAnswer } from '../../src/protocol/messages.js';
import type { Grant } from '../../src/server/ledgers/issuing.js';
import { noon, openShop, type Shop } from './open-shop.js';
import { cart, cartHashOf, newKey, price } from './place-order.js';

const hourMs = 3_600_000;
const goods = 30_600;
const delivery = 600;

const coupons: readonly CouponEntry[] = [
  {
    coupon: {
      id: 'credit',
      layer: 'payment',
      benefit: { kind: 'amount', amount: 1 } as CouponEntry['coupon']['benefit'],
    },
    claim: { credit: true, hidden: true },
  },
  {
    coupon: { id: 'brief', benefit: { kind: 'amount', amount: 700 } as CouponEntry['coupon']['benefit'] },
    claim: { hidden: true },
  },
];

describe('what a campaign gives', () => {
  let shop: Shop;
  before(async () => void (shop = await openShop(coupons, { timeZone: 'Asia/Shanghai' })));
  after(() => shop.close());

  const issue = async (sub: string, grant: Grant) => give(shop.ledger, `shopper:${sub}`, grant);
  const wallet = async (token: string) =>
    (await shop.post<OffersAnswer>('/v1/offers', {}, { token })).body.wallet;
  const order = async (token: string, verdict: { readonly token: string }) => {
    const { body } = await shop.post(
      '/v1/reservations',
      { token: verdict.token, cart },
      { token, key: newKey() },
    );
    const redeemed = await shop.post(
      '/v1/redemptions',
      { hold: body.hold.id, order: newKey(), cartHash: cartHashOf(verdict.token) },
      { secret: true, key: newKey() },
    );
    assert.equal(redeemed.status, 201, JSON.stringify(redeemed.body));
    return redeemed.body.redemption as { readonly id: string; readonly total: number };
  };

  test('as store credit pays for goods, not for delivery, up to its balance, over several orders', async () => {
    const token = await shop.shopperToken({ sub: 'ann' });
    await issue('ann', { coupon: 'credit', credit: goods + 5_000 });
    const [held] = await wallet(token);
    assert.deepEqual(
      [held!.state, held!.coupon.layer, held!.coupon.benefit],
      ['held', 'payment', { kind: 'amount', amount: goods + 5_000 }],
    );

    const first = await price(shop, token, ['credit']);
    assert.equal(first.totals.payable, delivery);
    const free = await order(token, first);
    assert.equal(free.total, delivery);
    const left = 5_000;
    const [rest] = await wallet(token);
    assert.deepEqual([rest!.coupon.benefit, rest!.balance], [{ kind: 'amount', amount: left }, left]);

    const second = await price(shop, token, ['credit']);
    assert.equal(second.totals.payable, goods - left + delivery);
    const paid = await order(token, second);
    const [used] = await wallet(token);
    assert.equal(used!.state, 'used');

    const back = await shop.post(`/v1/redemptions/${paid.id}/reversals`, {}, { secret: true, key: newKey() });
    assert.equal(back.status, 201);
    assert.equal(back.body.reversal.refund.amount, paid.total);
    const [again] = await wallet(token);
    assert.deepEqual([again!.state, again!.coupon.benefit], ['held', { kind: 'amount', amount: left }]);
  });

  test('is confirmed by no more than there is, where two carts want the same credit', async () => {
    const token = await shop.shopperToken({ sub: 'bob' });
    await issue('bob', { coupon: 'credit', credit: 1_000 });
    const [one, two] = [await price(shop, token, ['credit']), await price(shop, token, ['credit'])];
    await order(token, one);
    const late = await shop.post('/v1/reservations', { token: two.token, cart }, { token, key: newKey() });
    assert.equal(late.status, 409);
    assert.equal(late.body.code, 'not-held');
  });

  test('ends by the shop’s clock when its own time is over, and then says so', async () => {
    const token = await shop.shopperToken({ sub: 'cid' });
    await issue('cid', { coupon: 'brief', validForMs: 48 * hourMs });
    const [held] = await wallet(token);
    assert.equal(held!.validUntil, '2026-11-23T20:00:00+08:00');
    assert.equal(held!.coupon.validUntil, held!.validUntil);
    const { outcomes } = await price(shop, token, ['brief']);
    assert.equal(outcomes[0]!.state, 'effective');
    shop.now = noon + 48 * hourMs;
    const over = await shop.shopperToken({ sub: 'cid' });
    assert.equal((await wallet(over))[0]!.state, 'expired');
    const late = await price(shop, over, ['brief']);
    assert.deepEqual(late.outcomes[0]!.reasons, [
      { code: 'expired', params: { validUntil: '2026-11-23T20:00:00+08:00' } },
    ]);
    shop.now = noon;
  });

  test('uses the piece that ends first', async () => {
    const token = await shop.shopperToken({ sub: 'dan' });
    await issue('dan', { coupon: 'brief' });
    await issue('dan', { coupon: 'brief', validForMs: hourMs });
    const first = await price(shop, token, ['brief']);
    await order(token, first);
    const states = (await wallet(token)).map(({ state, validUntil }) => [state, validUntil !== undefined]);
    assert.deepEqual(states, [
      ['held', false],
      ['used', true],
    ]);
  });
});

async function give(ledger: Ledger, shopper: string, grant: Grant): Promise<void> {
  const decision = await ledger.issue({
    campaign: `gift ${newKey()}`,
    shopper,
    subject: shopper,
    key: newKey(),
    request: 'gift',
    limits: {},
    chance: 0,
    prizes: [{ id: 'all', oddsBps: 10_000, grants: [grant], worth: 0 }],
  });
  assert.equal(decision.state, 'done');
}
