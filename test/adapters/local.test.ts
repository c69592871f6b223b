import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { AdapterError } from '../../src/adapters/adapter.js';
import { createLocalAdapter } from '../../src/adapters/local.js';
import * as engine from '../../src/engine/index.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import { adapterContract, call, contractCart, contractFile } from '../contracts/adapter-contract.js';
import { createMemoryStorage } from './memory-storage.js';

adapterContract('local', () => {
  const storage = createMemoryStorage();
  return { open: () => createLocalAdapter({ coupons: contractFile, engine, storage }) };
});

const five = { id: 'five', benefit: { kind: 'amount', amount: 500 } };
const claimFive = { offer: 'five' };
const options = { engine, storage: createMemoryStorage() };

describe('createLocalAdapter', () => {
  it('takes a bare list, a function, and an address', async () => {
    const server = createServer((_, response) => response.end(JSON.stringify({ coupons: [five] }))).listen(0);
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/coupons.json`;
      for (const coupons of [[five], async () => [{ coupon: five }], address]) {
        const adapter = createLocalAdapter({ ...options, coupons });
        const { offers } = await adapter.offers!({}, call());
        assert.deepEqual(offers, [{ coupon: five, claim: { state: 'available', perShopper: 1 } }]);
      }
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('loads again where loading failed', async () => {
    let tries = 0;
    const coupons = async (): Promise<unknown> => {
      if (!tries++) throw new Error('away');
      return [five];
    };
    const adapter = createLocalAdapter({ ...options, coupons });
    await assert.rejects(
      adapter.offers!({}, call()),
      (error) => error instanceof AdapterError && error.kind === 'network' && error.retryable,
    );
    assert.equal((await adapter.offers!({}, call())).offers.length, 1);
  });

  it('leaves out what only a server may give', async () => {
    const terms = [
      { cost: { points: 5 } },
      { shoppers: ['anna'] },
      { disabled: true },
      { credit: true },
      { stock: 5 },
    ];
    const coupons = terms.map((claim, index) => ({ coupon: { ...five, id: `${index}` }, claim }));
    const { offers, problems = [] } = await createLocalAdapter({ ...options, coupons }).offers!({}, call());
    assert.deepEqual(
      offers.map(({ coupon }) => coupon.id),
      ['4'],
    );
    assert.deepEqual(problems, []);
  });

  it('leaves out a bad coupon, keeps the others, and says where it is wrong', async () => {
    const bad = { id: 'bad', benefit: { kind: 'percent', percentOff: '20' } };
    const late = { coupon: { ...five, id: 'late' }, claim: { opensAt: 'tomorrow' } };
    for (const coupons of [[bad, five, late], { coupons: [bad, five, late] }]) {
      const { offers, problems } = await createLocalAdapter({ ...options, coupons }).offers!({}, call());
      assert.deepEqual(
        offers.map(({ coupon }) => coupon.id),
        ['five'],
      );
      const prefix = Array.isArray(coupons) ? '' : 'coupons';
      assert.deepEqual(
        problems!.map(({ path }) => path),
        [`${prefix}[2].claim.opensAt`, `${prefix}[0].benefit.percentOff`],
      );
    }
  });

  it('reports what is no list of coupons at all, and lives', async () => {
    for (const coupons of [null, 7, { coupons: 'none' }, async () => 'text']) {
      const { offers, problems } = await createLocalAdapter({ ...options, coupons }).offers!({}, call());
      assert.deepEqual(offers, []);
      assert.equal(problems![0]!.code, 'not-a-list');
    }
  });

  it('promises no scarcity that it cannot keep', async () => {
    const coupons = [{ coupon: five, claim: { stock: 3 } }];
    const [offer] = (await createLocalAdapter({ ...options, coupons }).offers!({}, call())).offers;
    assert.deepEqual(offer!.claim, { state: 'available', perShopper: 1 });
  });

  it('opens and closes offers by the clock', async () => {
    let now = Date.parse('2026-11-21T11:59:59Z');
    const claim = { opensAt: '2026-11-21T12:00:00Z', closesAt: '2026-11-21T13:00:00Z' };
    const adapter = createLocalAdapter({ ...options, coupons: [{ coupon: five, claim }], now: () => now });
    const state = async () => (await adapter.offers!({}, call())).offers[0]!.claim.state;
    assert.equal(await state(), 'upcoming');
    now = Date.parse('2026-11-21T12:00:00Z');
    assert.equal(await state(), 'available');
    now = Date.parse('2026-11-21T13:00:00Z');
    assert.equal(await state(), 'ended');
  });

  it('ends a piece by its own hours where they are over before the coupon is', async () => {
    const start = Date.parse('2026-11-21T12:00:00Z');
    for (const [validHours, until, expected] of [
      [2, undefined, '2026-11-21T14:00:00.000Z'],
      [2, '2026-11-30T00:00:00Z', '2026-11-21T14:00:00.000Z'],
      [48, '2026-11-22T00:00:00+08:00', '2026-11-22T00:00:00+08:00'],
    ] as const) {
      let now = start;
      const coupon = { ...five, ...(until && { validUntil: until }) };
      const storage = createMemoryStorage();
      const coupons = [{ coupon, claim: { validHours, perShopper: 2 } }];
      const adapter = createLocalAdapter({ engine, storage, coupons, now: () => now });
      const answer = await adapter.claim!(claimFive, call('first'));
      assert.ok('held' in answer);
      assert.equal(answer.held.validUntil, expected);
      assert.equal(answer.held.coupon.validUntil, expected);
      const again = await adapter.claim!(claimFive, call('first'));
      assert.ok('held' in again && !again.fresh);
      assert.deepEqual(again.held, answer.held);
      assert.deepEqual((await adapter.offers!({}, call())).wallet, [answer.held]);
      const price = async () => {
        const verdict = await adapter.verify({ cart: contractCart, desired: [{ coupon: 'five' }] }, call());
        return verdict.totals.discount;
      };
      assert.equal(await price(), 500);
      now = Date.parse(expected);
      assert.equal((await adapter.offers!({}, call())).wallet[0]!.state, 'expired');
      assert.equal(await price(), 0);
    }
  });

  it('prices with the piece that can be used the longest', async () => {
    let now = Date.parse('2026-11-21T12:00:00Z');
    const coupons = [{ coupon: five, claim: { validHours: 1, perShopper: 2 } }];
    const adapter = createLocalAdapter({
      engine,
      storage: createMemoryStorage(),
      coupons,
      now: () => now,
    });
    for (const key of ['first', 'second']) {
      await adapter.claim!(claimFive, call(key));
      now += 1_800_000;
    }
    const verdict = await adapter.verify({ cart: contractCart, desired: [{ coupon: 'five' }] }, call());
    assert.equal(verdict.totals.discount, 500);
    const { wallet } = await adapter.offers!({}, call());
    assert.deepEqual(
      wallet.map(({ state }) => state),
      ['expired', 'held'],
    );
  });

  it('keeps claims in memory where storage is broken or forbidden', async () => {
    const broken = {
      getItem: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    // Without the option: Node has no `localStorage` to speak of.
    for (const storage of [{ storage: broken }, {}]) {
      const adapter = createLocalAdapter({ engine, coupons: [five], ...storage });
      await adapter.claim!(claimFive, call(createIdempotencyKey()));
      assert.equal((await adapter.offers!({}, call())).wallet.length, 1);
    }
  });

  it('treats claims that it cannot read as none', async () => {
    for (const content of ['{', '7', '[null, {}, {"id":"x"}]', '[{"id":"x","coupon":"gone"}]']) {
      const storage = createMemoryStorage();
      storage.setItem('couponkit claims', content);
      const adapter = createLocalAdapter({ engine, coupons: [five], storage });
      assert.deepEqual((await adapter.offers!({}, call())).wallet, []);
    }
  });

  it('keeps the claims of each shopper apart, and grants to those signed in what is for them', async () => {
    const storage = createMemoryStorage();
    const coupons = [{ coupon: five, claim: { audience: 'signed-in' } }];
    const open = (shopper?: string) =>
      createLocalAdapter({ engine, coupons, storage, ...(shopper && { shopper }) });
    await open('ada').claim!(claimFive, call(createIdempotencyKey()));
    assert.equal((await open('ada').offers!({}, call())).wallet.length, 1);
    const bob = await open('bob').offers!({}, call());
    assert.deepEqual([bob.wallet.length, bob.offers[0]!.claim.state], [0, 'available']);
    assert.equal((await open().offers!({}, call())).offers[0]!.claim.state, 'sign-in');
  });

  it('loads the engine only when it is asked', async () => {
    let loads = 0;
    const adapter = createLocalAdapter({
      ...options,
      coupons: [five],
      engine: async () => (loads++, engine),
    });
    assert.equal(loads, 0);
    await Promise.all([adapter.offers!({}, call()), adapter.offers!({}, call())]);
    assert.equal(loads, 1);
  });

  it('passes markup through as the text that it is', async () => {
    const title = '<img src=x onerror=alert(1)>';
    const { offers } = await createLocalAdapter({ ...options, coupons: [{ ...five, title }] }).offers!(
      {},
      call(),
    );
    assert.equal(offers[0]!.coupon.title, title);
  });
});
