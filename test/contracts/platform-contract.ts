import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AdapterError, type Adapter, type Call, type Capabilities } from '../../src/adapters/adapter.js';
import { quote, type KnownBenefit } from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { parseCart } from '../../src/model/parse-cart.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import { hashCart } from '../../src/protocol/hash-cart.js';
import type { Verdict } from '../../src/protocol/messages.js';

/** The coupons that the shop's feed names. The shop has them under the same codes, and `SHIRT20` (or another that takes something off), of which no feed knows. */
export const contractFeed: readonly {
  readonly coupon: Coupon;
  readonly claim: { readonly hidden: boolean };
}[] = [
  shown('save10', 'SAVE10', { kind: 'percent', percentOff: 10 }),
  shown('fix5', 'FIX5', { kind: 'amount', amount: 500 }),
  // The shop has ended this one; the feed is older than that.
  shown('expired', 'EXPIRED', { kind: 'amount', amount: 100 }),
  // No shop has it.
  shown('nope', 'NOPE', { kind: 'amount', amount: 100 }),
];

/** A shop as it is set up for the contract: it sells a Mug at 20.00, a Shirt at 35.50 and a Sticker at 3.33 USD, without tax. */
export interface ContractShop {
  readonly capabilities: Pick<Capabilities, 'reasons' | 'allocations'>;
  /** A code that takes something off and that the feed does not name. */
  readonly privateCode: string;
  /** A new shopper, with one of each in the cart. */
  visit(): Promise<ContractShopper>;
}

export interface ContractShopper {
  /** An adapter over {@link contractFeed}; each call is another page of the same shopper, with the same storage. */
  open(): Adapter;
  /** The codes on the platform's cart, as anyone sees them there. */
  codes(): Promise<readonly string[]>;
  /** As the shop's own pages do it, without the adapter. */
  addCode(code: string): Promise<void>;
  removeCode(code: string): Promise<void>;
  /** Makes the cart another one, likewise. */
  changeCart(): Promise<void>;
}

