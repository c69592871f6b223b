import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { quote, type QuoteOptions } from '../../src/engine/index.js';
import type { Cart, Coupon } from '../../src/model/index.js';
import type { Verdict } from '../../src/protocol/messages.js';
import type { Catalog } from '../../src/server/index.js';
import { openShop } from './open-shop.js';

interface Case {
  readonly id: string;
  readonly cart: Cart;
  readonly coupons: readonly Coupon[];
  readonly options: QuoteOptions;
  readonly tolerance: number;
  readonly expected: {
    readonly total?: number;
    readonly payable?: number;
    readonly itemsPayable?: number;
    readonly shippingDiscount?: number;
    readonly applied?: readonly string[];
    readonly rejected?: readonly string[];
    readonly lineDiscounts?: Readonly<Record<string, number>>;
  };
}

const cases = JSON.parse(readFileSync(new URL('../golden/quote.json', import.meta.url), 'utf8')) as Case[];

for (const { id, cart, coupons, options, tolerance, expected } of cases) {
  test(`the server gives the numbers of ${id}`, async () => {
    const shop = await openShop(
      coupons.map((coupon) => ({ coupon, claim: { hidden: false } })),
      { catalog: mirrorOf(cart), ...(options.policy && { policy: options.policy }) },
    );
    shop.now = options.now;
    const token = await shop.shopperToken({ sub: id, ...options.shopper });
    for (const coupon of coupons) {
      const claimed = await shop.post('/v1/claims', { offer: coupon.id }, { token, key: coupon.id });
      // A coupon whose time is over cannot be claimed; that it is refused is what such a case is about.
      assert.ok(claimed.status === 201 || claimed.body.code === 'ended', JSON.stringify(claimed.body));
    }
    const desired = coupons.map((coupon) => ({ coupon: coupon.id }));
    const page = { ...cart, lines: cart.lines.map((line) => ({ ...line, unitPrice: line.unitPrice + 1 })) };
    const { status, body } = await shop.post<Verdict>('/v1/quotes', { cart: page, desired }, { token });
    assert.equal(status, 200);

    const near = (actual: number, wanted: number | undefined, what: string): void => {
      if (wanted !== undefined)
        assert.ok(Math.abs(actual - wanted) <= tolerance, `${what}: ${actual}, not ${wanted}`);
    };
    const { lines, fees, applied } = body.quote!;
    const goods = sum(lines.map((line) => line.discount));
    near(goods, expected.total, 'total');
    near(body.totals.payable, expected.payable, 'payable');
    near(body.totals.subtotal - goods, expected.itemsPayable, 'itemsPayable');
    near(sum(fees.map((fee) => fee.discount)), expected.shippingDiscount, 'shippingDiscount');
    for (const [line, discount] of Object.entries(expected.lineDiscounts ?? {}))
      near(lines.find((each) => each.id === line)!.discount, discount, `discount of ${line}`);
    const inState = (state: string) =>
      body.outcomes.filter((outcome) => outcome.state === state).map((outcome) => outcome.coupon);
    if (expected.applied) assert.deepEqual(inState('effective').sort(), [...expected.applied].sort());
    for (const coupon of expected.rejected ?? []) assert.ok(inState('rejected').includes(coupon));

    // Preview and verdict are the same program's.
    assert.deepEqual(applied, quote(cart, coupons, options).applied);
    assert.deepEqual(
      body.prices,
      cart.lines.map(({ id, unitPrice }) => ({ line: id, before: unitPrice + 1, after: unitPrice })),
    );
    assert.ok(body.token);
    await shop.close();
  });
}

/** A catalogue that knows exactly this cart. */
function mirrorOf(cart: Cart): Catalog {
  return {
    basis: 'gross',
    resolve: async () => ({ ok: true, value: cart }),
    cartOf: async () => undefined,
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
