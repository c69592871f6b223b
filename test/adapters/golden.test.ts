import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Adapter, Call } from '../../src/adapters/adapter.js';
import { createHttpAdapter } from '../../src/adapters/http.js';
import { createLocalAdapter } from '../../src/adapters/local.js';
import * as engine from '../../src/engine/index.js';
import { quote } from '../../src/engine/index.js';
import { assertGolden, goldenCases, mirrorOf, type GoldenCase } from '../golden/cases.js';
import { openShop } from '../server/open-shop.js';
import { createMemoryStorage } from './memory-storage.js';

for (const golden of goldenCases) {
  const { id, cart, coupons, options } = golden;
  const policy = options.policy && { policy: options.policy };

  test(`local gives the numbers of ${id}`, async () => {
    const adapter = createLocalAdapter({
      coupons,
      engine,
      storage: createMemoryStorage(),
      now: () => options.now,
      ...policy,
    });
    await verifies(adapter, golden);
  });

  test(`http gives the numbers of ${id}`, async () => {
    const shop = await openShop(
      coupons.map((coupon) => ({ coupon, claim: { hidden: false } })),
      { catalog: mirrorOf(cart), ...policy },
    );
    shop.now = options.now;
    const token = await shop.shopperToken({ sub: id });
    const adapter = createHttpAdapter({
      server: 'https://coupons.example',
      key: shop.keys.publishable,
      shopperToken: () => token,
      fetch: (input, init) => shop.fetch(new Request(input, init)),
      storage: createMemoryStorage(),
    });
    await verifies(adapter, golden);
    await shop.close();
  });
}

async function verifies(adapter: Adapter, golden: GoldenCase): Promise<void> {
  const { cart, coupons, options } = golden;
  const call: Call = { signal: new AbortController().signal };
  const desired = coupons.map((coupon) => ({ coupon: coupon.id }));
  const verdict = await adapter.verify({ cart, desired }, call);
  assertGolden(verdict.quote!, golden);
  assert.equal(verdict.totals.payable, verdict.quote!.payable);
  assert.deepEqual(verdict.quote!.applied, quote(cart, coupons, options).applied);
  await adapter.close();
}
