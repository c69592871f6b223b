import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AdapterError, type Adapter, type Call, type Refused } from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import { CouponError } from '../../src/money/coupon-error.js';
import type {
  CampaignView,
  DrawView,
  InvitationRequest,
  InviteView,
  Participation,
  ParticipationRequest,
} from '../../src/protocol/campaigns.js';
import type { Campaigns } from '../../src/stores/campaigns.js';
import { createDesk } from '../../src/stores/create-desk.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { amountOff, cartOf, createShop, heldOf, offered, type TestShop } from './create-shop.js';
import { createFakeClock, settle, type FakeClock } from './fake-clock.js';

const draw: DrawView = {
  id: 'wheel',
  kind: 'draw',
  state: 'available',
  left: 2,
  prizes: [{ id: 'first', coupon: amountOff('won', 1000), oddsBps: 1000 }],
  noPrizeBps: 9000,
};
const invite: InviteView = {
  id: 'friends',
  kind: 'invite',
  state: 'available',
  invitee: [amountOff('welcome', 500)],
  inviter: [amountOff('thanks', 500)],
  rewardedOn: 'order',
};

/** What the test has the server say, and what it was asked. */
interface Fair {
  campaigns: readonly CampaignView[];
  points: number | undefined;
  fault: Error | undefined;
  refusal: Refused['refused'] | undefined;
  won: Partial<Participation>;
  /** Answers wait until the test lets them go. */
  gate: Promise<void> | undefined;
  readonly calls: Record<'campaigns' | 'participate' | 'invite' | 'invitation', number>;
  readonly keys: (string | undefined)[];
  readonly requests: (ParticipationRequest | InvitationRequest)[];
}

let clock: FakeClock;
let shop: TestShop;
let fair: Fair;
let session: Session;
const sessions: Session[] = [];
let serial = 0;

beforeEach(() => {
  clock = createFakeClock();
  shop = createShop(clock.now, { campaigns: 'native' });
  fair = {
    campaigns: [draw, invite],
    points: undefined,
    fault: undefined,
    refusal: undefined,
    won: { held: [] },
    gate: undefined,
    calls: { campaigns: 0, participate: 0, invite: 0, invitation: 0 },
    keys: [],
    requests: [],
  };
  const answer = async <T>(name: keyof Fair['calls'], { signal }: Call, make: () => T): Promise<T> => {
    fair.calls[name]++;
    const { fault } = fair;
    // It is from when it was asked for, whenever it comes.
    const made = make();
    await Promise.race([
      fair.gate,
      fair.gate &&
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new AdapterError('aborted', 'aborted'))),
        ),
    ]);
    if (fault) throw fault;
    return made;
  };
  const orRefused =
    <T>(make: () => T) =>
    (): T | Refused =>
      fair.refusal ? { refused: fair.refusal } : make();
  const find = (id: string) => fair.campaigns.find((each) => each.id === id)!;
  Object.assign(shop.adapter, {
    name: `fair ${serial++}`,
    campaigns: (call) =>
      answer('campaigns', call, () => ({
        campaigns: fair.campaigns,
        ...(fair.points !== undefined && { points: fair.points }),
        serverTime: shop.serverTime(),
      })),
    participate(input, call) {
      fair.keys.push(call.idempotencyKey);
      fair.requests.push(input);
      const make = orRefused(() => ({
        participation: { id: 'p', campaign: input.campaign, held: [], ...fair.won },
        campaign: { ...find(input.campaign), left: 1 },
      }));
      return answer('participate', call, make);
    },
    invite(input, call) {
      fair.keys.push(call.idempotencyKey);
      fair.requests.push(input);
      const { campaign, lines } = input;
      const make = orRefused(() => ({
        invitation: { code: 'abcdefghijklmnop', campaign, own: true, ...(lines && { lines }) },
        campaign: { ...invite, friends: { accepted: 1, rewarded: 0 } },
      }));
      return answer('invite', call, make);
    },
    invitation: ({ code }, call) =>
      answer(
        'invitation',
        call,
        orRefused(() => ({ invitation: { code, campaign: 'friends', own: false }, campaign: invite })),
      ),
  } satisfies Partial<Adapter>);
});
afterEach(() => sessions.splice(0).forEach((each) => each.destroy()));

