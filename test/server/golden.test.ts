import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, quote } from '../../src/engine/index.js';
import type { Verdict } from '../../src/protocol/messages.js';
import { assertGolden, goldenCases, mirrorOf } from '../golden/cases.js';
import { openShop } from './open-shop.js';

for (const golden of goldenCases) {
  const { id, cart, coupons, options, expected } = golden;
  test(`the server gives the numbers of ${id}`, async () => {
    const shop = await openShop(
      coupons.map((coupon) => ({ coupon, claim: { hidden: false } })),
      { catalog: mirrorOf(cart), ...(options.policy && { policy: options.policy }) },
    );
    shop.now = options.now;
    const token = await shop.shopperToken({ sub: id, ...options.shopper });
    for (const coupon of coupons) {
      const claimed = await shop.post('/v1/claims', { offer: coupon.id }, { token, key: coupon.id });
      // A coupon whose time is over, or that is wrong, cannot be claimed; that it is refused is what such a case is about.
      const isWrong = check(coupon).some(({ severity }) => severity === 'error');
      const code = isWrong ? 'unknown-offer' : 'ended';
      assert.ok(claimed.status === 201 || claimed.body.code === code, JSON.stringify(claimed.body));
    }
    const desired = coupons.map((coupon) => ({ coupon: coupon.id }));
    const page = { ...cart, lines: cart.lines.map((line) => ({ ...line, unitPrice: line.unitPrice + 1 })) };
    const { status, body } = await shop.post<Verdict>('/v1/quotes', { cart: page, desired }, { token });
    assert.equal(status, 200);

    assertGolden(body.quote!, golden);
    assert.equal(body.totals.payable, body.quote!.payable);
    const effective = body.outcomes.filter(({ state }) => state === 'effective').map(({ coupon }) => coupon);
    if (expected.applied) assert.deepEqual(effective.sort(), [...expected.applied].sort());

    // Preview and verdict are the same program's.
    assert.deepEqual(body.quote!.applied, quote(cart, coupons, options).applied);
    assert.deepEqual(
      body.prices,
      cart.lines.map(({ id, unitPrice }) => ({ line: id, before: unitPrice + 1, after: unitPrice })),
    );
    assert.ok(body.token);
    await shop.close();
  });
}
