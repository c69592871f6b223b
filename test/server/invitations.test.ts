import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { InviteView } from '../../src/protocol/campaigns.js';
import { LedgerUnavailableError, type Ledger } from '../../src/server/index.js';
import type { IssueAttempt } from '../../src/server/ledgers/issuing.js';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';
import { newKey } from './place-order.js';

const coupons = [
  off('welcome'),
  off('thanks', 500),
  { coupon: off('credit', 1, { layer: 'payment', conditions: { minSpend: 100 } }), claim: { credit: true } },
];
const campaigns = [
  {
    id: 'friends',
    kind: 'invite',
    maxOrders: 0,
    limits: { perShopper: 2 },
    invitee: ['welcome'],
    inviter: ['thanks'],
    rewardedOn: 'acceptance',
  },
  {
    id: 'share',
    kind: 'invite',
    budget: 10_000,
    invitee: ['welcome'],
    inviter: [{ coupon: 'credit', credit: 800 }],
  },
  { id: 'members', kind: 'invite', shopperTags: ['member'], invitee: ['welcome'], inviter: ['thanks'] },
  { id: 'over', kind: 'invite', closesAt: '2026-11-21T12:00:05Z', invitee: ['welcome'], inviter: ['thanks'] },
  { id: 'pack', kind: 'pack', rewards: ['welcome'] },
];