/** What the adapter of every shop platform must do, against the platform or against recordings of it. */
export function platformContract(name: string, open: () => Promise<ContractShop>): void {
  describe(`${name} keeps the contract of platforms`, () => {
    let shop: ContractShop;
    let shopper: ContractShopper;
    let adapter: Adapter;
    let cart: Cart;
    const opened: Adapter[] = [];
    const openPage = (): Adapter => {
      opened.push((adapter = shopper.open()));
      return adapter;
    };
    const readCart = async (): Promise<Cart> => (await adapter.cart!().read(call())).cart!;
    const visit = async (): Promise<void> => {
      shopper = await shop.visit();
      openPage();
      cart = await readCart();
    };
    const verify = (...coupons: string[]): Promise<Verdict> =>
      adapter.verify({ cart, desired: coupons.map(desired) }, call());
    const codes = async (): Promise<string[]> =>
      (await shopper.codes()).map((code) => code.toLowerCase()).sort();
    before(async () => (shop = await open()));
    after(() => Promise.all(opened.map((each) => each.close())));

    it('says what is native, emulated and missing', async () => {
      await visit();
      assert.deepEqual(adapter.capabilities, {
        verify: 'native',
        offers: 'emulated',
        claim: 'emulated',
        exchange: 'emulated',
        reserve: 'missing',
        campaigns: 'missing',
        ...shop.capabilities,
      });
    });

    it('reads the cart, in a form that a session takes', async () => {
      await visit();
      assert.ok(parseCart(cart).ok);
      assert.equal(cart.currency, 'USD');
      const lines = cart.lines.map(({ title, unitPrice, quantity }) => ({ title, unitPrice, quantity }));
      assert.deepEqual(
        lines.sort((a, b) => a.unitPrice - b.unitPrice),
        [
          { title: 'Sticker', unitPrice: 333, quantity: 1 },
          { title: 'Mug', unitPrice: 2000, quantity: 1 },
          { title: 'Shirt', unitPrice: 3550, quantity: 1 },
        ],
      );
      assert.ok(cart.lines.every(({ product }) => product));
    });

    it('lists what the feed names, and nobody holds any of it', async () => {
      await visit();
      const { offers, wallet, problems = [] } = await adapter.offers!({}, call());
      assert.deepEqual(
        offers.map((offer) => [offer.coupon.id, offer.claim.state]),
        contractFeed.map(({ coupon }) => [coupon.id, 'available']),
      );
      assert.deepEqual([wallet, problems], [[], []]);
    });

    it('confirms the price without a coupon', async () => {
      await visit();
      const verdict = await verify();
      assert.equal(verdict.cartHash, await hashCart(cart));
      assert.deepEqual(verdict.outcomes, []);
      const { subtotal, discount, payable, basis } = verdict.totals;
      assert.deepEqual(
        { subtotal, discount, payable, basis },
        { subtotal: 5883, discount: 0, payable: 5883, basis: 'net' },
      );
    });

    it('confirms what the preview says of one coupon, and of its split', async () => {
      await visit();
      const verdict = await verify('save10');
      const preview = quote(cart, [couponOf('save10')], { now: Date.now() });
      assert.deepEqual(verdict.outcomes, [
        { coupon: 'save10', state: 'effective', reasons: [], amount: 588 },
      ]);
      assert.equal(verdict.totals.payable, preview.payable);
      assert.equal(preview.payable, 5295);
      assert.equal(!!verdict.quote, shop.capabilities.allocations === 'native');
      assertAddsUp(verdict);
    });

    it('states the whole set, each time', async () => {
      await visit();
      await verify('save10');
      const both = await verify('save10', 'fix5');
      assert.deepEqual(
        both.outcomes.map(({ state }) => state),
        ['effective', 'effective'],
      );
      assertAddsUp(both);
      assert.deepEqual(await codes(), ['fix5', 'save10']);
      const one = await verify('save10');
      assert.deepEqual(await codes(), ['save10']);
      assert.equal(one.totals.payable, 5295);
      await verify();
      assert.deepEqual(await codes(), []);
    });

    for (const [id, expected] of [
      ['expired', 'expired'],
      ['nope', 'unknown-code'],
    ] as const)
      it(`says that a code is ${expected}, and keeps the other one`, async () => {
        await visit();
        const { outcomes, totals } = await verify('save10', id);
        assert.equal(outcomes[0]!.state, 'effective');
        const [reason] = outcomes[1]!.reasons;
        assert.equal(outcomes[1]!.state, 'rejected');
        const isTold = shop.capabilities.reasons === 'native' || reason?.code !== 'unspecified';
        assert.deepEqual(reason, { code: isTold ? expected : 'unspecified', params: {} });
        assert.equal(totals.payable, 5295);
        // With that news, no session takes it into the best set again.
        const { offers } = await adapter.offers!({}, call());
        assert.notEqual(offers.find(({ coupon }) => coupon.id === id)?.claim.state, 'available');
      });

    it('only reads where it checks once more, and sees that a code has vanished', async () => {
      await visit();
      const last = await verify('save10');
      assert.deepEqual((await adapter.recheck({ cart, last }, call())).totals, last.totals);
      await shopper.removeCode('SAVE10');
      const { outcomes, totals } = await adapter.recheck({ cart, last }, call());
      assert.equal(outcomes[0]!.state, 'rejected');
      assert.equal(totals.payable, 5883);
      assert.deepEqual(await codes(), []);
    });

    it('does not answer for a cart that is another by now, and reads that one', async () => {
      await visit();
      await shopper.changeCart();
      await assert.rejects(
        verify('save10'),
        (error) => error instanceof AdapterError && error.kind === 'conflict',
      );
      const changed = await readCart();
      assert.notEqual(await hashCart(changed), await hashCart(cart));
      cart = changed;
      assert.equal((await verify()).cartHash, await hashCart(cart));
    });

    it('takes a typed code of the feed, and one that only the shop knows, with what it takes off', async () => {
      await visit();
      const known = await exchange('save10');
      assert.equal('held' in known && known.held.coupon.id, 'save10');
      const learned = await exchange(shop.privateCode);
      assert.ok('held' in learned, JSON.stringify(learned));
      const { id } = learned.held.coupon;
      const benefit = learned.held.coupon.benefit as KnownBenefit;
      assert.ok(benefit.kind === 'amount' && benefit.amount > 0);
      const { wallet } = await openPage().offers!({}, call());
      assert.deepEqual(wallet.map(({ coupon }) => coupon.id).sort(), [id, 'save10'].sort());
      cart = await readCart();
      const verdict = await adapter.verify(
        { cart, desired: [{ coupon: id, code: learned.held.coupon.code! }] },
        call(),
      );
      assert.equal(verdict.outcomes[0]!.state, 'effective');
      assert.deepEqual(await codes(), [shop.privateCode.toLowerCase()]);
    });

    it('refuses a typed code that nobody knows, and loses nothing', async () => {
      await visit();
      await verify('save10');
      const answer = await exchange('NO-SUCH-CODE');
      assert.ok('refused' in answer);
      assert.ok(['unknown-code', 'unspecified'].includes(answer.refused.code));
      assert.deepEqual(await codes(), ['save10']);
    });

    it('keeps a code that was typed into the shop’s own form, and takes it into the wallet', async () => {
      await visit();
      await shopper.addCode(shop.privateCode);
      const { isNews } = await adapter.cart!().read(call());
      assert.equal(isNews, true);
      const { wallet } = await adapter.offers!({}, call());
      assert.deepEqual(
        wallet.map(({ coupon, state }) => [coupon.code?.toLowerCase(), state]),
        [[shop.privateCode.toLowerCase(), 'held']],
      );
      assert.equal((await adapter.cart!().read(call())).isNews, false);
    });

    it('claims an offer once, in this browser', async () => {
      await visit();
      const idempotencyKey = createIdempotencyKey();
      for (const fresh of [true, false]) {
        const answer = await adapter.claim!({ offer: 'save10' }, call(idempotencyKey));
        assert.equal('held' in answer && answer.fresh, fresh);
      }
      const { offers, wallet } = await openPage().offers!({}, call());
      assert.equal(wallet.length, 1);
      assert.equal(offers.find(({ coupon }) => coupon.id === 'save10')!.claim.state, 'claimed');
    });

    it('ends a call that is aborted, and all calls when it is closed', async () => {
      await visit();
      const aborted = (error: unknown) => error instanceof AdapterError && error.kind === 'aborted';
      const input = { cart, desired: [desired('save10')] };
      await assert.rejects(adapter.verify(input, { signal: AbortSignal.abort() }), aborted);
      await adapter.close();
      await assert.rejects(adapter.verify(input, call()), aborted);
    });

    function exchange(code: string) {
      return adapter.exchange!({ code }, call(createIdempotencyKey()));
    }
  });
}

