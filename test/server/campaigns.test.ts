import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { DrawView } from '../../src/protocol/campaigns.js';
import type { Ledger } from '../../src/server/index.js';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';
import { openShop, origin, type Shop } from './open-shop.js';
import { newKey } from './place-order.js';

const hour = 3_600_000;
const coupons = [
  off('ten'),
  off('twenty', 2000, { code: 'TWENTY' }),
  { coupon: off('few', 500), claim: { stock: 3, hidden: true } },
  { coupon: off('brief', 500), claim: { validHours: 24 } },
  { coupon: off('credit', 1, { layer: 'payment', conditions: { minSpend: 100 } }), claim: { credit: true } },
];

describe('campaigns', () => {
  let shop: CampaignShop;
  before(async () => {
    shop = await openCampaigns(
      coupons,
      [
        {
          id: 'wheel',
          kind: 'draw',
          title: { en: 'Lucky wheel' },
          limits: { perShopperPerDay: 2 },
          cost: { points: 10 },
          prizes: [
            { id: 'few', oddsBps: 2_500, reward: 'few', title: 'Five off' },
            { id: 'grand', oddsBps: 100, stock: 1, reward: 'twenty' },
            { id: 'points', oddsBps: 5_000, points: 5 },
          ],
        },
        {
          id: 'pack',
          kind: 'pack',
          closesAt: '2026-12-01T00:00:00Z',
          rewards: ['ten', 'brief', { coupon: 'twenty', validHours: 48 }],
        },
        {
          id: 'friends',
          kind: 'invite',
          invitee: ['ten'],
          inviter: [{ coupon: 'credit', credit: 800 }],
          limits: { perShopper: 3 },
        },
        { id: 'next', kind: 'trigger', on: 'order', rewards: ['ten'] },
        { id: 'off', kind: 'pack', disabled: true, rewards: ['ten'] },
        { id: 'named', kind: 'pack', shoppers: ['ann'], rewards: ['ten'] },
      ],
      { timeZone: 'Asia/Shanghai', onFault: (fault) => assert.fail(fault as Error) },
    );
  });
  after(() => shop.close());
  const read = (token?: string) => shop.send('GET', '/v1/campaigns', undefined, { token });

  test('are shown to anybody, with what they give, and no code', async () => {
    const { status, body } = await read();
    assert.equal(status, 200);
    assert.equal(body.serverTime, shop.now);
    assert.equal('points' in body, false, 'nobody is known');
    assert.deepEqual(body.campaigns, [
      {
        id: 'wheel',
        kind: 'draw',
        title: { en: 'Lucky wheel' },
        state: 'available',
        left: 2,
        cost: { points: 10 },
        prizes: [
          { id: 'few', title: 'Five off', coupon: off('few', 500), oddsBps: 2_500, remaining: 3 },
          { id: 'grand', coupon: off('twenty', 2000), oddsBps: 100, remaining: 1 },
          { id: 'points', points: 5, oddsBps: 5_000 },
        ],
        noPrizeBps: 2_400,
      },
      {
        id: 'pack',
        kind: 'pack',
        state: 'available',
        left: 1,
        closesAt: '2026-12-01T00:00:00Z',
        validHours: 24,
        coupons: [off('ten'), off('brief', 500), off('twenty', 2000)],
      },
      {
        id: 'friends',
        kind: 'invite',
        state: 'sign-in',
        invitee: [off('ten')],
        inviter: [off('credit', 800, { layer: 'payment', conditions: { minSpend: 100 } })],
        rewardedOn: 'order',
      },
    ]);
  });

  test('that are for some shoppers only are shown to nobody else', async () => {
    assert.equal(await shop.view('named', await shop.signIn('bob')), undefined);
    assert.equal((await shop.view('named', await shop.signIn('ann'))).state, 'available');
  });

  test('say what the shopper has of points and friends', async () => {
    await shop.ask('/v1/points', { shopper: 'cy', points: 25 });
    const token = await shop.signIn('cy');
    const { body } = await read(token);
    assert.equal(body.points, 25);
    assert.deepEqual(body.campaigns[2].friends, { accepted: 0, rewarded: 0 });
    assert.deepEqual([body.campaigns[2].state, body.campaigns[2].left], ['available', 3]);
  });

  test('draw as often as a day allows, and say when the shop’s next day begins', async () => {
    await shop.ask('/v1/points', { shopper: 'dan', points: 100 });
    const token = await shop.signIn('dan');
    assert.equal((await shop.participate('wheel', token)).body.campaign.left, 1);
    const second = (await shop.participate('wheel', token)).body.campaign;
    // Noon in Greenwich is eight in the evening in Shanghai.
    assert.deepEqual([second.state, second.left, second.againAt], ['taken', 0, '2026-11-22T00:00:00+08:00']);
    assert.equal((await shop.participate('wheel', token)).body.code, 'taken');
    const { body } = await read(token);
    assert.equal(body.points >= 80 && body.points % 5 === 0, true, `${body.points}`);
  });

  test('refuse who has too few points, and say how many', async () => {
    await shop.ask('/v1/points', { shopper: 'poor', points: 9 });
    const { status, body } = await shop.participate('wheel', await shop.signIn('poor'));
    assert.deepEqual(
      [status, body.code, body.params],
      [402, 'points-too-few', { required: 10, available: 9 }],
    );
  });

  test('may be asked from the shop’s pages alone', async () => {
    const preflight = await shop.fetch(
      new Request('https://coupons.example/v1/participations', { method: 'OPTIONS', headers: { origin } }),
    );
    assert.equal(preflight.status, 204);
    const strange = await shop.send('GET', '/v1/campaigns', undefined, {
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(strange.body.code, 'origin-not-allowed');
    assert.equal((await shop.send('GET', '/v1/campaigns', undefined, { token: 'bad' })).status, 401);
  });
});

describe('draws', () => {
  test('publish the odds as they are: what is all given has none', async () => {
    const shop = await openCampaigns(coupons, [
      {
        id: 'wheel',
        kind: 'draw',
        limits: { perShopper: 1 },
        budget: 3_000,
        prizes: [
          { id: 'few', oddsBps: 5_000, reward: 'few' },
          { id: 'grand', oddsBps: 2_500, stock: 1, reward: 'twenty' },
        ],
      },
    ]);
    const drawn = { few: 0, grand: 0, none: 0 };
    for (let index = 0; index < 40; index++) {
      const { status, body } = await shop.participate('wheel', await shop.session());
      if (status === 201) drawn[(body.participation.prize ?? 'none') as keyof typeof drawn] += 1;
      else assert.equal(body.code, 'sold-out');
      const view = (await shop.view('wheel')) as DrawView;
      const spent = drawn.few * 500 + drawn.grand * 2000;
      const isLeft = [drawn.few < 3 && spent + 500 <= 3_000, drawn.grand < 1 && spent + 2000 <= 3_000];
      assert.deepEqual(
        view.prizes.map(({ oddsBps }) => oddsBps),
        [isLeft[0] ? 5_000 : 0, isLeft[1] ? 2_500 : 0],
      );
      assert.equal(view.noPrizeBps, 10_000 - view.prizes.reduce((sum, { oddsBps }) => sum + oddsBps, 0));
      assert.equal(view.state, isLeft.some(Boolean) ? 'available' : 'sold-out');
    }
    assert.ok(drawn.few <= 3 && drawn.grand <= 1);
    const { body } = await shop.send('GET', '/v1/reports', undefined, { secret: true });
    const prizes = Object.fromEntries(
      Object.entries({ few: drawn.few, grand: drawn.grand }).filter(([, count]) => count > 0),
    );
    const issued = drawn.few + drawn.grand + drawn.none;
    assert.deepEqual(body.campaigns, [
      { campaign: 'wheel', issued, spent: drawn.few * 500 + drawn.grand * 2000, prizes },
    ]);
    await shop.close();
  });

  test('fall as their odds say', async () => {
    const shop = await openCampaigns(coupons, [
      {
        id: 'wheel',
        kind: 'draw',
        limits: { perShopper: 1_000 },
        prizes: [
          { id: 'a', oddsBps: 3_000, points: 1 },
          { id: 'b', oddsBps: 5_000, points: 1 },
        ],
      },
    ]);
    const token = await shop.session();
    const answers = await Promise.all(Array.from({ length: 600 }, () => shop.participate('wheel', token)));
    const count = (prize?: string) => answers.filter(({ body }) => body.participation.prize === prize).length;
    // Five standard deviations: once in two million runs.
    for (const [found, share] of [
      [count('a'), 0.3],
      [count('b'), 0.5],
      [count(), 0.2],
    ] as const) {
      assert.ok(
        Math.abs(found - 600 * share) < 5 * Math.sqrt(600 * share * (1 - share)),
        `${found} of ${share}`,
      );
    }
    await shop.close();
  });
});

describe('pushes', () => {
  let shop: CampaignShop;
  let base: Shop;
  const asked: string[] = [];
  before(async () => {
    base = await openShop([]);
    const ledger = new Proxy(base.ledger, {
      get(target, name: keyof Ledger) {
        const method = target[name];
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          if (name !== 'takeTokens') asked.push(name);
          return (method as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
    shop = await openCampaigns(
      coupons,
      [
        { id: 'sorry', kind: 'push', shoppers: ['ann'], rewards: ['ten'] },
        { id: 'dormant', kind: 'push', shopperTags: ['dormant'], rewards: ['twenty'] },
        { id: 'scarce', kind: 'push', shopperTags: ['scarce'], rewards: ['few'] },
        { id: 'listed', kind: 'push', rewards: ['ten'] },
        { id: 'later', kind: 'push', shoppers: ['ann'], opensAt: '2026-11-22T00:00:00Z', rewards: ['brief'] },
      ],
      { ledger, keys: base.keys, now: () => base.now },
    );
  });
  after(async () => {
    await shop.close();
    await base.close();
  });

  test('are in the wallet the next time that the shopper looks, once', async () => {
    assert.deepEqual(await shop.walletOf(await shop.signIn('ann')), ['ten']);
    assert.deepEqual(await shop.walletOf(await shop.signIn('ann')), ['ten']);
    assert.deepEqual(await shop.walletOf(await shop.signIn('eve', { tags: ['dormant'] })), ['twenty']);
    assert.deepEqual(await shop.walletOf(await shop.signIn('bob')), []);
    assert.deepEqual(await shop.walletOf(await shop.session()), []);
    base.now += 24 * hour;
    const tomorrow = await base.shopperToken({ sub: 'ann', exp: Math.floor(base.now / 1000) + 600 });
    const { body } = await shop.post('/v1/offers', {}, { token: tomorrow });
    assert.equal(body.wallet.length, 2);
    base.now -= 24 * hour;
  });

  test('come with the campaigns, too, and once, however many look at once', async () => {
    const token = await shop.signIn('fay', { tags: ['dormant'] });
    const look = () => shop.send('GET', '/v1/campaigns', undefined, { token });
    await Promise.all(Array.from({ length: 10 }, look));
    assert.deepEqual(await shop.walletOf(token), ['twenty']);
  });

  test('end with their stock, and are looked after again', async () => {
    const wallets = [];
    for (let index = 0; index < 5; index++) {
      wallets.push(await shop.walletOf(await shop.signIn(`scarce-${index}`, { tags: ['scarce'] })));
    }
    assert.deepEqual(wallets, [['few'], ['few'], ['few'], [], []]);
  });

  test('cost a request nothing where none is for this shopper, and no more once it is there', async () => {
    const costOf = async (token: string): Promise<readonly string[]> => {
      // Counts are kept for a moment.
      await wait(300);
      asked.length = 0;
      await shop.walletOf(token);
      return [...asked].sort();
    };
    const base = ['counts', 'holdings'];
    // Once a second, whoever asks looks for new rules.
    const without = (calls: readonly string[]) => calls.filter((name) => name !== 'version');
    assert.deepEqual(without(await costOf(await shop.signIn('bob'))), base);
    assert.deepEqual(without(await costOf(await shop.session())), base);
    const gus = await shop.signIn('gus', { tags: ['dormant'] });
    assert.deepEqual(without(await costOf(gus)), ['counts', 'holdings', 'issue', 'issues']);
    assert.deepEqual(without(await costOf(gus)), base);
  });
});

describe('campaigns in the store', () => {
  let shop: CampaignShop;
  const faults: string[] = [];
  before(async () => {
    shop = await openCampaigns(coupons, [{ id: 'filed', kind: 'pack', rewards: ['ten'] }], {
      onFault: (fault) => void faults.push(String(fault)),
    });
  });
  after(() => shop.close());
  const put = (id: string, body: unknown) => shop.send('PUT', `/v1/campaigns/${id}`, body, { secret: true });
  const find = (id: string) => shop.send('GET', `/v1/campaigns/${id}`, undefined, { secret: true });

  test('override those of the file, and are added behind them', async () => {
    const before = await find('filed');
    assert.deepEqual(before.body.campaign, { id: 'filed', kind: 'pack', rewards: [{ coupon: 'ten' }] });
    const changed = { id: 'filed', kind: 'pack', rewards: ['ten', 'twenty'] };
    const answer = await put('filed', changed);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.deepEqual(answer.body.campaign.rewards, [{ coupon: 'ten' }, { coupon: 'twenty' }]);
    assert.deepEqual(answer.body.warnings, []);
    const after = await find('filed');
    assert.equal(after.body.version, answer.body.version);
    assert.notEqual(after.body.version, before.body.version);
    await put('added', { id: 'added', kind: 'pack', rewards: ['ten'] });
    const { body } = await shop.send('GET', '/v1/campaigns');
    assert.deepEqual(
      body.campaigns.map(({ id }: { id: string }) => id),
      ['filed', 'added'],
    );
    assert.equal((await find('none')).body.code, 'unknown-campaign');
  });

  test('bring their warnings', async () => {
    const answer = await put('wheel', {
      id: 'wheel',
      kind: 'draw',
      prizes: [{ id: 'a', oddsBps: 1, reward: 'ten' }],
    });
    assert.deepEqual(answer.body.warnings, [{ path: 'prizes[0].stock', code: 'no-limit' }]);
  });

  for (const [what, body, problem] of [
    ['no campaign', {}, { path: 'kind', code: 'required' }],
    ['a list', [], { path: '', code: 'not-an-object' }],
    ['another id', { id: 'y', kind: 'pack', rewards: ['ten'] }, { path: 'id', code: 'not-one-of' }],
    [
      'an unknown coupon',
      { id: 'x', kind: 'pack', rewards: ['none'] },
      { path: 'rewards[0].coupon', code: 'unknown-coupon' },
    ],
  ] as const) {
    test(`are refused with their problems: ${what}`, async () => {
      const answer = await put('x', body);
      assert.equal(answer.status, 422);
      assert.deepEqual(answer.body.problems[0], problem);
      assert.ok(!(await shop.ledger.documents.read()).has('campaign:x'));
    });
  }

  test('are left out where a coupon of theirs has made them wrong, and said to be', async () => {
    const define = (more: object) =>
      shop.send('PUT', '/v1/coupons/autumn', { coupon: off('autumn', 500, more) }, { secret: true });
    await define({});
    await put('later', { id: 'later', kind: 'pack', opensAt: '2026-12-01T00:00:00Z', rewards: ['autumn'] });
    await define({ validUntil: '2026-11-30T00:00:00Z' });
    assert.equal((await find('later')).status, 404);
    assert.ok(
      faults.some((fault) =>
        /a campaign is wrong: campaigns\[\d+\].rewards\[0\].coupon: ends-before-opening/.test(fault),
      ),
    );
  });

  test('are for the merchant’s backend only', async () => {
    for (const [method, path] of [
      ['GET', '/v1/campaigns/filed'],
      ['PUT', '/v1/campaigns/filed'],
      ['POST', '/v1/triggers'],
      ['POST', '/v1/issues'],
    ] as const) {
      const body = method === 'GET' ? undefined : {};
      assert.equal((await shop.send(method, path, body, { key: newKey() })).status, 401, path);
      const fromPage = await shop.send(method, path, body, {
        secret: true,
        key: newKey(),
        headers: { origin },
      });
      assert.equal(fromPage.body.code, 'secret-key-in-page', path);
    }
  });

  test('that give store credit put it into the wallet with its balance, and nobody can claim it', async () => {
    await put('shares', { id: 'shares', kind: 'pack', rewards: [{ coupon: 'credit', credit: 5 }] });
    await shop.send(
      'PUT',
      '/v1/coupons/credit',
      {
        coupon: off('credit', 1, { layer: 'payment', conditions: { minSpend: 100 } }),
        claim: { credit: true, hidden: false },
      },
      { secret: true },
    );
    const token = await shop.session();
    const claim = await shop.post('/v1/claims', { offer: 'credit' }, { token, key: newKey() });
    assert.equal(claim.body.code, 'unknown-offer');
    const { body: before } = await shop.post('/v1/offers', {}, { token });
    assert.ok(!before.offers.some(({ coupon }: { coupon: { id: string } }) => coupon.id === 'credit'));
    const { body } = await shop.participate('shares', token);
    assert.equal(body.participation.held[0].coupon.benefit.amount, 5);
  });
});
