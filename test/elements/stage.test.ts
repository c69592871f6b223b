import { assert } from 'chai';
import { createStage, type StageFacts } from '../../demo/elements/stage.js';
import { AdapterError, createSession, type Coupon } from '../../src/index.js';
import type { CampaignView } from '../../src/protocol/campaigns.js';
import { until } from '../contracts/element-contract.js';

const ten = { id: 'ten', currency: 'CNY', benefit: { kind: 'amount', amount: 1000 } } as Coupon;
const hello = { ...ten, id: 'hello', code: 'HELLO' } as Coupon;
const draw = {
  kind: 'draw',
  id: 'wheel',
  state: 'available',
  left: 1,
  cost: { points: 50 },
  prizes: [
    { id: 'gone', oddsBps: 0 },
    { id: 'first', coupon: ten, oddsBps: 1000 },
  ],
  noPrizeBps: 9000,
} as const satisfies CampaignView;
const cart = { currency: 'CNY', lines: [{ id: '1', product: 'tea', unitPrice: 5000, quantity: 1 }] };
const call = () => ({ signal: new AbortController().signal, idempotencyKey: crypto.randomUUID() });

describe('a stage', () => {
  const open = (facts: StageFacts) => createSession({ adapter: createStage(facts) });

  it('offers what the facts say, and gives a claim', async () => {
    const session = open({ offers: [{ coupon: ten, claim: { state: 'available', remaining: 2 } }] });
    await session.loadOffers();
    const result = await session.claim('ten');
    assert.isTrue(result.ok);
    assert.equal(session.$wallet.get()![0]!.state, 'held');
    await session.loadOffers();
    assert.equal(session.$offers.get()![0]!.claim.state, 'claimed');
    session.destroy();
  });

  it('confirms the price that the engine finds', async () => {
    const session = open({ wallet: [{ id: 'w1', coupon: ten, state: 'held' }] });
    session.setCart(cart);
    await until(() => session.$verification.get().state === 'verified');
    assert.equal(session.$quote.get()!.payable, 4000);
    session.destroy();
  });

  it('knows other prices than the page', async () => {
    const session = open({ prices: { tea: 6000 } });
    session.setCart(cart);
    await until(() => session.$verification.get().state === 'changed');
    session.destroy();
  });

  it('holds an order', async () => {
    const session = open({ wallet: [{ id: 'w1', coupon: ten, state: 'held' }], holdMs: 60_000 });
    session.setCart(cart);
    await until(() => session.$verification.get().state === 'verified');
    assert.isTrue((await session.checkout()).ok);
    assert.equal(session.$hold.get()!.state, 'reserved');
    await session.release();
    session.destroy();
  });

  it('turns a code into a coupon', async () => {
    const session = open({ codes: [hello] });
    assert.isTrue((await session.exchange('hello')).ok);
    const refused = await session.exchange('other');
    assert.equal(!refused.ok && refused.reason.code, 'unknown-code');
    session.destroy();
  });

  it('refuses, and can be told to answer otherwise from now on', async () => {
    const facts: StageFacts = {
      offers: [{ coupon: ten, claim: { state: 'available' } }],
      answers: { claim: { refused: { code: 'shopper-limit', params: {} } } },
    };
    const session = open(facts);
    await session.loadOffers();
    const refused = await session.claim('ten');
    assert.equal(!refused.ok && refused.reason.code, 'shopper-limit');
    session.destroy();
    const stage = createStage({ ...facts, answers: { claim: 'gone' } });
    const error = await stage.claim!({ offer: 'ten' }, call()).catch((cause: unknown) => cause);
    assert.instanceOf(error, AdapterError);
    assert.equal(error.kind, 'network');
  });

  it('is slow until the call is aborted', async () => {
    const stage = createStage({ answers: { offers: 'slow' } });
    const controller = new AbortController();
    const asked = stage.offers!({}, { signal: controller.signal }).catch(({ kind }: AdapterError) => kind);
    controller.abort();
    assert.equal(await asked, 'aborted');
  });

  it('runs by the clock of the facts', async () => {
    const { serverTime } = await createStage({ now: 1000 }).offers!({}, call());
    assert.isAtLeast(serverTime, 1000);
    assert.isBelow(serverTime, 60_000);
  });

  it('draws a prize that can be won, takes the points, and answers the same key the same', async () => {
    const stage = createStage({ campaigns: [draw], points: 60 });
    const same = call();
    const first = await stage.participate!({ campaign: 'wheel' }, same);
    assert.equal('participation' in first && first.participation.prize, 'first');
    assert.equal('campaign' in first && first.campaign.state, 'taken');
    assert.equal(await stage.participate!({ campaign: 'wheel' }, same), first);
    assert.equal((await stage.campaigns!(call())).points, 10);
    assert.equal((await stage.offers!({}, call())).wallet.length, 1);
  });

  it('says that the points are too few', async () => {
    const stage = createStage({ campaigns: [draw], points: 20 });
    assert.deepEqual(await stage.participate!({ campaign: 'wheel' }, call()), {
      refused: { code: 'points-too-few', params: { required: 50, available: 20 } },
    });
  });

  it('has campaigns where the facts have them', () => {
    assert.equal(createStage({}).capabilities.campaigns, 'missing');
    assert.equal(createStage({ campaigns: [] }).capabilities.campaigns, 'native');
  });
});
