import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';
import { newKey } from './place-order.js';

const campaigns = [
  { id: 'sorry', kind: 'push', rewards: ['ten'] },
  { id: 'few', kind: 'push', limits: { stock: 3 }, rewards: ['ten'] },
  { id: 'listed', kind: 'push', shoppers: ['pia', 'quinn'], rewards: ['ten'] },
  { id: 'later', kind: 'push', opensAt: '2027-01-01T00:00:00Z', rewards: ['ten'] },
  { id: 'over', kind: 'push', closesAt: '2026-01-01T00:00:00Z', rewards: ['ten'] },
  { id: 'off', kind: 'push', disabled: true, rewards: ['ten'] },
  { id: 'pack', kind: 'pack', rewards: ['ten'] },
];

describe('issues', () => {
  let shop: CampaignShop;
  before(async () => {
    shop = await openCampaigns([off('ten')], campaigns, { onFault: (fault) => assert.fail(fault as Error) });
  });
  after(() => shop.close());
  const issue = (campaign: string, shoppers: unknown, key?: string) =>
    shop.ask('/v1/issues', { campaign, shoppers }, key);
  const statesOf = (body: { outcomes: { shopper: string; state: string; fresh?: boolean }[] }) =>
    body.outcomes.map(({ shopper, state, fresh }) => [shopper, fresh === false ? 'before' : state]);

  test('give to each of a list, with an outcome each, once', async () => {
    const first = await issue('sorry', ['ann', 'bob']);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.deepEqual(statesOf(first.body), [
      ['shopper:ann', 'issued'],
      ['shopper:bob', 'issued'],
    ]);
    const second = await issue('sorry', ['bob', 'cy']);
    assert.deepEqual(statesOf(second.body), [
      ['shopper:bob', 'before'],
      ['shopper:cy', 'issued'],
    ]);
    for (const sub of ['ann', 'bob', 'cy']) {
      assert.deepEqual(await shop.walletOf(await shop.signIn(sub)), ['ten']);
    }
  });

  test('belong to their key', async () => {
    const key = newKey();
    const first = await issue('sorry', ['dan'], key);
    const again = await issue('sorry', ['dan'], key);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
    assert.equal(again.body.outcomes[0].participation.id, first.body.outcomes[0].participation.id);
    const other = await issue('sorry', ['eve'], key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency-key-reused']);
    assert.deepEqual(await shop.walletOf(await shop.signIn('eve')), []);
  });

  test('give a hundred at once, exactly as many as there are', async () => {
    const { body } = await issue(
      'few',
      Array.from({ length: 100 }, (_, index) => `crowd-${index}`),
    );
    const states = statesOf(body).map(([, state]) => state);
    assert.equal(states.filter((state) => state === 'issued').length, 3);
    assert.equal(states.filter((state) => state === 'sold-out').length, 97);
  });

  test('of a campaign for some give to nobody else, and not twice to who has looked before', async () => {
    await shop.walletOf(await shop.signIn('quinn'));
    const { body } = await issue('listed', ['pia', 'quinn', 'cy']);
    assert.deepEqual(statesOf(body), [
      ['shopper:pia', 'issued'],
      ['shopper:quinn', 'before'],
      ['shopper:cy', 'not-eligible'],
    ]);
  });

  for (const [campaign, status, code] of [
    ['later', 409, 'upcoming'],
    ['over', 409, 'ended'],
    ['off', 404, 'unknown-campaign'],
    ['pack', 404, 'unknown-campaign'],
    ['none', 404, 'unknown-campaign'],
  ] as const) {
    test(`of ${campaign} are refused as ${code}`, async () => {
      const answer = await issue(campaign, ['ann']);
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
    });
  }

  for (const [shoppers, path, code] of [
    [[], 'shoppers', 'too-short'],
    ['ann', 'shoppers', 'not-a-list'],
    [['ann', ''], 'shoppers[1]', 'not-a-text'],
    [['ann', 'bob', 'ann'], 'shoppers[2]', 'duplicate'],
    [Array.from({ length: 101 }, (_, index) => `${index}`), 'shoppers', 'too-many'],
  ] as const) {
    test(`name what is wrong with ${JSON.stringify(shoppers).slice(0, 30)}`, async () => {
      const answer = await issue('sorry', shoppers);
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], { path, code });
    });
  }

  test('stand in the audit log, without a shopper’s name', async () => {
    await issue('sorry', ['very-private-name']);
    const { body } = await shop.send('GET', '/v1/audit', undefined, { secret: true });
    const text = JSON.stringify(body);
    assert.match(text, /issued/);
    assert.ok(!text.includes('very-private-name'));
  });
});