function open(): Session {
  const { now, schedule } = clock;
  session = createSession({ adapter: shop.adapter, engine, desk: createDesk, now, schedule });
  sessions.push(session);
  return session;
}

async function openCampaigns(): Promise<Campaigns> {
  const campaigns = await open().campaigns();
  await campaigns.load();
  return campaigns;
}

function hold(): () => void {
  let release!: () => void;
  fair.gate = new Promise((resolve) => (release = resolve));
  return () => {
    fair.gate = undefined;
    release();
  };
}

const stateOf = ({ $campaigns }: Campaigns, id = 'wheel') =>
  $campaigns.get()!.find((each) => each.id === id)!.state;
const away = () => new AdapterError('network', 'away', { retryable: true });

describe('the campaigns of a session', () => {
  it('are the same for all who ask, and asked for once', async () => {
    open();
    const [one, other] = await Promise.all([session.campaigns(), session.campaigns()]);
    assert.equal(one, other);
    assert.equal(one.$campaigns.get(), undefined);
    await Promise.all([one.load(), other.load()]);
    assert.equal(fair.calls.campaigns, 1);
    assert.deepEqual(one.$campaigns.get(), [draw, invite]);
    assert.equal(one.$points.get(), undefined);
  });

  it('are not to be had where the adapter has none', async () => {
    Object.assign(shop.adapter, { campaigns: undefined });
    await assert.rejects(open().campaigns(), CouponError);
  });

  it('open, close and come again by the server’s clock, without asking', async () => {
    const aheadMs = 60_000;
    shop.serverTime = () => clock.now() + aheadMs;
    fair.campaigns = [
      { ...draw, state: 'upcoming', opensAt: '2026-11-21T12:02:00Z', closesAt: '2026-11-21T12:04:00Z' },
      { ...draw, id: 'daily', state: 'taken', left: 0, againAt: '2026-11-21T12:03:00Z' },
      { ...invite, state: 'sign-in', closesAt: '2026-11-21T12:02:00Z' },
    ];
    const campaigns = await openCampaigns();
    const states = () => campaigns.$campaigns.get()!.map(({ state }) => state);
    assert.deepEqual(states(), ['upcoming', 'taken', 'sign-in']);
    assert.equal(clock.waiting(), 1);
    await clock.advance(60_000);
    assert.deepEqual(states(), ['available', 'taken', 'sign-in']);
    await clock.advance(60_000);
    assert.deepEqual(states(), ['available', 'available', 'sign-in']);
    assert.equal(campaigns.$campaigns.get()![1]!.left, undefined);
    await clock.advance(60_000);
    assert.deepEqual(states(), ['ended', 'available', 'sign-in']);
    assert.equal(clock.waiting(), 0);
    assert.equal(fair.calls.campaigns, 1);
  });

  it('that do not come are asked for again later, and the last answer stays', async () => {
    const campaigns = await openCampaigns();
    fair.fault = away();
    await campaigns.load();
    assert.deepEqual(campaigns.$campaigns.get(), [draw, invite]);
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'campaigns');
    fair.fault = undefined;
    fair.campaigns = [draw];
    await clock.advance(5000);
    assert.deepEqual(campaigns.$campaigns.get(), [draw]);
    assert.equal(session.$error.get(), undefined);
  });

  it('load anew for another shopper, and an answer for the last one is dropped', async () => {
    const campaigns = await openCampaigns();
    const release = hold();
    const loading = campaigns.load();
    fair.gate = undefined;
    fair.points = 7;
    session.setShopper({ orders: 3 });
    await settle();
    assert.equal(campaigns.$points.get(), 7);
    release();
    await loading;
    assert.equal(campaigns.$points.get(), 7);
    assert.equal(fair.calls.campaigns, 3);
  });

  it('say what the adapter has left out', async () => {
    const problems = [{ path: 'campaigns[1]', severity: 'error', code: 'required', params: {} }] as const;
    Object.assign(shop.adapter, {
      campaigns: async () => ({ campaigns: [draw], serverTime: clock.now(), problems }),
    });
    await openCampaigns();
    assert.deepEqual(session.$error.get(), { code: 'invalid-offers', problems });
  });

  it('know of a claim that took points', async () => {
    fair.points = 9;
    shop.offers = [
      offered(amountOff('paid', 100), 'available', { cost: { points: 5 } }),
      offered(amountOff('free', 100)),
    ];
    const campaigns = await openCampaigns();
    await session.loadOffers();
    await session.claim('free');
    await settle();
    assert.equal(fair.calls.campaigns, 1);
    fair.points = 4;
    await session.claim('paid');
    await settle();
    assert.equal(campaigns.$points.get(), 4);
  });

  it('of one tab are known to the others', async () => {
    const other = await openCampaigns();
    const own = await openCampaigns();
    const heard = new Promise<void>((resolve) => void other.$points.listen(() => resolve()));
    fair.points = 3;
    assert.ok((await own.participate('wheel')).ok);
    // The channel keeps no process alive, so something else has to.
    const alive = setInterval(() => {}, 1000);
    await heard;
    clearInterval(alive);
    assert.equal(other.$points.get(), 3);
  });
});

