import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { ClaimAttempt, ClaimDecision, Ledger } from '../../src/server/ledgers/ledger.js';

/** What every ledger must do. `open` is called several times and gives the same store again. */
export function ledgerContract(name: string, open: () => Promise<Ledger>): void {
  describe(`${name} keeps the ledger's contract`, () => {
    let ledger: Ledger;
    let serial = 0;
    before(async () => void (ledger = await open()));
    after(() => ledger.close());

    const unique = (prefix: string): string => `${prefix}-${++serial}-${process.pid}`;
    const attempt = (parts: Partial<ClaimAttempt>): ClaimAttempt => ({
      coupon: 'none',
      shopper: unique('shopper'),
      perShopper: 1,
      key: unique('key'),
      request: `claim ${parts.coupon}`,
      at: 1_000,
      ...parts,
    });
    const statesOf = (decisions: readonly ClaimDecision[], state: ClaimDecision['state']): number =>
      decisions.filter((decision) => decision.state === state).length;

    test('grants a claim and lists it', async () => {
      const [coupon, shopper] = [unique('coupon'), unique('shopper')];
      const decision = await ledger.claim(attempt({ coupon, shopper, at: 5_000 }));
      assert.equal(decision.state, 'granted');
      assert.ok('holding' in decision);
      assert.deepEqual(decision.holding, { id: decision.holding.id, coupon, claimedAt: 5_000 });
      assert.deepEqual(await ledger.holdings(shopper), [decision.holding]);
      assert.equal((await ledger.granted()).get(coupon), 1);
    });

    test('lists nothing for a shopper who has claimed nothing', async () => {
      assert.deepEqual(await ledger.holdings(unique('shopper')), []);
      assert.equal((await ledger.granted()).has(unique('coupon')), false);
    });

    test('grants a shopper no more than the limit', async () => {
      const [coupon, shopper] = [unique('coupon'), unique('shopper')];
      const decisions = await Promise.all(
        Array.from({ length: 9 }, () => ledger.claim(attempt({ coupon, shopper, perShopper: 3 }))),
      );
      assert.equal(statesOf(decisions, 'granted'), 3);
      assert.equal(statesOf(decisions, 'shopper-limit'), 6);
      assert.equal((await ledger.holdings(shopper)).length, 3);
    });

    test('grants exactly the stock to two hundred at once', async () => {
      const coupon = unique('coupon');
      const decisions = await Promise.all(
        Array.from({ length: 200 }, () => ledger.claim(attempt({ coupon, stock: 50 }))),
      );
      assert.equal(statesOf(decisions, 'granted'), 50);
      assert.equal(statesOf(decisions, 'sold-out'), 150);
      assert.equal((await ledger.granted()).get(coupon), 50);
    });

    test('decides in the order of arrival', async () => {
      const coupon = unique('coupon');
      const decisions = await Promise.all(
        Array.from({ length: 5 }, () => ledger.claim(attempt({ coupon, stock: 2 }))),
      );
      assert.deepEqual(
        decisions.map((decision) => decision.state),
        ['granted', 'granted', 'sold-out', 'sold-out', 'sold-out'],
      );
    });

    test('grants nothing of a stock of 0, and nothing more where the stock is lowered', async () => {
      const coupon = unique('coupon');
      assert.equal((await ledger.claim(attempt({ coupon, stock: 0 }))).state, 'sold-out');
      assert.equal((await ledger.claim(attempt({ coupon, stock: 3 }))).state, 'granted');
      assert.equal((await ledger.claim(attempt({ coupon, stock: 3 }))).state, 'granted');
      assert.equal((await ledger.claim(attempt({ coupon, stock: 1 }))).state, 'sold-out');
      assert.equal((await ledger.claim(attempt({ coupon, stock: 3 }))).state, 'granted');
      assert.equal((await ledger.granted()).get(coupon), 3);
    });

    test('gives the same key the same effect, whatever happened since', async () => {
      const one = attempt({ coupon: unique('coupon'), stock: 1 });
      const first = await ledger.claim(one);
      const again = await ledger.claim({ ...one, at: 9_000 });
      assert.equal(again.state, 'replayed');
      assert.ok('holding' in first && 'holding' in again);
      assert.deepEqual(again.holding, first.holding);
      assert.deepEqual(await ledger.recall(one.shopper, one.key), {
        request: one.request,
        holding: first.holding,
      });
      assert.equal((await ledger.granted()).get(one.coupon), 1);
    });

    test('gives the same key at the same time one effect', async () => {
      const one = attempt({ coupon: unique('coupon'), perShopper: 5 });
      const decisions = await Promise.all(Array.from({ length: 20 }, () => ledger.claim(one)));
      assert.equal(statesOf(decisions, 'granted'), 1);
      assert.equal(statesOf(decisions, 'replayed'), 19);
    });

    test('refuses a key that was used for another request', async () => {
      const one = attempt({ coupon: unique('coupon') });
      await ledger.claim(one);
      const other = { ...one, coupon: unique('coupon'), request: 'claim another' };
      assert.equal((await ledger.claim(other)).state, 'key-reused');
      assert.equal((await ledger.granted()).has(other.coupon), false);
    });

    test('keeps the keys of shoppers apart', async () => {
      const one = attempt({ coupon: unique('coupon') });
      await ledger.claim(one);
      assert.equal((await ledger.claim({ ...one, shopper: unique('shopper') })).state, 'granted');
    });

    test('records no key for a claim that it refused', async () => {
      const one = attempt({ coupon: unique('coupon'), stock: 0 });
      assert.equal((await ledger.claim(one)).state, 'sold-out');
      assert.equal(await ledger.recall(one.shopper, one.key), undefined);
      assert.equal((await ledger.claim({ ...one, stock: 1 })).state, 'granted');
    });

    test('counts wrong guesses only, and refuses right ones too where there were too many', async () => {
      const name = unique('subject');
      const guess = (wrong: boolean, at: number) =>
        ledger.guess({ subjects: [{ name, limit: 2 }], wrong, windowMs: 1_000, at });
      assert.deepEqual(await guess(true, 0), { allowed: true });
      assert.deepEqual(await guess(false, 100), { allowed: true });
      assert.deepEqual(await guess(true, 200), { allowed: true });
      assert.deepEqual(await guess(false, 300), { allowed: false, retryAfterMs: 700 });
      assert.deepEqual(await guess(true, 999), { allowed: false, retryAfterMs: 1 });
      assert.deepEqual(await guess(false, 1_000), { allowed: true });
    });

    test('lets no guess through that is over any one of its limits', async () => {
      const [shopper, address] = [unique('subject'), unique('subject')];
      const guess = (name: string) =>
        ledger.guess({
          subjects: [
            { name, limit: 1 },
            { name: address, limit: 3 },
          ],
          wrong: true,
          windowMs: 1_000,
          at: 0,
        });
      const decisions = await Promise.all([shopper, shopper, 'b', 'c', 'd'].map(guess));
      assert.deepEqual(
        decisions.map((decision) => decision.allowed),
        [true, false, true, true, false],
      );
    });

    test('keeps everything after it is closed and opened again', async () => {
      const one = attempt({ coupon: unique('coupon'), stock: 1 });
      const first = await ledger.claim(one);
      await ledger.close();
      ledger = await open();
      assert.equal((await ledger.claim(one)).state, 'replayed');
      assert.ok('holding' in first);
      assert.deepEqual(await ledger.holdings(one.shopper), [first.holding]);
      assert.equal((await ledger.claim(attempt({ coupon: one.coupon, stock: 1 }))).state, 'sold-out');
    });

    test('agrees with a plain count for any run of claims', async () => {
      const arrival = fc.record({ shopper: fc.nat(3), coupon: fc.nat(2), key: fc.nat(7) });
      await fc.assert(
        fc.asyncProperty(fc.array(arrival, { maxLength: 30 }), async (arrivals) => {
          const run = unique('run');
          const stocks = [0, 2, 5];
          const attempts = arrivals.map(({ shopper, coupon, key }) =>
            attempt({
              coupon: `${run}-${coupon}`,
              shopper: `${run}-${shopper}`,
              stock: stocks[coupon]!,
              perShopper: 2,
              key: String(key),
              request: `claim ${coupon}`,
            }),
          );
          const decisions = await Promise.all(attempts.map((one) => ledger.claim(one)));
          assert.deepEqual(
            decisions.map((decision) => decision.state),
            expectedStates(attempts),
          );
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** The rules, without any of the machinery. */
function expectedStates(attempts: readonly ClaimAttempt[]): ClaimDecision['state'][] {
  const granted: ClaimAttempt[] = [];
  return attempts.map((one) => {
    const before = granted.find((other) => other.shopper === one.shopper && other.key === one.key);
    if (before) return before.request === one.request ? 'replayed' : 'key-reused';
    const ofCoupon = granted.filter((other) => other.coupon === one.coupon);
    if (ofCoupon.filter((other) => other.shopper === one.shopper).length >= one.perShopper)
      return 'shopper-limit';
    if (ofCoupon.length >= one.stock!) return 'sold-out';
    granted.push(one);
    return 'granted';
  });
}
