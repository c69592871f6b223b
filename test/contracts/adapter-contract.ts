import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdapterError, type Adapter, type Call, type Refused } from '../../src/adapters/adapter.js';
import { check, quote, type KnownBenefit } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type { ClaimAnswer, Hold, HoldAnswer } from '../../src/protocol/messages.js';

/** What the adapter is opened over; every implementation gets the same. */
export const contractFile = {
  coupons: [
    coupon('ten', { kind: 'amount', amount: 1000 }, { conditions: { minSpend: 5000 } }),
    {
      coupon: coupon('twice', { kind: 'percent', percentOff: 10, maxAmount: 2000 }),
      claim: { perShopper: 2 },
    },
    { coupon: coupon('later', { kind: 'amount', amount: 1 }), claim: { opensAt: '2999-01-01T00:00:00Z' } },
    { coupon: coupon('over', { kind: 'amount', amount: 1 }), claim: { closesAt: '2020-01-01T00:00:00Z' } },
    { coupon: coupon('members', { kind: 'amount', amount: 1 }), claim: { audience: 'signed-in' } },
    coupon('hello', { kind: 'amount', amount: 300 }, { code: 'HELLO', group: 'welcome' }),
    {
      coupon: coupon('next-year', { kind: 'amount', amount: 300 }, { code: 'FUTURE' }),
      claim: { opensAt: '2999-01-01T00:00:00Z' },
    },
    coupon('ship', { kind: 'shipping', percentOff: 100 }),
    { coupon: coupon('brief', { kind: 'amount', amount: 200 }), claim: { validHours: 48 } },
    { coupon: coupon('gift', { kind: 'amount', amount: 500 }), claim: { hidden: true, perShopper: 3 } },
  ],
  // For adapters that have campaigns.
  campaigns: [
    { id: 'pack', kind: 'pack', rewards: ['gift', { coupon: 'gift', validHours: 24 }] },
    {
      id: 'wheel',
      kind: 'draw',
      limits: { perShopper: 2 },
      prizes: [{ id: 'points', oddsBps: 10_000, points: 5 }],
    },
    { id: 'dear', kind: 'draw', cost: { points: 1000 }, prizes: [{ id: 'all', oddsBps: 5000, points: 1 }] },
    { id: 'next', kind: 'pack', opensAt: '2999-01-01T00:00:00Z', rewards: ['gift'] },
    { id: 'friends', kind: 'invite', invitee: ['gift'], inviter: ['gift'], limits: { perShopper: 5 } },
  ],
};

export const contractCatalog = {
  currency: 'CNY',
  products: [
    { id: 'tea', unitPrice: 12_800 },
    { id: 'cup', unitPrice: 450 },
  ],
  shipping: [{ fee: 800 }],
};

export const contractCart: Cart = {
  currency: 'CNY',
  lines: [
    { id: 'L1', product: 'tea', unitPrice: 12_800, quantity: 1 },
    { id: 'L2', product: 'cup', unitPrice: 450, quantity: 3 },
  ],
  shipping: [{ fee: 800 }],
};

/** A browser of a shopper who has claimed nothing yet; each `open` is another visit of the same one. */
export interface Visitor {
  open(): Adapter;
}

