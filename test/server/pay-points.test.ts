import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { LedgerUnavailableError, type Ledger, type PointsAccount } from '../../src/server/index.js';
import { off, openCampaigns, type CampaignShop } from './open-campaigns.js';
import { openPointsAccount, type OwnPoints } from './open-points-account.js';
import { openShop, type Shop } from './open-shop.js';
import { payPoints } from '../../src/server/pay-points.js';
import { newKey } from './place-order.js';

const coupons = [
  { coupon: off('exchange'), claim: { cost: { points: 100 }, stock: 10, perShopper: 2 } },
  { coupon: off('mixed'), claim: { cost: { points: 100, amount: 500 } } },
  { coupon: off('none'), claim: { cost: { points: 100 }, stock: 0 } },
  { coupon: off('prize'), claim: { hidden: true, stock: 1_000 } },
];
const campaigns = [
  {
    id: 'wheel',
    kind: 'draw',
    cost: { points: 10 },
    limits: { perShopper: 2 },
    prizes: [{ id: 'both', oddsBps: 10_000, reward: 'prize', points: 3 }],
  },
];

type Step = 'before' | 'after';
/** The call that fails next, before its effect or after it. */
interface Fault {
  readonly call: string;
  readonly step: Step;
}

describe('points that live elsewhere', () => {
  let points: OwnPoints;
  let base: Shop;
  let shop: CampaignShop;
  let fault: Fault | undefined;
  const faults: unknown[] = [];
  let serial = 0;

  /** Every method of an object fails once where it is told to. */
  function breakable<T extends object>(target: T, name: string): T {
    return new Proxy(target, {
      get(object, key: string) {
        const method = object[key as keyof T];
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          const now = fault?.call === `${name}.${key}` ? fault : undefined;
          if (now) fault = undefined;
          const crash = name === 'ledger' ? new LedgerUnavailableError('crash') : new Error('crash');
          if (now?.step === 'before') throw crash;
          const result: unknown = await (method as (...args: unknown[]) => unknown).apply(object, args);
          if (now) throw crash;
          return result;
        };
      },
    });
  }

  before(async () => {
    points = openPointsAccount();
    base = await openShop([]);
    shop = await openCampaigns(coupons, campaigns, {
      ledger: breakable<Ledger>(base.ledger, 'ledger'),
      points: breakable<PointsAccount>(points, 'points'),
      keys: base.keys,
      onFault: (each) => void faults.push(each),
    });
  });
  after(async () => {
    await shop.close();
    await base.close();
    points.close();
  });
  afterEach(() => (fault = undefined));

  const collector = async (balance: number) => {
    const sub = `collector-${++serial}`;
    points.set(`shopper:${sub}`, balance);
    return { token: await shop.signIn(sub), left: () => points.balance(`shopper:${sub}`) };
  };
  const claim = (token: string, offer: string, key = newKey()) =>
    shop.post('/v1/claims', { offer }, { token, key });

  test('are shown, and taken with a claim', async () => {
    const { token, left } = await collector(120);
    const { body } = await shop.post('/v1/offers', {}, { token });
    assert.equal(body.points, 120);
    assert.equal((await shop.send('GET', '/v1/campaigns', undefined, { token })).body.points, 120);
    assert.equal((await claim(token, 'exchange')).status, 201);
    assert.equal(await left(), 20);
    const refused = await claim(token, 'exchange');
    assert.deepEqual(
      [refused.status, refused.body.code, refused.body.params],
      [402, 'points-too-few', { required: 100, available: 20 }],
    );
    assert.deepEqual(await shop.ledger.points('shopper:collector-1'), { points: 0 }, 'the ledger has none');
    assert.equal((await shop.ask('/v1/points', { shopper: 'collector-1', points: 5 })).status, 404);
  });

  test('pay for nothing that costs money, too, and that is said', async () => {
    const { token, left } = await collector(100);
    assert.equal((await claim(token, 'mixed')).body.code, 'unknown-offer');
    assert.equal(await left(), 100);
    assert.match(faults.join(), /coupon mixed costs points and money/);
  });

  test('are given back where the claim is refused', async () => {
    const { token, left } = await collector(150);
    // Whether a piece is left, only the ledger says: when they are taken.
    const answer = await claim(token, 'none');
    assert.equal(answer.body.code, 'sold-out');
    const twice = await collector(500);
    for (const [status, rest] of [
      [201, 400],
      [201, 300],
      [409, 300],
    ]) {
      assert.equal((await claim(twice.token, 'exchange')).status, status);
      assert.equal(await twice.left(), rest);
    }
    assert.equal(await left(), 150);
  });

  test('are paid for a draw and won by it, each once, however often it is repeated', async () => {
    const { token, left } = await collector(25);
    const key = newKey();
    const first = await shop.participate('wheel', token, {}, key);
    assert.equal(first.status, 201, JSON.stringify(first.body));
    assert.equal(first.body.participation.points, 3);
    assert.equal(await left(), 18);
    assert.equal((await shop.participate('wheel', token, {}, key)).status, 200);
    assert.equal(await left(), 18);
    await shop.participate('wheel', token);
    assert.equal(await left(), 11);
    const third = await shop.participate('wheel', token);
    assert.deepEqual([third.body.code, await left()], ['taken', 11]);
  });

  for (const call of ['points.take', 'ledger.recall', 'ledger.issue', 'points.give']) {
    for (const step of ['before', 'after'] as const) {
      test(`survive a draw that crashes ${step} ${call}: the same call finishes it`, async () => {
        const { token, left } = await collector(50);
        const key = newKey();
        fault = { call, step };
        const crashed = await shop.participate('wheel', token, {}, key);
        assert.deepEqual([crashed.status, crashed.body.code, fault], [503, 'unavailable', undefined]);
        const again = await shop.participate('wheel', token, {}, key);
        assert.ok(again.status === 201 || again.status === 200, JSON.stringify(again.body));
        assert.equal(await left(), 43);
        assert.deepEqual(await shop.walletOf(token), ['prize']);
      });
    }
  }

  for (const call of ['points.take', 'ledger.claim', 'points.giveBack']) {
    for (const step of ['before', 'after'] as const) {
      test(`survive a refused claim that crashes ${step} ${call}: the same call gives them back`, async () => {
        const buyer = await collector(200);
        await shop.send(
          'PUT',
          '/v1/coupons/race',
          { coupon: off('race'), claim: { cost: { points: 100 } } },
          { secret: true },
        );
        assert.equal((await claim(buyer.token, 'race')).status, 201);
        const key = newKey();
        fault = { call, step };
        const crashed = await claim(buyer.token, 'race', key);
        assert.equal(crashed.status, 503);
        const again = await claim(buyer.token, 'race', key);
        assert.deepEqual([again.status, again.body.code], [409, 'shopper-limit']);
        assert.equal(await buyer.left(), 100);
      });
    }
  }

  test('are told of where they do not answer, and the page has the rest', async () => {
    const { token } = await collector(10);
    faults.length = 0;
    fault = { call: 'points.balance', step: 'before' };
    const { status, body } = await shop.send('GET', '/v1/campaigns', undefined, { token });
    assert.equal(status, 200);
    assert.deepEqual([body.campaigns.length, 'points' in body], [1, false]);
    assert.equal(String(faults[0]), 'Error: crash');
  });

  test('pay for exactly what is granted, whatever comes at once', async () => {
    await shop.send(
      'PUT',
      '/v1/coupons/rush',
      { coupon: off('rush'), claim: { cost: { points: 100 }, stock: 20 } },
      { secret: true },
    );
    const before = points.payments().length;
    const shoppers = await Promise.all(Array.from({ length: 40 }, () => collector(100)));
    const answers = await Promise.all(
      shoppers.flatMap(({ token }) => {
        const key = newKey();
        // Each asks twice with one key, and once with another.
        return [claim(token, 'rush', key), claim(token, 'rush', key), claim(token, 'rush')];
      }),
    );
    for (const { status, body } of answers) {
      assert.ok(
        status < 300 || ['sold-out', 'shopper-limit', 'points-too-few'].includes(body.code as string),
        `${status}`,
      );
    }
    let granted = 0;
    for (const { token, left } of shoppers) {
      const wallet = await shop.walletOf(token);
      granted += wallet.length;
      assert.equal(await left(), 100 - 100 * wallet.length);
    }
    assert.equal(granted, 20);
    assert.equal(points.payments().length - before, 20);
  });
});

