/** Against a real Vendure 3.7 server: nothing is recorded, and nothing stands in. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Adapter, Call } from '../../../src/adapters/adapter.js';
import type { PlatformOptions } from '../../../src/adapters/internal/platform-options.js';
import { createVendureAdapter } from '../../../src/adapters/vendure.js';
import { check } from '../../../src/engine/index.js';
import type { Cart } from '../../../src/model/cart.js';
import { createIdempotencyKey } from '../../../src/protocol/create-idempotency-key.js';
import type { Outcome, Verdict } from '../../../src/protocol/messages.js';
import { assertAddsUp, contractFeed, platformContract } from '../../contracts/platform-contract.js';
import { halfCent, measureAgreement } from './agreement.js';
import { createGrossChannel } from './create-gross-channel.js';
import { createPromotion, percentOff } from './create-promotion.js';
import { createShopper, type Shopper } from './create-shopper.js';
import { vendureImportCases } from './import-cases.js';
import { startVendure, type Vendure } from './start-vendure.js';

let vendure: Vendure;
before(async () => {
  vendure = await startVendure();
});
after(() => vendure?.stop());

platformContract('vendure', async () => ({
  capabilities: { reasons: 'native', allocations: 'native' },
  privateCode: 'SHIRT20',
  async visit() {
    const shopper = await visit({ MUG: 1, SHIRT: 1, STICKER: 1 });
    return {
      open: () => open(shopper, { coupons: contractFeed }),
      codes: shopper.codes,
      addCode: async (code) => void (await shopper.addCode(code)),
      removeCode: shopper.removeCode,
      changeCart: () => shopper.setQuantity('MUG', 2),
    };
  },
}));

vendureImportCases(() => vendure);

describe('a Vendure cart', () => {
  it('has the words of a feed’s scope: SKUs, collections and facet values', async () => {
    const { lines } = await cartOf(await visit({ MUG: 2, 'POSTER-A2': 1 }));
    const { products, facets } = await vendure.askAdmin(
      '{ products { items { id name collections { id } } } facets { items { values { id code } } } }',
    );
    const named = (name: string) => products.items.find((each: { name: string }) => each.name === name);
    const kindOf = (code: string) =>
      facets.items[0].values.find((each: { code: string }) => each.code === code).id;
    assert.deepEqual(
      lines.map(({ id: _, image: __, ...line }) => line),
      [
        {
          product: named('Mug').id,
          sku: 'MUG',
          title: 'Mug',
          categories: [named('Mug').collections[0].id],
          tags: [kindOf('drinkware')],
          unitPrice: 2000,
          quantity: 2,
        },
        {
          product: named('Poster').id,
          sku: 'POSTER-A2',
          title: 'Poster A2',
          categories: [named('Poster').collections[0].id],
          tags: [kindOf('paper')],
          unitPrice: 1990,
          quantity: 1,
        },
      ],
    );
  });

  it('is none before something is in it, and none once it is paid', async () => {
    const shopper = createShopper(vendure);
    await shopper.codes();
    assert.deepEqual(await open(shopper).cart!().read(call()), { isNews: false });
    await shopper.add({ MUG: 1 });
    assert.equal((await cartOf(shopper)).lines.length, 1);
    await checkOut(shopper);
    assert.deepEqual(await open(shopper).cart!().read(call()), { isNews: false });
  });

  it('is one without lines where all have been taken out', async () => {
    const shopper = await visit({ MUG: 1 });
    await shopper.setQuantity('MUG', 0);
    assert.deepEqual(await cartOf(shopper), { currency: 'USD', lines: [] });
  });

  it('is with tax in a channel whose prices are', async () => {
    const key = await createGrossChannel(vendure);
    const shopper = createShopper(vendure, key);
    await shopper.add({ MUG: 1, STICKER: 1 });
    const { totals, outcomes } = await verify(shopper, ['FIX5'], { key });
    assert.deepEqual(outcomes, [effective('fix5', 500)]);
    assert.deepEqual(
      { ...totals, tax: undefined },
      { subtotal: 2800, discount: 500, payable: 2300, basis: 'gross', tax: undefined },
    );
  });
});

describe('Vendure’s answers', () => {
  it('say of a code from 2099, which it accepts, that it is attached without effect', async () => {
    const shopper = await visit({ MUG: 1 });
    const { outcomes, totals } = await verify(shopper, ['FUTURE']);
    assert.deepEqual(await shopper.codes(), ['FUTURE']);
    assert.deepEqual(outcomes, [{ coupon: 'future', state: 'attached', reasons: [reason('unspecified')] }]);
    assert.equal(totals.payable, 2000);
  });

  it('say of a typed code from 2099 that it is not taken, and leave nothing on the cart', async () => {
    const shopper = await visit({ MUG: 1 });
    const answer = await open(shopper).exchange!({ code: 'FUTURE' }, call(createIdempotencyKey()));
    assert.deepEqual(answer, { refused: reason('unspecified') });
    assert.deepEqual(await shopper.codes(), []);
  });

  it('take a code that is switched off for an unknown one', async () => {
    const { outcomes } = await verify(await visit({ MUG: 1 }), ['DISABLED']);
    assert.deepEqual(outcomes, [rejected('disabled', 'unknown-code')]);
  });

  it('tell three refusals and one success of one request apart', async () => {
    const shopper = await visit({ MUG: 1 });
    const { outcomes, totals } = await verify(shopper, ['NOPE', 'EXPIRED', 'DISABLED', 'SAVE10']);
    assert.deepEqual(outcomes, [
      rejected('nope', 'unknown-code'),
      rejected('expired', 'expired'),
      rejected('disabled', 'unknown-code'),
      effective('save10', 200),
    ]);
    assert.equal(totals.payable, 1800);
  });

  it('let a code below its minimum wait on the cart until that is reached', async () => {
    const shopper = await visit({ MUG: 1, SHIRT: 1 });
    const below = await verify(shopper, ['MIN100']);
    assert.deepEqual(below.outcomes, [
      { coupon: 'min100', state: 'attached', reasons: [reason('unspecified')] },
    ]);
    // 84.49 without tax are 101.39 with it.
    await shopper.add({ BOTTLE: 1 });
    const above = await verify(shopper, ['MIN100']);
    assert.deepEqual(above.outcomes, [effective('min100', 1500)]);
    assert.equal(above.totals.payable, 8449 - 1500);
    await shopper.setQuantity('BOTTLE', 0);
    assert.equal((await verify(shopper, ['MIN100'])).outcomes[0]!.state, 'attached');
  });

  it('take a fixed amount off the price without tax; with it, that is more', async () => {
    const shopper = await visit({ MUG: 1, SHIRT: 1, STICKER: 1 });
    const net = await verify(shopper, ['FIX5']);
    assert.deepEqual(net.outcomes, [effective('fix5', 500)]);
    assert.deepEqual(net.totals, { subtotal: 5883, discount: 500, tax: 1077, payable: 5383, basis: 'net' });
    const gross = await verify(shopper, ['FIX5'], { basis: 'gross' });
    assert.deepEqual(gross.outcomes, [effective('fix5', 600)]);
    assert.deepEqual(gross.totals, {
      subtotal: 7060,
      discount: 600,
      tax: 1077,
      payable: 6460,
      basis: 'gross',
    });
    for (const verdict of [net, gross]) assertAddsUp(verdict);
  });

  it('free the delivery once one is chosen', async () => {
    const shopper = await visit({ MUG: 1 });
    assert.equal((await verify(shopper, ['FREESHIP'])).outcomes[0]!.state, 'attached');
    await shopper.chooseDelivery(1250);
    const verdict = await verify(shopper, ['FREESHIP', 'SAVE10']);
    assert.deepEqual(verdict.outcomes, [effective('freeship', 1250), effective('save10', 200)]);
    assert.equal(verdict.totals.shipping, 1250);
    assert.equal(verdict.totals.payable, 1800);
    assert.deepEqual(
      verdict.quote!.fees.map(({ fee, payable }) => [fee, payable]),
      [[1250, 0]],
    );
    assertAddsUp(verdict);
    const without = await verify(shopper, ['SAVE10']);
    assert.equal(without.totals.payable, 1800 + 1250);
  });

  it('split what three codes take off over the lines, to the cent', async () => {
    const shopper = await visit({ MUG: 3, SHIRT: 2, STICKER: 7 });
    const verdict = await verify(shopper, ['SHIRT20', 'SAVE10', 'FIX5', 'PAPER15']);
    assert.ok(verdict.outcomes.every(({ state }) => state === 'effective'));
    assertAddsUp(verdict);
    const { activeOrder } = await shopper.ask('{ activeOrder { total lines { id proratedLinePrice } } }');
    assert.equal(verdict.totals.payable, activeOrder.total);
    assert.deepEqual(
      verdict.quote!.lines.map(({ id, payable }) => ({ id, proratedLinePrice: payable })),
      activeOrder.lines,
    );
  });

  it('name what Vendure takes off by itself', async () => {
    const verdict = await verify(await visit({ MUG: 11 }), ['FIX5']);
    assert.deepEqual(verdict.automatic, [{ label: '5% off orders from 200', amount: 1075 }]);
    assertAddsUp(verdict);
  });

  it('give up a code that is no longer wanted', async () => {
    const shopper = await visit({ MUG: 1 });
    await verify(shopper, ['SAVE10', 'FIX5']);
    const { totals } = await verify(shopper, []);
    assert.deepEqual(await shopper.codes(), []);
    assert.equal(totals.payable, 2000);
  });
});

describe('a limit of Vendure', () => {
  it('gives the last use to the cart that pays first, and the other hears of it before payment', async () => {
    const [first, second] = [await visit({ MUG: 1 }), await visit({ MUG: 1 })];
    const [, last] = await Promise.all([first, second].map((each) => verify(each, ['ONCE'])));
    assert.deepEqual(last!.outcomes, [effective('once', 1000)]);
    assert.deepEqual((await checkOut(first)).couponCodes, ['ONCE']);

    // It is still on the cart; on the way to payment it vanishes, without an error.
    const { couponCodes, total } = await arrangePayment(second, 'second@shop.test');
    assert.deepEqual([couponCodes, total], [[], 2500]);
    const cart = await cartOf(second);
    const { outcomes, totals } = await open(second).recheck({ cart, last: last! }, call());
    assert.deepEqual(outcomes, [rejected('once', 'unspecified')]);
    assert.equal(totals.payable, 2500);

    assert.deepEqual((await verify(await visit({ MUG: 1 }), ['ONCE'])).outcomes, [
      rejected('once', 'sold-out'),
    ]);
  });

  it('is kept where ten carts race for one use', async () => {
    await createPromotion(vendure, { code: 'RACE', usageLimit: 1, actions: [percentOff(50)] });
    const shoppers = await Promise.all(Array.from({ length: 10 }, () => visit({ MUG: 1 })));
    const verdicts = await Promise.all(shoppers.map((each) => verify(each, ['RACE'])));
    assert.ok(verdicts.every(({ outcomes }) => outcomes[0]!.state === 'effective'));
    const orders = await Promise.all(
      shoppers.map(async (each, index) => {
        await arrangePayment(each, `racer-${index}@shop.test`);
        // Where it vanishes while it is being paid, Vendure refuses the payment once, and says why.
        return each.pay().catch((error: Error) => {
          assert.match(error.message, /^COUPON_REMOVED_DURING_CHECKOUT_ERROR/);
          return each.pay();
        });
      }),
    );
    assert.deepEqual(orders.map(({ total }) => total).sort(), [1500, ...Array<number>(9).fill(2500)]);
  });

  it('of a customer is told apart from that of all, where the customer has signed in', async () => {
    const shopper = await signUp('regular@shop.test');
    await shopper.add({ MUG: 1 });
    assert.deepEqual((await verify(shopper, ['PERCUST'])).outcomes, [effective('percust', 1000)]);
    await checkOut(shopper);
    await shopper.add({ MUG: 1 });
    await createPromotion(vendure, { code: 'GONE', usageLimit: 1, actions: [percentOff(50)] });
    const other = await visit({ MUG: 1 });
    await verify(other, ['GONE']);
    await checkOut(other);
    const { outcomes } = await verify(shopper, ['PERCUST', 'GONE', 'SAVE10']);
    assert.deepEqual(outcomes, [
      rejected('percust', 'shopper-limit'),
      rejected('gone', 'sold-out'),
      effective('save10', 200),
    ]);
  });

  it('of a customer takes the code off a guest’s cart once the address is known, and says no more than that', async () => {
    const [first, second] = [await visit({ MUG: 1 }), await visit({ MUG: 1 })];
    const [, last] = await Promise.all([first, second].map((each) => verify(each, ['PERCUST'])));
    await checkOut(first, 'guest@shop.test');
    assert.deepEqual((await arrangePayment(second, 'guest@shop.test')).couponCodes, []);
    const input = { cart: await cartOf(second), last: last! };
    assert.deepEqual((await open(second).recheck(input, call())).outcomes, [
      rejected('percust', 'unspecified'),
    ]);
    await second.ask('mutation { transitionOrderToState(state: "AddingItems") { __typename } }');
    assert.deepEqual((await verify(second, ['PERCUST'])).outcomes, [rejected('percust', 'unspecified')]);
  });
});

describe('on the way to payment', () => {
  it('no code is put on the order or taken from it, and the price stands', async () => {
    const shopper = await visit({ MUG: 1 });
    await verify(shopper, ['SAVE10']);
    await arrangePayment(shopper, 'ann@shop.test');
    const verdict = await verify(shopper, ['FIX5']);
    assert.deepEqual(verdict.outcomes, [rejected('fix5', 'unspecified')]);
    assert.deepEqual(verdict.automatic, [{ label: '10% off', amount: 200 }]);
    assert.equal(verdict.totals.payable, 2300);
    assert.deepEqual(await shopper.codes(), ['SAVE10']);
    assert.deepEqual((await verify(shopper, ['SAVE10'])).outcomes, [effective('save10', 200)]);
    assert.equal((await shopper.pay()).total, 2300);
  });
});

describe('the preview over the imported feed', () => {
  it('agrees with Vendure to the cent, but for exact halves of a cent', async () => {
    const { trials, agreed, agreedByLine, reasons } = await measureAgreement(vendure, {
      trials: 24,
      seed: 1,
    });
    const halves = reasons.get(halfCent) ?? 0;
    assert.ok(agreed + halves >= 0.95 * trials, `${agreed} of ${trials}: ${JSON.stringify([...reasons])}`);
    assert.ok(agreed >= 0.6 * trials, `${agreed} of ${trials}`);
    assert.ok(agreedByLine >= 0.95 * agreed, `${agreedByLine} of ${agreed}`);
  });
});

/** A page of the shopper's, whose feed knows the codes: what none knows stays on the cart. */
function open(shopper: Shopper, more: Partial<PlatformOptions> = {}): Adapter {
  const { token, storage } = shopper;
  const coupons = ['SAVE10', 'FIX5', 'FREESHIP'].map((code) => ({
    id: code.toLowerCase(),
    code,
    title: code,
    benefit: { kind: 'percent', percentOff: 1 },
  }));
  return createVendureAdapter({
    server: vendure.shopApi,
    token,
    storage,
    coupons,
    engine: { check },
    ...more,
  });
}