/** What every adapter must do. `visit` gives another shopper each time, all of one shop. */
export function adapterContract(name: string, visit: () => Visitor | Promise<Visitor>): void {
  describe(`${name} keeps the adapter's contract`, () => {
    let visitor: Visitor;
    let adapter: Adapter;
    const opened: Adapter[] = [];
    const open = (): Adapter => {
      opened.push((adapter = visitor.open()));
      return adapter;
    };
    before(async () => {
      assert.deepEqual(
        check(contractFile.coupons.map((entry) => ('coupon' in entry ? entry.coupon : entry))).filter(
          ({ severity }) => severity === 'error',
        ),
        [],
      );
    });
    const fresh = async (): Promise<Adapter> => {
      visitor = await visit();
      return open();
    };
    after(() => Promise.all(opened.map((each) => each.close())));

    it('says who it is and what it can', async () => {
      const { name, capabilities } = await fresh();
      assert.ok(name);
      assert.ok(['native', 'emulated'].includes(capabilities.verify));
      for (const value of Object.values(capabilities))
        assert.ok(['native', 'emulated', 'missing'].includes(value));
    });

    it('lists what can be claimed, with its state, and hides what only a code brings', async () => {
      await fresh();
      const { offers, wallet, serverTime, problems = [] } = await adapter.offers!({}, call());
      assert.deepEqual(Object.fromEntries(offers.map((offer) => [offer.coupon.id, offer.claim.state])), {
        ten: 'available',
        twice: 'available',
        later: 'upcoming',
        over: 'ended',
        members: 'sign-in',
        ship: 'available',
        brief: 'available',
      });
      assert.deepEqual(wallet, []);
      assert.deepEqual(problems, []);
      assert.ok(Math.abs(serverTime - Date.now()) < 5000);
    });

    it('puts a claimed coupon into the wallet, where it stays', async () => {
      await fresh();
      const answer = await claim('ten');
      assert.equal(answer.fresh, true);
      assert.equal(answer.held.state, 'held');
      assert.equal(answer.held.coupon.id, 'ten');
      for (const each of [adapter, open()]) {
        const { offers, wallet } = await each.offers!({}, call());
        assert.deepEqual(wallet, [answer.held]);
        assert.equal(offers.find((offer) => offer.coupon.id === 'ten')?.claim.state, 'claimed');
      }
    });

    it('gives a piece its own end where the terms say how long it can be used', async () => {
      await fresh();
      const { held } = await claim('brief');
      const hours = (Date.parse(held.validUntil!) - Date.now()) / 3_600_000;
      assert.ok(hours > 47.9 && hours < 48.1, held.validUntil);
      assert.deepEqual((await adapter.offers!({}, call())).wallet, [held]);
    });

    it('has one effect for one key, also for two calls at once', async () => {
      await fresh();
      await adapter.claim!({ offer: 'ship' }, call(createIdempotencyKey()));
      const idempotencyKey = createIdempotencyKey();
      const answers = await Promise.all(
        [1, 2].map(() => adapter.claim!({ offer: 'twice' }, call(idempotencyKey))),
      );
      const [first, second] = answers.map((answer) => ('held' in answer ? answer : assert.fail()));
      assert.equal(first!.held.id, second!.held.id);
      assert.deepEqual([first!.fresh, second!.fresh].sort(), [false, true]);
      const again = await adapter.claim!({ offer: 'twice' }, call(idempotencyKey));
      assert.ok('held' in again && !again.fresh && again.held.id === first!.held.id);
      assert.equal((await adapter.offers!({}, call())).wallet.length, 2);
    });

    it('grants as many as one shopper may have, and refuses the next as a value', async () => {
      await fresh();
      await claim('twice');
      await claim('twice');
      assert.deepEqual(await refusal('twice'), 'shopper-limit');
      assert.equal((await adapter.offers!({}, call())).wallet.length, 2);
    });

    for (const [offer, code] of [
      ['later', 'upcoming'],
      ['over', 'ended'],
      ['members', 'sign-in'],
      ['hello', 'unknown-offer'],
      ['nothing', 'unknown-offer'],
      ['__proto__', 'unknown-offer'],
    ] as const)
      it(`refuses to grant "${offer}": ${code}`, async () => {
        await fresh();
        assert.equal(await refusal(offer), code);
      });

    it('may price with a claim what is asked for with it: as if it were asked after it', async () => {
      await fresh();
      const quote = { cart: contractCart, desired: [{ coupon: 'ten' }] };
      const answer = await adapter.claim!({ offer: 'ten', quote }, call(createIdempotencyKey()));
      assert.ok('held' in answer && answer.fresh);
      if (!answer.verdict) return;
      const { at, token, expiresAt, ...verdict } = answer.verdict;
      const asked = await adapter.verify(quote, call());
      assert.deepEqual(verdict, {
        ...verdict,
        cartHash: asked.cartHash,
        outcomes: asked.outcomes,
        totals: asked.totals,
        quote: asked.quote,
      });
      assert.ok(at <= asked.at && token && expiresAt);
    });

    it('turns a code into a coupon, however it is typed', async () => {
      await fresh();
      const answer = await adapter.exchange!({ code: ' ｈello\u200b' }, call(createIdempotencyKey()));
      assert.ok('held' in answer);
      assert.equal(answer.held.coupon.id, 'hello');
      assert.deepEqual(
        (await adapter.offers!({}, call())).wallet.map((held) => held.coupon.id),
        ['hello'],
      );
    });

    it('answers unknown codes and codes of the future alike', async () => {
      await fresh();
      for (const code of ['WRONG', 'FUTURE'])
        assert.deepEqual(await adapter.exchange!({ code }, call(createIdempotencyKey())), {
          refused: { code: 'unknown-code', params: {} },
        });
    });

    it('prices the whole desired set, to the minor unit what the engine says', async () => {
      await fresh();
      const desired = ['ten', 'ship', 'members', 'nothing'].map((id) => ({ coupon: id }));
      const verdict = await adapter.verify({ cart: contractCart, desired }, call());
      const coupons = contractFile.coupons.map((entry) => ('coupon' in entry ? entry.coupon : entry));
      const expected = quote(
        contractCart,
        coupons.filter(({ id }) => id === 'ten' || id === 'ship'),
        { now: verdict.at },
      );
      assert.equal(expected.discount, 1800);
      assert.equal(verdict.cartHash, await hashCart(contractCart));
      assert.deepEqual(
        verdict.outcomes.map(({ coupon, state, amount }) => [coupon, state, amount]),
        [
          ['ten', 'effective', 1000],
          ['ship', 'effective', 800],
          ['members', 'rejected', undefined],
          ['nothing', 'rejected', undefined],
        ],
      );
      for (const { state, reasons } of verdict.outcomes)
        assert.equal(reasons.length > 0, state === 'rejected');
      const { subtotal, discount, shipping, payable } = expected;
      assert.deepEqual(verdict.totals, { subtotal, discount, shipping, payable, basis: 'gross' });
      if (adapter.capabilities.allocations === 'native') assert.deepEqual(verdict.quote, expected);
    });

    it('gives the reasons of what does not apply', async () => {
      await fresh();
      const cart = { ...contractCart, lines: contractCart.lines.slice(1) };
      const { outcomes } = await adapter.verify({ cart, desired: [{ coupon: 'ten' }] }, call());
      assert.deepEqual(outcomes, [
        {
          coupon: 'ten',
          state: 'rejected',
          reasons: [
            { code: 'min-spend', params: { required: 5000, measured: 1350, missing: 3650, on: 'list' } },
          ],
        },
      ]);
    });

    it('checks anew before payment, changes nothing by it, and proves the price where it is native', async () => {
      await fresh();
      await claim('ten');
      const last = await adapter.verify({ cart: contractCart, desired: [{ coupon: 'ten' }] }, call());
      const verdict = await adapter.recheck({ cart: contractCart, last }, call());
      assert.deepEqual(verdict.totals, last.totals);
      assert.deepEqual(verdict.outcomes, last.outcomes);
      assert.equal(typeof verdict.token, adapter.capabilities.verify === 'native' ? 'string' : 'undefined');
      assert.equal((await adapter.offers!({}, call())).wallet.length, 1);
    });

    it('proves no price for a coupon that is not held', async () => {
      await fresh();
      const last = await adapter.verify({ cart: contractCart, desired: [{ coupon: 'ten' }] }, call());
      assert.equal((await adapter.recheck({ cart: contractCart, last }, call())).token, undefined);
    });

    it('holds coupons for an order, prolongs that once, and gives them back; or says that it cannot', async () => {
      await fresh();
      if (adapter.capabilities.reserve === 'missing') {
        assert.deepEqual(
          [adapter.reserve, adapter.extend, adapter.release],
          [undefined, undefined, undefined],
        );
        return;
      }
      const { held } = await claim('ten');
      const request = { token: await tokenFor('ten'), cart: contractCart };
      const idempotencyKey = createIdempotencyKey();
      const hold = taken(await adapter.reserve!(request, call(idempotencyKey)));
      assert.deepEqual([hold.state, hold.extendable], ['reserved', true]);
      const minutes = (Date.parse(hold.expiresAt) - Date.now()) / 60_000;
      assert.ok(minutes > 14 && minutes < 16, hold.expiresAt);
      assert.equal(taken(await adapter.reserve!(request, call(idempotencyKey))).id, hold.id);
      const [reserved] = (await adapter.offers!({}, call())).wallet;
      assert.deepEqual([reserved!.id, reserved!.state, reserved!.hold], [held.id, 'reserved', hold.id]);
      assert.equal(Date.parse(reserved!.until!), Date.parse(hold.expiresAt));

      const longer = taken(await adapter.extend!({ hold: hold.id }, call(createIdempotencyKey())));
      assert.equal(longer.id, hold.id);
      assert.equal(longer.extendable, false);
      assert.ok(Date.parse(longer.expiresAt) > Date.parse(hold.expiresAt));
      const again = await adapter.extend!({ hold: hold.id }, call(createIdempotencyKey()));
      assert.deepEqual(again, { refused: { code: 'already-extended', params: {} } });

      const over = taken(await adapter.release!({ hold: hold.id }, call(createIdempotencyKey())));
      assert.deepEqual([over.id, over.state], [hold.id, 'released']);
      assert.deepEqual((await adapter.offers!({}, call())).wallet, [held]);
    });

    it('refuses as a value to hold what another order has, and to touch a hold that is not there', async () => {
      await fresh();
      if (adapter.capabilities.reserve === 'missing') return;
      await claim('ten');
      const request = { token: await tokenFor('ten'), cart: contractCart };
      taken(await adapter.reserve!(request, call(createIdempotencyKey())));
      const second = await adapter.reserve!(request, call(createIdempotencyKey()));
      assert.deepEqual(second, { refused: { code: 'already-reserved', params: {} } });
      const unknown = { refused: { code: 'unknown-hold', params: {} } };
      assert.deepEqual(await adapter.release!({ hold: 'no/such' }, call(createIdempotencyKey())), unknown);
      assert.deepEqual(await adapter.extend!({ hold: 'no/such' }, call(createIdempotencyKey())), unknown);
    });

    it('shows draws, packs and invitations with their state; or says that it has none', async () => {
      await fresh();
      if (adapter.capabilities.campaigns === 'missing') {
        const { campaigns, participate, invite, invitation } = adapter;
        assert.deepEqual([campaigns, participate, invite, invitation], Array(4).fill(undefined));
        return;
      }
      const { campaigns, serverTime, problems = [] } = await adapter.campaigns!(call());
      assert.deepEqual(Object.fromEntries(campaigns.map(({ id, kind, state }) => [id, [kind, state]])), {
        pack: ['pack', 'available'],
        wheel: ['draw', 'available'],
        dear: ['draw', 'available'],
        next: ['pack', 'upcoming'],
        friends: ['invite', 'sign-in'],
      });
      const wheel = campaigns.find(({ id }) => id === 'wheel');
      assert.ok(wheel?.kind === 'draw' && wheel.left === 2);
      assert.deepEqual(
        wheel.prizes.map(({ id, oddsBps, points }) => [id, oddsBps, points]),
        [['points', 10_000, 5]],
      );
      assert.deepEqual(problems, []);
      assert.ok(Math.abs(serverTime - Date.now()) < 5000);
    });

    it('gives once for one key what taking part brings, each piece with its own end', async () => {
      await fresh();
      if (adapter.capabilities.campaigns === 'missing') return;
      const idempotencyKey = createIdempotencyKey();
      const answers = await Promise.all(
        [1, 2].map(() => adapter.participate!({ campaign: 'pack' }, call(idempotencyKey))),
      );
      const [first, second] = answers.map((answer) =>
        'participation' in answer ? answer : assert.fail(JSON.stringify(answer)),
      );
      assert.deepEqual(second!.participation, first!.participation);
      assert.equal(first!.campaign.state, 'taken');
      const { held } = first!.participation;
      const hours = held.map(({ validUntil }) => (Date.parse(validUntil ?? '') - Date.now()) / 3_600_000);
      assert.ok(Number.isNaN(hours[0]) && hours[1]! > 23.9 && hours[1]! < 24.1, hours.join());
      const { wallet } = await open().offers!({}, call());
      assert.deepEqual(wallet.map(({ id }) => id).sort(), held.map(({ id }) => id).sort());
      const again = await adapter.participate!({ campaign: 'pack' }, call(createIdempotencyKey()));
      assert.deepEqual(again, { refused: { code: 'taken', params: {} } });
    });

    it('says what was drawn, how often one may draw again, and how many points there are then', async () => {
      await fresh();
      if (adapter.capabilities.campaigns === 'missing') return;
      const answer = await adapter.participate!({ campaign: 'wheel' }, call(createIdempotencyKey()));
      assert.ok('participation' in answer);
      const { prize, points, held } = answer.participation;
      assert.deepEqual([prize, points, held], ['points', 5, []]);
      assert.deepEqual([answer.campaign.state, answer.campaign.left], ['available', 1]);
      assert.equal((await adapter.campaigns!(call())).points, 5);
    });

    it('refuses as a value what the shopper may not take part in, and says what is missing', async () => {
      await fresh();
      if (adapter.capabilities.campaigns === 'missing') return;
      await adapter.participate!({ campaign: 'wheel' }, call(createIdempotencyKey()));
      for (const [campaign, code, params] of [
        ['next', 'upcoming', {}],
        ['nothing', 'unknown-campaign', {}],
        ['__proto__', 'unknown-campaign', {}],
        ['dear', 'points-too-few', { required: 1000, available: 5 }],
      ] as const)
        assert.deepEqual(await adapter.participate!({ campaign }, call(createIdempotencyKey())), {
          refused: { code, params },
        });
      assert.deepEqual(await adapter.invite!({ campaign: 'friends' }, call(createIdempotencyKey())), {
        refused: { code: 'sign-in', params: {} },
      });
      for (const code of ['AAAAAAAAAAAAAAAA', 'a/b', '__proto__'])
        assert.deepEqual(await adapter.invitation!({ code }, call()), {
          refused: { code: 'unknown-invitation', params: {} },
        });
    });

    it('ends every call that is called off, as a fault', async () => {
      await fresh();
      const last = await adapter.verify({ cart: contractCart, desired: [] }, call());
      const signal = AbortSignal.abort();
      for (const run of [
        () => adapter.offers!({}, { signal }),
        () => adapter.claim!({ offer: 'ten' }, { signal, idempotencyKey: createIdempotencyKey() }),
        () => adapter.exchange!({ code: 'HELLO' }, { signal, idempotencyKey: createIdempotencyKey() }),
        () => adapter.verify({ cart: contractCart, desired: [] }, { signal }),
        () => adapter.recheck({ cart: contractCart, last }, { signal }),
        ...(adapter.reserve
          ? [
              () => adapter.reserve!({ token: 'none', cart: contractCart }, { signal }),
              () => adapter.release!({ hold: 'none' }, { signal }),
              () => adapter.extend!({ hold: 'none' }, { signal }),
            ]
          : []),
        ...(adapter.campaigns
          ? [
              () => adapter.campaigns!({ signal }),
              () => adapter.participate!({ campaign: 'pack' }, { signal }),
              () => adapter.invite!({ campaign: 'friends' }, { signal }),
              () => adapter.invitation!({ code: 'AAAAAAAAAAAAAAAA' }, { signal }),
            ]
          : []),
      ])
        await assert.rejects(run, (error) => error instanceof AdapterError && error.kind === 'aborted');
      assert.deepEqual((await adapter.offers!({}, call())).wallet, []);
    });

    const claim = async (offer: string): Promise<ClaimAnswer> => {
      const answer = await adapter.claim!({ offer }, call(createIdempotencyKey()));
      assert.ok('held' in answer, JSON.stringify(answer));
      return answer;
    };
    const tokenFor = async (id: string): Promise<string> => {
      const desired = [{ coupon: id }];
      const { token } = await adapter.verify({ cart: contractCart, desired }, call());
      assert.ok(token);
      return token;
    };
    const taken = (answer: HoldAnswer | Refused): Hold => {
      assert.ok('hold' in answer, JSON.stringify(answer));
      return answer.hold;
    };
    const refusal = async (offer: string): Promise<string | undefined> => {
      const answer = await adapter.claim!({ offer }, call(createIdempotencyKey()));
      return 'refused' in answer ? answer.refused.code : undefined;
    };
  });
}

export function call(idempotencyKey?: string): Call {
  return { signal: new AbortController().signal, ...(idempotencyKey && { idempotencyKey }) };
}

function coupon(id: string, benefit: KnownBenefit, more: Partial<Coupon> = {}): Coupon {
  return { id, benefit, ...more };
}