describe('invitations', () => {
  let shop: CampaignShop;
  let serial = 0;
  before(async () => {
    shop = await openCampaigns(coupons, campaigns, { onFault: (fault) => assert.fail(fault as Error) });
  });
  after(() => shop.close());
  const invite = (campaign: string, token: string, more: object = {}, key = newKey()) =>
    shop.post('/v1/invitations', { campaign, ...more }, { token, key });
  const codeOf = async (campaign: string, sub: string): Promise<string> => {
    const { body } = await invite(campaign, await shop.signIn(sub));
    return body.invitation.code as string;
  };
  const open = (code: string, token?: string) =>
    shop.send('GET', `/v1/invitations/${code}`, undefined, { token });
  const accept = async (campaign: string, code: string, sub: string, key = newKey()) =>
    shop.participate(campaign, await shop.signIn(sub, { orders: 0 }), { invitation: code }, key);
  const friend = (): string => `friend-${++serial}`;

  test('are a link of one’s own, the same each time', async () => {
    const token = await shop.signIn('ann');
    const first = await invite('friends', token);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.match(first.body.invitation.code, /^[\w-]{16}$/);
    assert.equal(first.body.invitation.own, true);
    assert.equal(first.body.campaign.state, 'available');
    const again = await invite('friends', token);
    assert.deepEqual([again.status, again.body.invitation], [200, first.body.invitation]);
    assert.notEqual(await codeOf('friends', 'bob'), first.body.invitation.code);
  });

  test('share what is in the cart, of goods that the shop has', async () => {
    const token = await shop.signIn('ann');
    const lines = [
      { product: 'tea', quantity: 2 },
      { product: 'cup', sku: 'cup-blue', quantity: 1 },
    ];
    const { body } = await invite('share', token, { lines });
    const { body: seen } = await open(body.invitation.code as string);
    assert.deepEqual(seen.invitation.lines, lines);
    assert.equal(seen.invitation.own, false);
    for (const [wrong, path] of [
      [[], 'lines'],
      [[{ product: 'call me', quantity: 1 }], 'lines[0].product'],
      [[...lines, { product: 'cup', sku: 'call me', quantity: 1 }], 'lines[2].sku'],
      [[{ product: 'tea', quantity: 0 }], 'lines[0].quantity'],
      [Array.from({ length: 51 }, () => lines[0]), 'lines'],
    ] as const) {
      const answer = await invite('share', token, { lines: wrong });
      assert.deepEqual([answer.status, answer.body.problems[0].path], [422, path]);
    }
  });

  test('are made by shoppers who are signed in and may', async () => {
    const states = async (token: string, campaign: string) => (await invite(campaign, token)).body.code;
    assert.equal(await states(await shop.session(), 'friends'), 'sign-in');
    assert.equal(await states(await shop.signIn('bob'), 'members'), 'not-eligible');
    assert.equal((await invite('members', await shop.signIn('bob', { tags: ['member'] }))).status, 201);
    assert.equal(await states(await shop.signIn('bob'), 'pack'), 'unknown-campaign');
    assert.equal(await states(await shop.signIn('bob'), 'none'), 'unknown-campaign');
    shop.now += 10_000;
    assert.equal(await states(await shop.signIn('bob'), 'over'), 'ended');
    shop.now -= 10_000;
  });

  test('tell whoever opens them what they bring, and nothing of who invites', async () => {
    const code = await codeOf('friends', 'zoe-the-inviter');
    const anonymous = await open(code);
    assert.equal(anonymous.status, 200);
    assert.equal(anonymous.body.campaign.state, 'sign-in');
    assert.deepEqual((anonymous.body.campaign as InviteView).invitee, [off('welcome')]);
    assert.ok(!JSON.stringify(anonymous.body).includes('zoe'));
    const stateFor = async (claims: object) =>
      (await open(code, await shop.signIn(friend(), claims))).body.campaign.state;
    assert.equal(await stateFor({ orders: 0 }), 'available');
    assert.equal(await stateFor({ orders: 3 }), 'not-eligible');
    assert.equal((await open(code, await shop.signIn('zoe-the-inviter'))).body.invitation.own, true);
  });

  test('give both sides their coupons, once a friend', async () => {
    const code = await codeOf('friends', 'cy');
    const sub = friend();
    const accepted = await accept('friends', code, sub);
    assert.equal(accepted.status, 201, JSON.stringify(accepted.body));
    assert.equal(accepted.body.participation.held[0].coupon.id, 'welcome');
    assert.equal(accepted.body.campaign.state, 'taken');
    assert.deepEqual(await shop.walletOf(await shop.signIn('cy')), ['thanks']);
    const again = await accept('friends', code, sub);
    assert.deepEqual([again.status, again.body.code], [409, 'already-invited']);
    const other = await accept('friends', await codeOf('friends', 'dan'), sub);
    assert.equal(other.body.code, 'already-invited');
    assert.deepEqual(await shop.walletOf(await shop.signIn('cy')), ['thanks']);
    const view = (await shop.view('friends', await shop.signIn('cy'))) as InviteView;
    assert.deepEqual([view.friends, view.left], [{ accepted: 1, rewarded: 1 }, 1]);
  });

  test('are answered the same for the same key, with one effect', async () => {
    const code = await codeOf('friends', 'kim');
    const [sub, key] = [friend(), newKey()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept('friends', code, sub, key)));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    for (const { body } of answers) assert.deepEqual(body.participation, answers[0]!.body.participation);
    assert.deepEqual(await shop.walletOf(await shop.signIn('kim')), ['thanks']);
  });

  test('reward no more friends than the limit says, and an own welcome does not count', async () => {
    const code = await codeOf('friends', 'eve');
    await accept('friends', await codeOf('friends', 'gus'), 'eve');
    for (let index = 0; index < 3; index++) {
      assert.equal((await accept('friends', code, friend())).status, 201);
    }
    assert.deepEqual(await shop.walletOf(await shop.signIn('eve')), ['thanks', 'thanks', 'welcome']);
    const view = (await shop.view('friends', await shop.signIn('eve'))) as InviteView;
    assert.deepEqual([view.state, view.friends], ['taken', { accepted: 3, rewarded: 2 }]);
  });

  test('reward as often a day as the limit says, and an own welcome does not count', async () => {
    const daily = { ...campaigns[0], limits: { perShopperPerDay: 1 } };
    const own = await openCampaigns(coupons, [daily]);
    const link = async (sub: string): Promise<string> => {
      const sent = { token: await own.signIn(sub), key: newKey() };
      return (await own.post('/v1/invitations', { campaign: 'friends' }, sent)).body.invitation.code;
    };
    const join = async (sub: string, invitation: string) =>
      own.participate('friends', await own.signIn(sub, { orders: 0 }), { invitation });
    const code = await link('eve');
    assert.equal((await join('eve', await link('gus'))).status, 201);
    const view = (await own.view('friends', await own.signIn('eve'))) as InviteView;
    assert.deepEqual([view.state, view.left], ['available', 1]);
    await join(friend(), code);
    await join(friend(), code);
    assert.deepEqual(await own.walletOf(await own.signIn('eve')), ['thanks', 'welcome']);
    await own.close();
  });

  test('cannot be accepted by oneself, without a name, or by one who has ordered', async () => {
    const code = await codeOf('friends', 'ivy');
    assert.deepEqual(
      [(await accept('friends', code, 'ivy')).body.code, (await accept('friends', code, 'ivy')).status],
      ['own-invitation', 409],
    );
    const anonymous = await shop.participate('friends', await shop.session(), { invitation: code });
    assert.equal(anonymous.body.code, 'sign-in');
    const regular = await shop.participate('friends', await shop.signIn(friend(), { orders: 2 }), {
      invitation: code,
    });
    assert.equal(regular.body.code, 'not-eligible');
    const without = await shop.participate('friends', await shop.signIn(friend(), { orders: 0 }));
    assert.deepEqual(
      [without.status, without.body.problems],
      [422, [{ path: 'invitation', code: 'required' }]],
    );
    assert.deepEqual(await shop.walletOf(await shop.signIn('ivy')), []);
  });

  test('of another campaign, or of none, are unknown, and count as guesses', async () => {
    const own = await openCampaigns(coupons, campaigns);
    const inviter = await own.signIn('ann');
    const made = await own.post('/v1/invitations', { campaign: 'share' }, { token: inviter, key: newKey() });
    const code = made.body.invitation.code as string;
    const token = await own.signIn('guesser', { orders: 0 });
    const read = (each: string) => own.send('GET', `/v1/invitations/${each}`, undefined, { token });
    const answers = [
      await own.participate('friends', token, { invitation: code }),
      await own.participate('share', token, { invitation: 'AAAAAAAAAAAAAAAA' }),
      await read('AAAAAAAAAAAAAAAA'),
      await read('%20'),
      await read('x'.repeat(200)),
    ];
    for (const { status, body } of answers)
      assert.deepEqual([status, body.code], [404, 'unknown-invitation']);
    const limited = await read(code);
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '600']);
    assert.equal((await own.participate('share', token, { invitation: 'BBBBBBBBBBBBBBBB' })).status, 429);
    const right = await own.participate('share', token, { invitation: code });
    assert.equal(right.status, 429, 'who has guessed too often learns of no code that it is right');
    for (let index = 0; index < 15; index++) {
      await own.send('GET', `/v1/invitations/wrong-${index}`, undefined, {});
    }
    assert.equal((await own.send('GET', `/v1/invitations/${code}`)).status, 429, 'the network, too');
    own.now += 10 * 60_000;
    assert.equal((await own.send('GET', `/v1/invitations/${code}`)).status, 200);
    await own.close();
  });

  test('that are old links, of a campaign that is off, are no guesses', async () => {
    const own = await openCampaigns(coupons, campaigns);
    const inviter = await own.signIn('ann');
    const made = await own.post('/v1/invitations', { campaign: 'share' }, { token: inviter, key: newKey() });
    const { code } = made.body.invitation;
    await own.send('PUT', '/v1/campaigns/share', { ...campaigns[1], disabled: true }, { secret: true });
    const token = await own.signIn('friend', { orders: 0 });
    for (let index = 0; index < 6; index++) {
      const opened = await own.send('GET', `/v1/invitations/${code}`, undefined, { token });
      assert.deepEqual([opened.status, opened.body.code], [404, 'unknown-invitation']);
      const accepted = await own.participate('share', token, { invitation: code });
      assert.deepEqual([accepted.status, accepted.body.code], [404, 'unknown-invitation']);
    }
    await own.close();
  });

  test('are unknown once their campaign is off', async () => {
    const { body } = await invite('members', await shop.signIn('mia', { tags: ['member'] }));
    const off = { ...campaigns[2], disabled: true };
    await shop.send('PUT', '/v1/campaigns/members', off, { secret: true });
    assert.equal((await open(body.invitation.code as string)).body.code, 'unknown-invitation');
    const accepted = await accept('members', body.invitation.code as string, friend());
    assert.equal(accepted.body.code, 'unknown-invitation');
  });

  test('whose second half was lost in a crash are finished by the same call', async () => {
    const base = await openCampaigns(coupons, campaigns);
    let crashes = true;
    const ledger = new Proxy(base.ledger, {
      get(target, name: keyof Ledger) {
        const method = target[name];
        if (name !== 'issue') return method;
        return async (attempt: IssueAttempt) => {
          if (attempt.occasion?.startsWith('friend:') && crashes) throw new LedgerUnavailableError('crash');
          return target.issue(attempt);
        };
      },
    });
    const own = await openCampaigns(coupons, campaigns, { ledger, keys: base.keys });
    const inviter = await own.signIn('ann');
    const { body } = await own.post(
      '/v1/invitations',
      { campaign: 'friends' },
      { token: inviter, key: newKey() },
    );
    const token = await own.signIn('friend', { orders: 0 });
    const accepting = () => own.participate('friends', token, { invitation: body.invitation.code }, 'same');
    assert.equal((await accepting()).status, 503);
    assert.deepEqual([await own.walletOf(token), await own.walletOf(inviter)], [['welcome'], []]);
    crashes = false;
    assert.equal((await accepting()).status, 200);
    assert.deepEqual([await own.walletOf(token), await own.walletOf(inviter)], [['welcome'], ['thanks']]);
    await own.close();
    await base.close();
  });

  test('that are rewarded with an order bring store credit then, once', async () => {
    const code = await codeOf('share', 'liv');
    const sub = friend();
    await accept('share', code, sub);
    assert.deepEqual(await shop.walletOf(await shop.signIn('liv')), []);
    const order = (number: string) => shop.ask('/v1/triggers', { on: 'order', shopper: sub, order: number });
    const { body } = await order('L-1');
    assert.deepEqual(
      body.outcomes.map((each: { campaign: string; shopper: string; state: string }) => [
        each.campaign,
        each.shopper,
        each.state,
      ]),
      [['share', 'shopper:liv', 'issued']],
    );
    await order('L-2');
    const { body: offers } = await shop.post('/v1/offers', {}, { token: await shop.signIn('liv') });
    assert.equal(offers.wallet.length, 1);
    assert.equal(offers.wallet[0].coupon.benefit.amount, 800);
    assert.deepEqual(((await shop.view('share', await shop.signIn('liv'))) as InviteView).friends, {
      accepted: 1,
      rewarded: 1,
    });
  });

  test('are kept to when the campaign has closed before the friend orders', async () => {
    const code = await codeOf('over', 'ned');
    const sub = friend();
    await accept('over', code, sub);
    shop.now += 10_000;
    await shop.ask('/v1/triggers', { on: 'order', shopper: sub, order: 'N-1' });
    assert.deepEqual(await shop.walletOf(await shop.signIn('ned')), ['thanks']);
    shop.now -= 10_000;
  });
});
