/**
 * A backend inside the test's page. It prices with the real engine, from facts of its own that a test may change at any
 * time: its prices, what it lets pass, whether it can be reached.
 */
import {
  AdapterError,
  type Adapter,
  type Call,
  type Capabilities,
  type Refused,
  type VerifyInput,
} from '../../src/adapters/adapter.js';
import { quote } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { normalizeCode } from '../../src/model/normalize-code.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type {
  Claim,
  ClaimAnswer,
  ClaimRequest,
  ExchangeAnswer,
  ExchangeRequest,
  Held,
  Hold,
  OffersAnswer,
  Verdict,
} from '../../src/protocol/messages.js';

export class ControllableBackend implements Adapter {
  readonly name = 'test';
  capabilities: Capabilities = {
    verify: 'native',
    offers: 'native',
    claim: 'native',
    exchange: 'native',
    reserve: 'missing',
    campaigns: 'missing',
    reasons: 'native',
    allocations: 'native',
  };
  reserve?: NonNullable<Adapter['reserve']>;
  extend?: NonNullable<Adapter['extend']>;
  release?: NonNullable<Adapter['release']>;
  /** The newest hold. */
  order: Hold | undefined;
  /** How long a hold lives. */
  holdMs = 900_000;
  /** Refuses the next reservations. */
  refusal: string | undefined;
  offered: { coupon: Coupon; claim: Claim }[] = [];
  wallet: Held[] = [];
  /** What codes bring. */
  hidden: Coupon[] = [];
  /** Unit prices that differ from the page's, by product. */
  prices: Record<string, number> = {};
  /** Ids of coupons that it lets pass no more. */
  expired: string[] = [];
  isAway = false;
  delayMs = 0;

  /** Coupons that can be claimed, or are held already. */
  offer(...coupons: Coupon[]): this {
    this.offered.push(...coupons.map((coupon) => ({ coupon, claim: { state: 'available' } as const })));
    return this;
  }

  hold(...coupons: Coupon[]): this {
    this.wallet.push(
      ...coupons.map((coupon) => ({ id: `held-${coupon.id}`, coupon, state: 'held' as const })),
    );
    return this;
  }

  async offers(_: unknown, call: Call): Promise<OffersAnswer> {
    await this.#answer(call);
    return { offers: [...this.offered], wallet: [...this.wallet], serverTime: Date.now() };
  }

  async verify({ cart, desired }: VerifyInput, call: Call): Promise<Verdict> {
    await this.#answer(call);
    return this.#judge(
      cart,
      desired.map(({ coupon }) => coupon),
    );
  }

  async recheck({ cart, last }: Parameters<Adapter['recheck']>[0], call: Call): Promise<Verdict> {
    await this.#answer(call);
    return this.#judge(
      cart,
      last.outcomes.map(({ coupon }) => coupon),
    );
  }

  async claim({ offer }: ClaimRequest, call: Call): Promise<ClaimAnswer | Refused> {
    await this.#answer(call);
    const found = this.offered.find(({ coupon }) => coupon.id === offer);
    if (found?.claim.state !== 'available')
      return { refused: { code: found?.claim.state ?? 'not-found', params: {} } };
    found.claim = { ...found.claim, state: 'claimed' };
    this.hold(found.coupon);
    return { held: this.wallet.at(-1)!, fresh: true };
  }

  async exchange({ code }: ExchangeRequest, call: Call): Promise<ExchangeAnswer | Refused> {
    await this.#answer(call);
    const found = this.hidden.find((coupon) => normalizeCode(coupon.code ?? '') === normalizeCode(code));
    if (!found) return { refused: { code: 'not-found', params: {} } };
    this.hold(found);
    return { held: this.wallet.at(-1)! };
  }

  /** From now on it holds the coupons of an order. */
  canHold(): this {
    this.capabilities = { ...this.capabilities, reserve: 'native' };
    const end = (state: Hold['state']): { hold: Hold } => {
      this.wallet = this.wallet.map(({ id, coupon }) => ({ id, coupon, state: 'held' }));
      return { hold: (this.order = { ...this.order!, state, extendable: false }) };
    };
    this.reserve = async ({ cart }, call) => {
      await this.#answer(call);
      if (this.refusal) return { refused: { code: this.refusal, params: {} } };
      const hold = { id: crypto.randomUUID(), state: 'reserved', extendable: true } as const;
      const until = new Date(Date.now() + this.holdMs).toISOString();
      const { outcomes } = await this.#judge(
        cart,
        this.wallet.map(({ coupon }) => coupon.id),
      );
      const wanted = outcomes.filter(({ state }) => state === 'effective').map(({ coupon }) => coupon);
      this.wallet = this.wallet.map((held) =>
        wanted.includes(held.coupon.id) ? { ...held, state: 'reserved', hold: hold.id, until } : held,
      );
      return { hold: (this.order = { ...hold, expiresAt: until }) };
    };
    this.extend = async (_, call) => {
      await this.#answer(call);
      const expiresAt = new Date(Date.parse(this.order!.expiresAt) + 900_000).toISOString();
      return { hold: (this.order = { ...this.order!, expiresAt, extendable: false }) };
    };
    this.release = async (_, call) => {
      await this.#answer(call);
      return end('released');
    };
    return this;
  }

  async close(): Promise<void> {}

  async #answer({ signal }: Call): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (signal.aborted) throw new AdapterError('aborted', 'aborted');
    if (this.isAway) throw new AdapterError('network', 'away', { retryable: true });
  }

  async #judge(cart: Cart, desired: readonly string[]): Promise<Verdict> {
    const priced = {
      ...cart,
      lines: cart.lines.map((line) => ({ ...line, unitPrice: this.prices[line.product] ?? line.unitPrice })),
    };
    const known = [...this.wallet, ...this.offered].map(({ coupon }) => coupon);
    const wanted = desired.flatMap((id) => known.find((coupon) => coupon.id === id) ?? []);
    const result = quote(
      priced,
      wanted.filter(({ id }) => !this.expired.includes(id)),
      { now: Date.now() },
    );
    const areHeld = result.applied.every(({ coupon }) =>
      this.wallet.some((held) => held.coupon.id === coupon),
    );
    return {
      cartHash: await hashCart(cart),
      at: Date.now(),
      outcomes: wanted.map(({ id }) => {
        const applied = result.applied.find(({ coupon }) => coupon === id);
        const reasons = result.refused.find(({ coupon }) => coupon === id)?.reasons ?? [
          { code: 'expired', params: { validUntil: '2026-01-01T00:00:00Z' } },
        ];
        return applied
          ? { coupon: id, state: 'effective', reasons: [], amount: applied.amount }
          : { coupon: id, state: 'rejected', reasons };
      }),
      automatic: [],
      totals: {
        subtotal: result.subtotal,
        discount: result.discount,
        shipping: result.shipping,
        payable: result.payable,
        basis: 'gross',
      },
      prices: cart.lines.flatMap((line) => {
        const after = this.prices[line.product];
        return after === undefined || after === line.unitPrice
          ? []
          : [{ line: line.id, before: line.unitPrice, after }];
      }),
      quote: result,
      ...(areHeld && { token: `token-${result.payable}` }),
      expiresAt: new Date(Date.now() + 300_000).toISOString(),
    };
  }
}
