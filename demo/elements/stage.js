/**
 * How does an element look when …? A stage is an adapter that answers given facts, so that a session over it shows one state. It prices with
 * the real engine; claims, packs and draws change what it answers next, as a server would. The gallery and the element tests stand on it.
 *
 * `facts` is read at each call: whoever changes it changes what is answered from then on.
 */
import { AdapterError, check, quote } from 'couponkit';
import { createLocalAdapter } from 'couponkit/adapters/local';

const verdictMs = 300_000;

/** @type {typeof import('./stage.js').createStage} */
export function createStage(facts) {
  const openedAt = Date.now();
  const setAt = facts.now ?? openedAt;
  /** The stage's clock starts at `facts.now`, and runs. */
  const now = () => setAt + Date.now() - openedAt;
  /** What was answered to which key. */
  const answered = new Map();
  let offers = facts.offers ?? [];
  let wallet = facts.wallet ?? [];
  let campaigns = facts.campaigns ?? [];
  let points = facts.points;
  let hold;

  /** Answers what the facts say, or else what `proceed` does; a call that is repeated is answered again. */
  async function answer(name, { signal, idempotencyKey }, proceed) {
    await Promise.resolve();
    if (signal.aborted) throw new AdapterError('aborted', name);
    if (answered.has(idempotencyKey)) return answered.get(idempotencyKey);
    const given = facts.answers?.[name];
    if (given === 'gone')
      throw new AdapterError('network', `${name}: the network is gone`, { retryable: true });
    if (given === 'slow') return waitForever(name, signal);
    const result = given ?? (await proceed());
    if (idempotencyKey) answered.set(idempotencyKey, result);
    return result;
  }

  const findOffer = (id) => offers.find(({ coupon }) => coupon.id === id);
  const findCampaign = (id) => campaigns.find((campaign) => campaign.id === id);
  const setOffer = (id, claim) => {
    offers = offers.map((each) =>
      each.coupon.id === id ? { ...each, claim: { ...each.claim, ...claim } } : each,
    );
  };
  const setCampaign = (id, view) => {
    campaigns = campaigns.map((each) => (each.id === id ? { ...each, ...view } : each));
  };

  const give = (coupon, { state = 'held', ...validity } = {}) => {
    const { validFrom, validUntil } = coupon;
    const held = {
      id: crypto.randomUUID(),
      coupon,
      state,
      ...(validFrom && { validFrom }),
      ...(validUntil && { validUntil }),
      ...validity,
    };
    wallet = [...wallet, held];
    return held;
  };

  const pay = (cost) => {
    if (!cost?.points || points === undefined) return undefined;
    if (points < cost.points) return refuse('points-too-few', { required: cost.points, available: points });
    points -= cost.points;
    return undefined;
  };

  function claim({ offer }) {
    const found = findOffer(offer);
    if (found?.claim.state !== 'available') return refuse(found?.claim.state ?? 'unknown-offer');
    const { cost, remaining, perShopper = 1 } = found.claim;
    const refused = pay(cost);
    if (refused) return refused;
    const held = give(found.coupon, {
      ...(cost?.amount && { state: 'pending', until: new Date(now() + verdictMs).toISOString() }),
    });
    const owned = wallet.filter(({ coupon }) => coupon.id === offer).length;
    setOffer(offer, {
      ...(owned >= perShopper && { state: 'claimed' }),
      ...(remaining !== undefined && { remaining: remaining - 1 }),
    });
    return { held, fresh: true };
  }

  function participate({ campaign: id, invitation }) {
    const campaign = findCampaign(id);
    if (!campaign) return refuse('unknown-campaign');
    if (campaign.state !== 'available') return refuse(campaign.state);
    const refused = pay(campaign.cost);
    if (refused) return refused;
    const validity = campaign.validHours && {
      validUntil: new Date(now() + campaign.validHours * 3_600_000).toISOString(),
    };
    const [prize] = campaign.kind === 'draw' ? campaign.prizes.filter(({ oddsBps }) => oddsBps > 0) : [];
    const given = {
      draw: prize?.coupon ? [prize.coupon] : [],
      pack: campaign.coupons,
      invite: campaign.invitee,
    };
    if (prize?.points && points !== undefined) points += prize.points;
    const held = given[campaign.kind].map((coupon) => give(coupon, validity));
    const left = (campaign.left ?? 1) - 1;
    // Who accepts an invitation may still invite.
    if (!invitation) setCampaign(id, { left, ...(left === 0 && { state: 'taken' }) });
    return {
      participation: {
        id: crypto.randomUUID(),
        campaign: id,
        held,
        ...(prize && { prize: prize.id }),
        ...(prize?.points && { points: prize.points }),
      },
      campaign: findCampaign(id),
    };
  }

  function invitation(campaign, rest) {
    const found = findCampaign(campaign) ?? campaigns.find(({ kind }) => kind === 'invite');
    if (!found) return refuse('unknown-invitation');
    return { invitation: { code: 'c0upon-invitat10', campaign: found.id, ...rest }, campaign: found };
  }

  /** What can be used: what is held, and what can be claimed at once. */
  const usable = () => [
    ...wallet.filter(({ state }) => state === 'held' || state === 'reserved').map(({ coupon }) => coupon),
    ...offers
      .filter(({ claim: { state, cost } }) => state === 'available' && !cost)
      .map(({ coupon }) => coupon),
  ];

  async function verify({ cart, shopper, desired }, call) {
    const coupons = [...new Map(usable().map((coupon) => [coupon.id, coupon])).values()];
    const desk = createLocalAdapter({
      coupons: coupons.map((coupon) => ({ coupon, claim: { hidden: false } })),
      engine: { quote, check },
      storage: { getItem: () => null, setItem: () => {} },
      now,
    });
    const { prices = {} } = facts;
    const lines = cart.lines.map((line) => ({ ...line, unitPrice: prices[line.product] ?? line.unitPrice }));
    const { cartHash } = await desk.verify({ cart, desired: [] }, call);
    const verdict = await desk.verify(
      { cart: { ...cart, lines }, desired, ...(shopper && { shopper }) },
      call,
    );
    const areHeld = verdict.quote.applied.every((applied) =>
      wallet.some(({ coupon }) => coupon.id === applied.coupon),
    );
    return {
      ...verdict,
      cartHash,
      prices: cart.lines.flatMap(({ id, unitPrice: before }, index) => {
        const after = lines[index].unitPrice;
        return after === before ? [] : [{ line: id, before, after }];
      }),
      ...(areHeld && { token: `stage-${verdict.quote.payable}` }),
      expiresAt: new Date(now() + verdictMs).toISOString(),
    };
  }

  const changeHold = (change) => {
    const isOver = change.state !== undefined;
    hold = { ...hold, ...change };
    const { id, expiresAt } = hold;
    wallet = wallet.map(({ hold: _, until: __, ...held }) =>
      isOver
        ? { ...held, state: held.state === 'reserved' ? 'held' : held.state }
        : { ...held, state: 'reserved', hold: id, until: expiresAt },
    );
    return { hold };
  };

  return {
    name: `stage ${crypto.randomUUID()}`,
    capabilities: {
      verify: 'native',
      offers: 'native',
      claim: 'native',
      exchange: 'native',
      reserve: facts.holdMs === undefined ? 'missing' : 'native',
      campaigns: facts.campaigns ? 'native' : 'missing',
      reasons: 'native',
      allocations: 'native',
    },
    offers: (_, call) =>
      answer('offers', call, () => ({
        offers,
        wallet,
        ...(points !== undefined && { points }),
        serverTime: now(),
      })),
    verify: (input, call) => answer('verify', call, () => verify(input, call)),
    recheck: ({ last, ...input }, call) =>
      answer('verify', call, () => verify({ ...input, desired: last.outcomes }, call)),
    claim: (input, call) => answer('claim', call, () => claim(input)),
    exchange: ({ code }, call) =>
      answer('exchange', call, () => {
        const found = facts.codes?.find((coupon) => coupon.code?.toUpperCase() === code.trim().toUpperCase());
        return found ? { held: give(found) } : refuse('unknown-code');
      }),
    campaigns: (call) =>
      answer('campaigns', call, () => ({
        campaigns,
        ...(points !== undefined && { points }),
        serverTime: now(),
      })),
    participate: (input, call) => answer('participate', call, () => participate(input)),
    invite: ({ campaign, lines }, call) =>
      answer('invite', call, () => invitation(campaign, { own: true, ...(lines && { lines }) })),
    invitation: (_, call) => answer('invitation', call, () => invitation(undefined, { own: false })),
    reserve: (_, call) =>
      answer('reserve', call, () => {
        hold = { id: crypto.randomUUID(), state: 'reserved', extendable: true };
        return changeHold({ expiresAt: new Date(now() + facts.holdMs).toISOString() });
      }),
    extend: (_, call) =>
      answer('extend', call, () =>
        changeHold({
          expiresAt: new Date(Date.parse(hold.expiresAt) + facts.holdMs).toISOString(),
          extendable: false,
        }),
      ),
    release: (_, call) => answer('release', call, () => changeHold({ state: 'released', extendable: false })),
    async close() {},
  };
}

/** Until whoever asked gives up. */
function waitForever(name, signal) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new AdapterError('aborted', name)));
  });
}

function refuse(code, params = {}) {
  return { refused: { code, params } };
}