async function visit(quantities: Readonly<Record<string, number>>): Promise<Shopper> {
  const shopper = createShopper(vendure);
  await shopper.add(quantities);
  return shopper;
}

/** A customer with an account. */
async function signUp(email: string): Promise<Shopper> {
  const shopper = createShopper(vendure);
  const password = 'of-a-test';
  await shopper.ask(
    'mutation ($email: String!, $password: String!) { registerCustomerAccount(input: { emailAddress: $email, password: $password }) { __typename } }',
    { email, password },
  );
  await shopper.ask(
    'mutation ($email: String!, $password: String!) { login(username: $email, password: $password) { __typename } }',
    { email, password },
  );
  return shopper;
}

async function cartOf(shopper: Shopper, more?: Partial<PlatformOptions>): Promise<Cart> {
  return (await open(shopper, more).cart!().read(call())).cart!;
}

async function verify(
  shopper: Shopper,
  codes: readonly string[],
  more?: Partial<PlatformOptions>,
): Promise<Verdict> {
  const desired = codes.map((code) => ({ coupon: code.toLowerCase(), code }));
  return open(shopper, more).verify({ cart: await cartOf(shopper, more), desired }, call());
}

async function arrangePayment(
  shopper: Shopper,
  email: string,
): Promise<{ couponCodes: readonly string[]; total: number }> {
  await shopper.chooseDelivery();
  return shopper.arrangePayment(email);
}

async function checkOut(
  shopper: Shopper,
  email = `${createIdempotencyKey()}@shop.test`,
): Promise<{ couponCodes: readonly string[] }> {
  await arrangePayment(shopper, email);
  return shopper.pay();
}

function effective(coupon: string, amount: number): Outcome {
  return { coupon, state: 'effective', reasons: [], amount };
}

function rejected(coupon: string, code: string): Outcome {
  return { coupon, state: 'rejected', reasons: [reason(code)] };
}

function reason(code: string): Outcome['reasons'][number] {
  return { code, params: {} };
}

function call(idempotencyKey?: string): Call {
  return { signal: new AbortController().signal, ...(idempotencyKey && { idempotencyKey }) };
}