describe('who takes part', () => {
  it('has what it brings in the wallet and in the price at once, and sees how the campaign stands then', async () => {
    shop.offers = [offered(amountOff('won', 1000), 'upcoming')];
    open().setCart(cartOf(1));
    await clock.advance(1000);
    assert.equal(session.$quote.get()!.payable, 10_000);
    const campaigns = await session.campaigns();
    await campaigns.load();
    const held = [heldOf(amountOff('won', 1000)), heldOf(amountOff('also', 200))];
    fair.won = { prize: 'first', held };
    const result = await campaigns.participate('wheel');
    assert.ok(result.ok && result.participation.prize === 'first' && result.campaign.left === 1);
    assert.deepEqual(session.$wallet.get(), held);
    assert.equal(session.$quote.get()!.payable, 9000);
    assert.deepEqual(session.$dropped.get(), []);
    assert.equal(session.$offers.get()![0]!.claim.state, 'claimed');
    assert.equal(campaigns.$campaigns.get()![0]!.left, 1);
    assert.equal(fair.calls.campaigns, 1);
  });

  it('has one piece of what comes again: store credit with another balance', async () => {
    const credit = (amount: number) => heldOf(amountOff('credit', amount));
    shop.wallet = [credit(500)];
    const campaigns = await openCampaigns();
    await session.loadOffers();
    fair.won = { held: [credit(1500)] };
    await campaigns.participate('wheel');
    assert.deepEqual(session.$wallet.get(), [credit(1500)]);
  });

  it('knows how many points are left', async () => {
    fair.points = 10;
    fair.campaigns = [{ ...draw, cost: { points: 4 } }];
    const campaigns = await openCampaigns();
    fair.points = 6;
    await campaigns.participate('wheel');
    await settle();
    assert.equal(campaigns.$points.get(), 6);
  });

  it('of two acts at once does one', async () => {
    const campaigns = await openCampaigns();
    const results = await Promise.all([campaigns.participate('wheel'), campaigns.participate('wheel')]);
    assert.equal(fair.calls.participate, 1);
    assert.deepEqual(results[0], results[1]);
    await campaigns.participate('wheel');
    await campaigns.participate('friends', { invitation: 'abcdefghijklmnop' });
    assert.equal(new Set(fair.keys).size, 3);
    assert.deepEqual(fair.requests.at(-1), { campaign: 'friends', invitation: 'abcdefghijklmnop' });
  });

  it('tries again with the same key after a fault', async () => {
    const campaigns = await openCampaigns();
    fair.fault = away();
    assert.deepEqual(await campaigns.participate('wheel'), {
      ok: false,
      reason: { code: 'unavailable', params: { retryAfterMs: undefined } },
    });
    const error = session.$error.get()!;
    assert.ok(error.code === 'adapter' && error.during === 'participate');
    assert.equal(stateOf(campaigns), 'available');
    fair.fault = new AdapterError('rate-limited', 'slow down', { retryable: true, retryAfterMs: 900 });
    const limited = await campaigns.participate('wheel');
    assert.ok(!limited.ok && limited.reason.code === 'rate-limited');
    assert.equal(limited.reason.params['retryAfterMs'], 900);
    fair.fault = undefined;
    assert.ok((await campaigns.participate('wheel')).ok);
    assert.equal(session.$error.get(), undefined);
    await campaigns.participate('wheel');
    assert.equal(fair.keys[0], fair.keys[1]);
    assert.equal(fair.keys[1], fair.keys[2]);
    assert.notEqual(fair.keys[2], fair.keys[3]);
  });

  it('has another key where another shopper tries', async () => {
    const campaigns = await openCampaigns();
    fair.fault = away();
    await campaigns.participate('wheel');
    session.setShopper({ orders: 1 });
    await campaigns.participate('wheel');
    assert.notEqual(fair.keys[0], fair.keys[1]);
  });

  it('can stop waiting, and hears by the next try what was done meanwhile', async () => {
    const campaigns = await openCampaigns();
    const release = hold();
    const controller = new AbortController();
    const results = [
      campaigns.participate('wheel', { signal: controller.signal }),
      campaigns.participate('wheel'),
    ];
    controller.abort();
    const again = campaigns.participate('wheel');
    for (const result of await Promise.all(results))
      assert.deepEqual(result, { ok: false, reason: { code: 'cancelled', params: {} } });
    assert.equal(session.$error.get(), undefined);
    release();
    assert.ok((await again).ok);
    assert.equal(fair.keys.length, 2);
    assert.equal(fair.keys[0], fair.keys[1]);
    const never = await campaigns.participate('wheel', { signal: AbortSignal.abort() });
    assert.ok(!never.ok && never.reason.code === 'cancelled');
    assert.equal(fair.keys.length, 2);
  });

  it('does not lose the key to an answer that came too late', async () => {
    const campaigns = await openCampaigns();
    const { participate } = shop.adapter;
    let answerLate!: () => void;
    // An adapter that does not stop when it should.
    Object.assign(shop.adapter, {
      async participate(...[input, { idempotencyKey }]: Parameters<NonNullable<typeof participate>>) {
        const answer = await participate!(input, {
          idempotencyKey: idempotencyKey!,
          signal: new AbortController().signal,
        });
        await new Promise<void>((resolve) => (answerLate = resolve));
        return answer;
      },
    });
    const controller = new AbortController();
    const first = campaigns.participate('wheel', { signal: controller.signal });
    await settle();
    controller.abort();
    answerLate();
    assert.equal((await first).ok, false);
    assert.equal(session.$wallet.get(), undefined);
    const second = campaigns.participate('wheel');
    await settle();
    answerLate();
    assert.ok((await second).ok);
    assert.equal(fair.keys[0], fair.keys[1]);
  });

  for (const code of ['sold-out', 'upcoming', 'ended', 'sign-in', 'not-eligible'])
    it(`and is refused sees it at the campaign: ${code}`, async () => {
      const campaigns = await openCampaigns();
      fair.refusal = { code, params: {} };
      const result = await campaigns.participate('wheel');
      assert.deepEqual(result, { ok: false, reason: fair.refusal });
      assert.equal(stateOf(campaigns), code);
      assert.equal(stateOf(campaigns, 'friends'), 'available');
      assert.equal(fair.calls.campaigns, 1);
    });

  it('and has done so before hears when there is a next time', async () => {
    const campaigns = await openCampaigns();
    const againAt = '2026-11-22T00:00:00Z';
    fair.refusal = { code: 'taken', params: {} };
    fair.campaigns = [{ ...draw, state: 'taken', left: 0, againAt }];
    const release = hold();
    const acting = campaigns.participate('wheel');
    fair.gate = undefined;
    release();
    await acting;
    assert.equal(stateOf(campaigns), 'taken');
    await settle();
    assert.equal(campaigns.$campaigns.get()![0]!.againAt, againAt);
  });

  it('with too few points hears how many there are, and the campaign stays', async () => {
    fair.points = 10;
    const campaigns = await openCampaigns();
    fair.refusal = { code: 'points-too-few', params: { required: 10, available: 3 } };
    assert.deepEqual(await campaigns.participate('wheel'), { ok: false, reason: fair.refusal });
    assert.equal(campaigns.$points.get(), 3);
    assert.equal(stateOf(campaigns), 'available');
  });

  it('is not undone by an older answer', async () => {
    const campaigns = await openCampaigns();
    const release = hold();
    const loading = campaigns.load();
    fair.gate = undefined;
    fair.campaigns = [{ ...draw, left: 1 }];
    await campaigns.participate('wheel');
    release();
    await loading;
    assert.equal(fair.calls.campaigns, 3);
    assert.equal(campaigns.$campaigns.get()![0]!.left, 1);
  });
});