/** The parts of a verdict are those of one price. */
export function assertAddsUp({ totals, outcomes, automatic, quote }: Verdict): void {
  const { subtotal, shipping = 0, discount, payable } = totals;
  assert.equal(payable, subtotal + shipping - discount);
  const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0);
  assert.equal(sum([...outcomes, ...automatic].map(({ amount = 0 }) => amount)), discount);
  if (!quote) return;
  assert.equal(quote.payable, payable);
  const parts = [...quote.lines, ...quote.fees];
  assert.equal(sum(parts.map((part) => part.payable)), payable);
  for (const part of parts) assert.equal(sum(part.allocations.map(({ amount }) => amount)), part.discount);
  for (const { coupon, amount } of quote.applied)
    assert.equal(
      sum(
        parts.flatMap((part) =>
          part.allocations.filter((each) => each.coupon === coupon).map((each) => each.amount),
        ),
      ),
      amount,
    );
}

function call(idempotencyKey?: string): Call {
  return { signal: new AbortController().signal, ...(idempotencyKey && { idempotencyKey }) };
}

function desired(id: string): { coupon: string; code: string } {
  return { coupon: id, code: couponOf(id).code! };
}

function couponOf(id: string): Coupon {
  return contractFeed.find(({ coupon }) => coupon.id === id)!.coupon;
}

function shown(id: string, code: string, benefit: KnownBenefit): (typeof contractFeed)[number] {
  return { coupon: { id, code, title: code, currency: 'USD', benefit }, claim: { hidden: false } };
}