describe('two tries of one key', () => {
  for (const [what, order] of [
    ['the one that is granted decides first', ['granted', 'refused']],
    ['the one that is refused decides first', ['refused', 'granted']],
  ] as const) {
    test(`pay once, where ${what}`, async () => {
      const points = openPointsAccount();
      points.set('shopper:a', 100);
      let isKnown = false;
      const ledger = { recall: async () => (isKnown ? { request: 'r', value: 1 } : undefined) };
      const cost = {
        shopper: 'shopper:a',
        points: 100,
        keyed: { subject: 'shopper:a', key: 'k', request: 'r' },
      };
      const deciding: Record<string, () => void> = {};
      const attempt = (outcome: 'granted' | 'refused') =>
        payPoints(cost, { points, ledger }, async () => {
          await new Promise<void>((resolve) => (deciding[outcome] = resolve));
          if (outcome === 'refused') return { state: 'sold-out' as const };
          isKnown = true;
          return { state: 'done', value: 1, replayed: false } as const;
        });
      // The one that will be refused has taken the points; the other one finds them taken.
      const tries = { refused: attempt('refused'), granted: attempt('granted') };
      while (!deciding['refused'] || !deciding['granted'])
        await new Promise((resolve) => setImmediate(resolve));
      for (const outcome of order) {
        deciding[outcome]!();
        await tries[outcome];
      }
      assert.deepEqual([points.payments(), await points.balance('shopper:a')], [[100], 0]);
      points.close();
    });
  }
});