describe('an invitation', () => {
  it('has the lines of the cart where they are to be shared, and changes the campaign', async () => {
    open().setCart(
      cartOf(2, {
        lines: [
          { id: 'L1', product: 'tea', sku: 'green', unitPrice: 100, quantity: 2, title: 'Tea' },
          { id: 'L2', product: 'cup', unitPrice: 50, quantity: 1 },
        ],
      }),
    );
    await settle();
    const campaigns = await session.campaigns();
    await campaigns.load();
    const result = await campaigns.invite('friends', { cart: true });
    assert.ok(result.ok && result.invitation.own);
    assert.deepEqual(result.invitation.lines, [
      { product: 'tea', sku: 'green', quantity: 2 },
      { product: 'cup', quantity: 1 },
    ]);
    assert.deepEqual(campaigns.$campaigns.get()![1], result.campaign);
    assert.deepEqual(result.campaign.friends, { accepted: 1, rewarded: 0 });
    await campaigns.invite('friends');
    assert.deepEqual(fair.requests[1], { campaign: 'friends' });
  });

  it('shares 50 lines of a longer cart', async () => {
    const line = { product: 'tea', unitPrice: 100, quantity: 1 };
    open().setCart(cartOf(1, { lines: Array.from({ length: 60 }, (_, id) => ({ ...line, id: `${id}` })) }));
    const result = await (await session.campaigns()).invite('friends', { cart: true });
    assert.ok(result.ok);
    assert.equal(result.invitation.lines?.length, 50);
  });

  it('of an empty cart is one without lines', async () => {
    const campaigns = await openCampaigns();
    assert.ok((await campaigns.invite('friends', { cart: true })).ok);
    assert.deepEqual(fair.requests, [{ campaign: 'friends' }]);
  });

  it('is made with the same key after a fault, and refused with its reason', async () => {
    const campaigns = await openCampaigns();
    fair.fault = away();
    assert.equal((await campaigns.invite('friends')).ok, false);
    fair.fault = undefined;
    fair.refusal = { code: 'sign-in', params: {} };
    assert.deepEqual(await campaigns.invite('friends'), { ok: false, reason: fair.refusal });
    assert.equal(fair.keys[0], fair.keys[1]);
    assert.equal(stateOf(campaigns, 'friends'), 'sign-in');
  });

  it('that a friend opens and accepts says nothing of how whoever invites stands', async () => {
    const campaigns = await openCampaigns();
    const before = campaigns.$campaigns.get()![1];
    await campaigns.readInvitation('abcdefghijklmnop');
    await campaigns.participate('friends', { invitation: 'abcdefghijklmnop' });
    fair.refusal = { code: 'taken', params: {} };
    await campaigns.participate('friends', { invitation: 'abcdefghijklmnop' });
    assert.equal(campaigns.$campaigns.get()![1], before);
  });

  it('is read by its code', async () => {
    const campaigns = await openCampaigns();
    const [one, other] = await Promise.all([
      campaigns.readInvitation('abcdefghijklmnop'),
      campaigns.readInvitation('abcdefghijklmnop'),
    ]);
    assert.ok(one.ok && other.ok && !one.invitation.own && one.campaign.id === 'friends');
    assert.equal(fair.calls.invitation, 1);
    fair.refusal = { code: 'unknown-invitation', params: {} };
    assert.deepEqual(await campaigns.readInvitation('abc'), { ok: false, reason: fair.refusal });
  });
});

describe('after destroy', () => {
  it('campaigns ask for nothing any more, and acts reject or end', async () => {
    const campaigns = await openCampaigns();
    hold();
    const acting = campaigns.participate('wheel');
    const loading = campaigns.load();
    session.destroy();
    const result = await acting;
    assert.ok(!result.ok && result.reason.code === 'cancelled');
    await loading;
    const before = { ...fair.calls };
    await assert.rejects(
      campaigns.participate('wheel'),
      (error) => error instanceof CouponError && error.code === 'destroyed',
    );
    await assert.rejects(session.campaigns(), CouponError);
    await session.refresh();
    assert.deepEqual(fair.calls, before);
    assert.equal(clock.waiting(), 0);
  });
});
