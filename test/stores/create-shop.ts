import {
  AdapterError,
  type Adapter,
  type Call,
  type RecheckInput,
  type Refused,
  type VerifyInput,
} from '../../src/adapters/adapter.js';
import * as engine from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type {
  ClaimState,
  Held,
  Hold,
  HoldAnswer,
  Offer,
  QuoteRequest,
  Verdict,
} from '../../src/protocol/messages.js';
import { offersAt } from '../../src/stores/states-at.js';

/** A question that the server has got, to be answered when the test wants. */
export interface Asked {
  readonly input: VerifyInput | RecheckInput;
  readonly signal: AbortSignal;
  /** Answers with what the engine says, changed as the test wants. */
  answer(change?: (verdict: Verdict) => Partial<Verdict>): Promise<void>;
  fail(error: unknown): void;
}

/**
 * A server whose answers the test lets go one by one, with the real engine behind it. What is tested is what the session makes of their
 * order, their numbers and their faults; the real server is tested with the adapters.
 */
export interface TestShop {
  readonly adapter: Adapter;
  /** Questions that nobody has answered yet; filled only where `holds`. */
  readonly asked: Asked[];
  /** How often each call came. */
  readonly calls: Record<'verify' | 'recheck' | 'offers' | 'claim' | 'exchange', number>;
  /** What came of reservations, in order: `reserve token-1`, `extend hold-1`, `release hold-1`. */
  readonly holdCalls: string[];
  /** Every hold, the newest last. */
  readonly orders: Hold[];
  /** Refuses the next reservation, or prolonging. */
  refusal: string | undefined;
  /** Thrown by calls about holds while it is there. */
  holdFault: Error | undefined;
  /** The effect is there, and the answer does not come. */
  losesAnswers: boolean;
  /** What claims wanted priced with them. */
  readonly quotes: (QuoteRequest | undefined)[];
  /** Whether a claim's answer brings the price. */
  pricesClaims: boolean;
  /** The idempotency keys of claims and exchanges. */
  readonly keys: (string | undefined)[];
  /** Questions wait in `asked` instead of being answered at once. */
  holds: boolean;
  offers: Offer[];
  wallet: Held[];
  /** Thrown by every call while it is there. */
  fault: Error | undefined;
  /** Changes what is answered at once. */
  change: ((verdict: Verdict) => Partial<Verdict>) | undefined;
  serverTime: () => number;
}

const holdMs = 900_000;

