import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newKey } from './place-order.js';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';

const hour = 3_600_000;

describe('participations', () => {
  let shop: CampaignShop;
  before(async () => {
    shop = await openCampaigns(
      [
        off('ten'),
        { coupon: off('five', 500), claim: { validHours: 24, hidden: true } },
        { coupon: off('secret', 700, { code: 'HUSH' }), claim: {} },
        { coupon: off('rare'), claim: { stock: 2, hidden: true } },
      ],
      [
        { id: 'pack', kind: 'pack', rewards: ['ten', { coupon: 'five', validHours: 48 }, 'secret'] },
        { id: 'newcomers', kind: 'pack', maxOrders: 0, rewards: ['ten'] },
        { id: 'members', kind: 'pack', shopperTags: ['member'], rewards: ['ten'] },
        { id: 'named', kind: 'pack', shoppers: ['ann'], rewards: ['ten'] },
        { id: 'signed', kind: 'pack', audience: 'signed-in', rewards: ['ten'] },
        { id: 'later', kind: 'pack', opensAt: '2026-11-22T00:00:00Z', rewards: ['ten'] },
        { id: 'closing', kind: 'pack', closesAt: '2026-11-21T12:00:05Z', rewards: ['ten'] },
        { id: 'off', kind: 'pack', disabled: true, rewards: ['ten'] },
        { id: 'few', kind: 'pack', limits: { stock: 5 }, rewards: ['ten'] },
        { id: 'scarce', kind: 'pack', rewards: ['rare'] },
        { id: 'poor', kind: 'pack', budget: 2_500, rewards: ['ten'] },
        { id: 'again', kind: 'pack', maxOrders: 0, again: { times: 1 }, rewards: ['five'] },
        { id: 'pushed', kind: 'push', rewards: ['ten'] },
      ],
      { onFault: (fault) => assert.fail(fault as Error) },
    );
  });
  after(() => shop.close());

  test('put a whole pack into the wallet, once', async () => {
    const token = await shop.session();
    const first = await shop.participate('pack', token);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    const { participation, campaign } = first.body;
    assert.equal(participation.campaign, 'pack');
    assert.equal('prize' in participation, false, 'nothing was left to chance');
    assert.deepEqual(
      participation.held.map((held: { coupon: { id: string }; validUntil?: string }) => [
        held.coupon.id,
        held.validUntil,
      ]),
      [
        ['ten', undefined],
        ['five', '2026-11-23T12:00:00+00:00'],
        ['secret', undefined],
      ],
    );
    assert.deepEqual([campaign.state, campaign.left], ['taken', 0]);
    assert.deepEqual(await shop.walletOf(token), ['five', 'secret', 'ten']);
    const second = await shop.participate('pack', token);
    assert.deepEqual([second.status, second.body.code], [409, 'taken']);
  });

  test('answer the same key the same, also when the campaign is over', async () => {
    const token = await shop.session();
    const key = newKey();
    const first = await shop.participate('closing', token, {}, key);
    shop.now += 10_000;
    const again = await shop.participate('closing', token, {}, key);
    const other = await shop.participate('closing', await shop.session());
    shop.now -= 10_000;
    assert.equal(first.status, 201);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
    assert.deepEqual(again.body.participation, first.body.participation);
    assert.equal(again.body.campaign.state, 'ended');
    assert.deepEqual([other.status, other.body.code], [409, 'ended']);
    const reused = await shop.participate('pack', token, {}, key);
    assert.deepEqual([reused.status, reused.body.code], [422, 'idempotency-key-reused']);
  });

  for (const [campaign, status, code] of [
    ['newcomers', 403, 'sign-in'],
    ['members', 403, 'sign-in'],
    ['signed', 403, 'sign-in'],
    ['later', 409, 'upcoming'],
    ['off', 404, 'unknown-campaign'],
    ['named', 404, 'unknown-campaign'],
    ['pushed', 404, 'unknown-campaign'],
    ['none', 404, 'unknown-campaign'],
    ['__proto__', 404, 'unknown-campaign'],
  ] as const) {
    test(`of ${campaign} are refused to an anonymous shopper as ${code}`, async () => {
      const answer = await shop.participate(campaign, await shop.session());
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
    });
  }

  test('go by what the shopper’s token says, and by nothing else', async () => {
    const codeOf = async (campaign: string, claims: object) => {
      const { status, body } = await shop.participate(campaign, await shop.signIn(newKey(), claims));
      return status === 201 ? 'done' : body.code;
    };
    assert.equal(await codeOf('newcomers', { orders: 0 }), 'done');
    assert.equal(await codeOf('newcomers', { orders: 1 }), 'not-eligible');
    assert.equal(await codeOf('newcomers', {}), 'not-eligible');
    assert.equal(await codeOf('members', { tags: ['dormant', 'member'] }), 'done');
    assert.equal(await codeOf('members', { tags: ['dormant'] }), 'not-eligible');
    assert.equal(await codeOf('signed', {}), 'done');
    assert.equal((await shop.participate('named', await shop.signIn('ann'))).status, 201);
    assert.equal(await codeOf('named', {}), 'unknown-campaign');
  });

  for (const [campaign, most] of [
    ['few', 5],
    ['scarce', 2],
    ['poor', 2],
  ] as const) {
    test(`of ${campaign} are ${most} of thirty at once, and the rest are sold out`, async () => {
      const tokens = await Promise.all(Array.from({ length: 30 }, () => shop.session()));
      const answers = await Promise.all(tokens.map((token) => shop.participate(campaign, token)));
      assert.equal(answers.filter(({ status }) => status === 201).length, most);
      const refused = answers.filter(({ status }) => status !== 201);
      assert.deepEqual([...new Set(refused.map(({ body }) => body.code))], ['sold-out']);
      const view = await shop.view(campaign, await shop.session());
      assert.equal(view.state, 'sold-out');
    });
  }

  test('are one for one shopper, however often at once', async () => {
    const token = await shop.session();
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.participate('pack', token)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ body }) => body.code === 'taken').length, 19);
    assert.equal((await shop.walletOf(token)).length, 3);
  });

  test('come again when all has expired unused, as often as the pack says', async () => {
    const token = () => shop.signIn('newcomer', { orders: 0 });
    const take = async () => (await shop.participate('again', await token())).body;
    const first = await take();
    assert.equal(first.participation.held.length, 1);
    assert.equal(first.campaign.state, 'taken');
    assert.equal(first.campaign.againAt, '2026-11-22T12:00:00+00:00');
    assert.equal((await take()).code, 'taken');
    shop.now += 24 * hour;
    assert.equal((await shop.view('again', await token())).state, 'available');
    assert.equal((await take()).participation.held.length, 1);
    shop.now += 24 * hour;
    const last = await shop.view('again', await token());
    assert.deepEqual([last.state, last.againAt], ['taken', undefined]);
    assert.equal((await take()).code, 'taken');
    shop.now -= 48 * hour;
  });

  test('come not again to who has ordered meanwhile', async () => {
    await shop.participate('again', await shop.signIn('buyer', { orders: 0 }));
    shop.now += 24 * hour;
    const answer = await shop.participate('again', await shop.signIn('buyer', { orders: 1 }));
    shop.now -= 24 * hour;
    assert.equal(answer.body.code, 'not-eligible');
  });

  for (const [body, path] of [
    [{}, 'campaign'],
    [{ campaign: 1 }, 'campaign'],
    [{ campaign: 'a\nb' }, 'campaign'],
    [{ campaign: 'pack', invitation: '' }, 'invitation'],
    [[], ''],
  ] as const) {
    test(`name what is wrong with ${JSON.stringify(body)}`, async () => {
      const answer = await shop.post('/v1/participations', body, {
        token: await shop.session(),
        key: newKey(),
      });
      assert.equal(answer.status, 422);
      assert.equal(answer.body.problems[0].path, path);
    });
  }

  test('need a token and a key', async () => {
    assert.equal((await shop.post('/v1/participations', { campaign: 'pack' }, { key: 'k' })).status, 401);
    const answer = await shop.post(
      '/v1/participations',
      { campaign: 'pack' },
      { token: await shop.session() },
    );
    assert.equal(answer.body.code, 'idempotency-key-missing');
  });
});
