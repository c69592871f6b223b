import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPlatformVerdict } from '../../../src/adapters/internal/create-platform-verdict.js';
import type { PlatformCart, PlatformDiscount } from '../../../src/adapters/internal/platform.js';
import type { Verdict } from '../../../src/protocol/messages.js';
import { assertAddsUp } from '../../contracts/platform-contract.js';

const lines = [
  { id: 'L1', product: 'mug', unitPrice: 1000, quantity: 1 },
  { id: 'L2', product: 'cup', unitPrice: 1000, quantity: 1 },
];

describe('the verdict of a platform', () => {
  it('has no split where a line would cost less than nothing', async () => {
    const verdict = await judge({ payable: 500, discounts: [row('TEN', 1500, 'L1')] });
    assert.equal(verdict.totals.payable, 500);
    assert.equal(verdict.quote, undefined);
  });

  it('says nothing due as 0, not as less than that', async () => {
    const { totals } = await judge({ payable: -0.4, discounts: [row('TEN', 2000.4, 'L1')] });
    assert.ok(Object.is(totals.payable, 0));
  });

  it('lists nothing that takes nothing off after rounding', async () => {
    const verdict = await judge({
      payable: 1999.4,
      discounts: [row('TEN', 0.3, 'L1'), { label: 'Spring', amount: 0.3, from: 'L1' }],
    });
    assert.deepEqual(verdict.automatic, []);
    assertAddsUp(verdict);
  });

  it('takes what the platform says where a discount is more than the goods cost', async () => {
    const { totals, outcomes, quote } = await judge({ payable: 0, discounts: [row('TEN', 2500, 'L1')] });
    assert.deepEqual([totals.discount, totals.payable, outcomes[0]!.amount], [2500, 0, 2500]);
    assert.equal(quote, undefined);
  });
});

function judge(said: Pick<PlatformCart, 'payable' | 'discounts'>): Promise<Verdict> {
  const cart: PlatformCart = {
    cart: { currency: 'USD', lines },
    codes: ['TEN'],
    basis: 'gross',
    ...said,
  };
  const isSame = (one: string, other: string) => one === other;
  return createPlatformVerdict(cart, [{ coupon: 'ten', code: 'TEN' }], () => undefined, isSame, true, 0);
}

function row(code: string, amount: number, from: string): PlatformDiscount {
  return { code, label: code, amount, from };
}