export function createShop(now: () => number, capabilities: Partial<Adapter['capabilities']> = {}): TestShop {
  let serial = 0;
  const quoteFor = async (input: VerifyInput | RecheckInput): Promise<Verdict> => {
    const wanted = 'last' in input ? input.last.outcomes : input.desired;
    const known = [
      ...offersAt(shop.offers, shop.serverTime()).filter(({ claim }) => claim.state === 'available'),
      ...shop.wallet.filter(({ state }) => state === 'held'),
    ];
    const coupons = wanted.flatMap(
      ({ coupon }) => known.find((each) => each.coupon.id === coupon)?.coupon ?? [],
    );
    const quote = engine.quote(input.cart, coupons, { now: now() });
    const { subtotal, discount, shipping, payable } = quote;
    const isHeld = quote.applied.every(({ coupon }) =>
      shop.wallet.some((held) => held.coupon.id === coupon && held.state === 'held'),
    );
    return {
      cartHash: await hashCart(input.cart),
      at: shop.serverTime(),
      outcomes: wanted.map(({ coupon }) => {
        const applied = quote.applied.find((each) => each.coupon === coupon);
        return applied
          ? { coupon, state: 'effective', reasons: [], amount: applied.amount }
          : {
              coupon,
              state: 'rejected',
              reasons: quote.refused.find((each) => each.coupon === coupon)?.reasons ?? [],
            };
      }),
      automatic: [],
      totals: { subtotal, discount, shipping, payable, basis: 'gross' },
      quote,
      ...(isHeld && { token: `token-${++serial}` }),
    };
  };
  const ask = (input: VerifyInput | RecheckInput, { signal }: Call): Promise<Verdict> => {
    if (shop.fault) return Promise.reject(shop.fault);
    if (!shop.holds) return quoteFor(input).then((verdict) => ({ ...verdict, ...shop.change?.(verdict) }));
    return new Promise((resolve, reject) => {
      shop.asked.push({
        input,
        signal,
        async answer(change) {
          const verdict = await quoteFor(input);
          resolve({ ...verdict, ...change?.(verdict) });
        },
        fail: reject,
      });
    });
  };
  const grant = (coupon: string): { held: Held; fresh: boolean } | Refused => {
    if (shop.fault) throw shop.fault;
    const offer = shop.offers.find((each) => each.coupon.id === coupon || each.coupon.code === coupon);
    if (!offer) return { refused: { code: 'unknown-offer', params: {} } };
    if (offer.claim.state !== 'available') return { refused: { code: offer.claim.state, params: {} } };
    const held: Held = { id: `held-${++serial}`, coupon: offer.coupon, state: 'held' };
    shop.wallet = [...shop.wallet, held];
    shop.offers = shop.offers.map((each) =>
      each === offer ? { ...each, claim: { ...each.claim, state: 'claimed' } } : each,
    );
    return { held, fresh: true };
  };
  /** As the real server does: a key has one effect, an ended hold lets its coupons go. */
  const effects = new Map<string, HoldAnswer>();
  const change = (
    name: string,
    { idempotencyKey }: Call,
    run: () => HoldAnswer | Refused,
  ): HoldAnswer | Refused => {
    shop.holdCalls.push(name);
    if (shop.holdFault) throw shop.holdFault;
    const answer = effects.get(idempotencyKey!) ?? run();
    if ('hold' in answer) effects.set(idempotencyKey!, answer);
    if (shop.losesAnswers) throw new AdapterError('timeout', 'lost', { retryable: true, ambiguous: true });
    return answer;
  };
  const sweep = (): void => {
    for (const { id, state, expiresAt } of shop.orders)
      if (state === 'reserved' && shop.serverTime() >= Date.parse(expiresAt)) end(id, 'expired');
  };
  const put = (hold: Hold): HoldAnswer => {
    const index = shop.orders.findIndex(({ id }) => id === hold.id);
    if (index < 0) shop.orders.push(hold);
    else shop.orders[index] = hold;
    return { hold };
  };
  const end = (id: string, state: Hold['state']): HoldAnswer => {
    shop.wallet = shop.wallet.map((held) => (held.hold === id ? heldOf(held.coupon, { id: held.id }) : held));
    return put({ ...shop.orders.find((hold) => hold.id === id)!, state, extendable: false });
  };
  const refuse = (code: string): Refused => ({ refused: { code, params: {} } });
  const live = (id: string): Hold | undefined => {
    sweep();
    return shop.orders.find((hold) => hold.id === id && hold.state === 'reserved');
  };
  const holding: Partial<Adapter> = {
    async reserve({ token, cart }, call) {
      return change(`reserve ${token}`, call, () => {
        sweep();
        if (shop.refusal) return refuse(shop.refusal);
        const wanted = engine
          .quote(
            cart,
            shop.wallet.filter(({ state }) => state === 'held').map(({ coupon }) => coupon),
            { now: now() },
          )
          .applied.map(({ coupon }) => coupon);
        const hold = `hold-${shop.orders.length + 1}`;
        const until = new Date(shop.serverTime() + holdMs).toISOString();
        shop.wallet = shop.wallet.map((held) =>
          wanted.includes(held.coupon.id) ? { ...held, state: 'reserved', hold, until } : held,
        );
        return put({ id: hold, state: 'reserved', expiresAt: until, extendable: true });
      });
    },
    async extend({ hold: id }, call) {
      return change(`extend ${id}`, call, () => {
        const hold = live(id);
        if (!hold) return refuse('hold-ended');
        if (shop.refusal || !hold.extendable) return refuse(shop.refusal ?? 'already-extended');
        const expiresAt = new Date(Date.parse(hold.expiresAt) + holdMs).toISOString();
        return put({ ...hold, expiresAt, extendable: false });
      });
    },
    async release({ hold: id }, call) {
      return change(`release ${id}`, call, () => (live(id) ? end(id, 'released') : refuse('hold-ended')));
    },
  };
  const shop: TestShop = {
    holdCalls: [],
    orders: [],
    refusal: undefined,
    holdFault: undefined,
    losesAnswers: false,
    asked: [],
    calls: { verify: 0, recheck: 0, offers: 0, claim: 0, exchange: 0 },
    quotes: [],
    pricesClaims: true,
    keys: [],
    holds: false,
    offers: [],
    wallet: [],
    fault: undefined,
    change: undefined,
    serverTime: now,
    adapter: {
      name: 'test',
      capabilities: {
        verify: 'native',
        offers: 'native',
        claim: 'native',
        exchange: 'native',
        reserve: 'missing',
        campaigns: 'missing',
        reasons: 'native',
        allocations: 'native',
        ...capabilities,
      },
      verify(input, call) {
        shop.calls.verify++;
        return ask(input, call);
      },
      recheck(input, call) {
        shop.calls.recheck++;
        return ask(input, call);
      },
      async offers() {
        shop.calls.offers++;
        if (shop.fault) throw shop.fault;
        sweep();
        const { offers, wallet } = shop;
        return { offers, wallet, serverTime: shop.serverTime() };
      },
      async claim({ offer, quote }, { idempotencyKey }) {
        shop.calls.claim++;
        shop.keys.push(idempotencyKey);
        shop.quotes.push(quote);
        const granted = grant(offer);
        if ('refused' in granted || !quote || !shop.pricesClaims) return granted;
        return { ...granted, verdict: await quoteFor(quote) };
      },
      async exchange({ code }, { idempotencyKey }) {
        shop.calls.exchange++;
        shop.keys.push(idempotencyKey);
        return grant(code);
      },
      ...(capabilities.reserve === 'native' && holding),
      async close() {},
    },
  };
  return shop;
}

/** An amount off from a minimum spend on. */
export function amountOff(
  id: string,
  amount: number,
  minSpend = amount + 1,
  more: Partial<Coupon> = {},
): Coupon {
  return { id, conditions: { minSpend }, benefit: { kind: 'amount', amount } as Coupon['benefit'], ...more };
}

export function offered(
  coupon: Coupon,
  state: ClaimState = 'available',
  more: Partial<Offer['claim']> = {},
): Offer {
  return { coupon, claim: { state, ...more } };
}

export function heldOf(coupon: Coupon, more: Partial<Held> = {}): Held {
  return { id: `held-${coupon.id}`, coupon, state: 'held', ...more };
}

/** One line of tea at 100.00 a piece. */
export function cartOf(quantity: number, more: Partial<Cart> = {}): Cart {
  return {
    currency: 'CNY',
    lines: [{ id: 'L1', product: 'tea', unitPrice: 10_000, quantity }],
    ...more,
  };
}
