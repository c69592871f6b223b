import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { checkInvariants } from './check-invariants.js';
import { afterMs, createCrowd, type Crowd } from './crowd.js';
import { campaigns, given, giveaways } from './giveaways.js';
import { createRandom } from './random.js';
import { openStage } from './stage.js';
import { createEmbeddedStore } from './store.js';

const coupons = ['one', 'two'].map((id) => ({
  coupon: {
    id,
    benefit: { kind: 'amount', amount: 500 },
    conditions: { minSpend: 1000 },
    funding: { platform: 40 },
  },
  claim: { perShopper: 2, budget: 1_000_000 },
}));

/** Damage that the tables themselves would let happen, or would if their guards were gone. */
const damages: readonly [what: string, text: string, violation: RegExp][] = [
  [
    'a counter that is too high',
    "UPDATE counter SET granted = granted + 1 WHERE coupon = 'one'",
    /^counter of one/,
  ],
  [
    'a counter that is too low',
    "UPDATE counter SET granted = granted - 1 WHERE coupon = 'one'",
    /^counter of one/,
  ],
  [
    'a grant that is gone',
    "DELETE FROM claim WHERE id = (SELECT id FROM claim WHERE state = 'held' LIMIT 1)",
    /counter of/,
  ],
  ['more pieces than there are', "UPDATE counter SET stock = 1 WHERE coupon = 'one'", /^oversold one/],
  ['more pieces than one may have', 'UPDATE claim SET per_shopper = 1', /^shopper limit/],
  [
    'a budget of which more is gone',
    "UPDATE counter SET spent = spent + 1 WHERE coupon = 'two'",
    /^budget of two/,
  ],
  ['an account with a hold too many', 'UPDATE account SET holds = holds + 1', /^holds of/],
  [
    'a campaign that is counted too often',
    "UPDATE campaign_counter SET issued = issued + 1 WHERE prize = ''",
    /^campaign gift: 3, but 2 rows/,
  ],
  [
    'a prize of which more is gone than there was',
    "UPDATE campaign_counter SET stock = 1 WHERE prize = 'all'",
    /^campaign gift\/all: gave 2 of 1/,
  ],
  [
    'a shopper who took part once too often',
    "UPDATE issue SET ordinal = 2 WHERE campaign = 'gift'",
    /^issue .*: number 2 of 1/,
  ],
  [
    'a shopper who took part once too often on a day',
    "UPDATE issue SET day_ordinal = 2, per_day = 1 WHERE campaign = 'gift'",
    /^issue .*: number 2 of 1 of its day/,
  ],
  [
    'an issue that is gone',
    'DELETE FROM issue WHERE id = (SELECT id FROM issue LIMIT 1)',
    /^issue .* is told, but not there/,
  ],
  [
    'points that nobody gave',
    'UPDATE account SET points = points + 1',
    /^points: \d+ are there, should be \d+/,
  ],
  [
    'credit that nobody gave',
    'UPDATE claim SET balance = balance + 1 WHERE balance IS NOT NULL',
    /^credit .*: 501 is left, should be 500/,
  ],
  [
    'a used piece that its shopper has again',
    "UPDATE claim SET state = 'held', hold = NULL WHERE id = (SELECT id FROM claim WHERE state = 'used' LIMIT 1)",
    /is redeemed, but its piece/,
  ],
  [
    'a hold that forgets its payment',
    "UPDATE hold SET state = 'released', order_id = NULL, redeemed_at = NULL, day = NULL WHERE id = (SELECT id FROM hold WHERE state = 'redeemed' LIMIT 1)",
    /which nobody has redeemed/,
  ],
  [
    'a hold that has ended twice',
    "UPDATE hold SET state = 'expired' WHERE id = (SELECT id FROM hold WHERE state = 'released' LIMIT 1)",
    /^audit: hold .* is expired, but the last/,
  ],
  [
    'an entry of another amount',
    'UPDATE transfer SET amount = amount + 1 WHERE id = (SELECT min(id) FROM transfer)',
    /is at .*, settled at/,
  ],
  [
    'an entry that is gone',
    "DELETE FROM transfer WHERE id = (SELECT id FROM transfer WHERE debit = 'platform' LIMIT 1)",
    /^statements of/,
  ],
  [
    'an entry of the log that is gone',
    'DELETE FROM audit WHERE sequence = 3',
    /^audit: 4 stands where 3 should/,
  ],
  [
    'an entry of the log that was changed',
    "UPDATE audit SET events = '[]' WHERE sequence = 3",
    /^audit: the chain is broken at 3/,
  ],
  [
    'a log whose end is gone',
    'DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)',
    /^audit: the head/,
  ],
];

describe('the check of the invariants', { timeout: 60_000 }, () => {
  const store = createEmbeddedStore();
  let crowd: Crowd;
  after(() => store.close());
  before(async () => {
    const stage = await openStage({ store, coupons: { coupons: [...coupons, ...given], campaigns } });
    crowd = createCrowd(stage, createRandom(5), { shoppers: 30, coupons: ['one', 'two'], ...giveaways });
    await crowd.run(8, afterMs(1_500));
    await Promise.all(stage.instances.map((instance) => instance.stop()));
    await giveCredit();
    const triggers = await store.select<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    );
    for (const { name } of triggers) await store.execute(`DROP TRIGGER ${name}`);
    await store.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    cpSync(store.path, `${store.path}.whole`);
  });

  async function giveCredit(): Promise<void> {
    const ledger = await store.openLedger();
    for (const shopper of ['ann', 'bob']) {
      const grants = [{ coupon: 'credit', credit: 500 }];
      await ledger.issue({
        campaign: 'gift',
        subject: shopper,
        shopper,
        key: 'gift',
        request: 'gift',
        limits: { stock: 9, perShopper: 1 },
        chance: 0,
        prizes: [{ id: 'all', oddsBps: 10_000, stock: 9, grants, worth: 0 }],
      });
    }
    await ledger.close();
  }

  test('finds nothing where nothing is wrong', async () => {
    assert.deepEqual(await checkInvariants(store), []);
    assert.deepEqual(await crowd.lost(store), []);
  });

  for (const table of ['claim', 'hold', 'reversal', 'issue', 'invitation'] as const) {
    test(`finds what was acknowledged, and is gone, of the rows of ${table}`, async () => {
      await store.execute(`PRAGMA foreign_keys = OFF; DELETE FROM "${table}"`);
      const lost = await crowd.lost(store);
      cpSync(`${store.path}.whole`, store.path);
      const what = table === 'issue' ? 'participation' : table;
      assert.ok(
        lost.some((each) => each.startsWith(`lost ${what} `)),
        lost.join('\n') || 'nothing',
      );
    });
  }

  for (const [what, text, violation] of damages) {
    test(`finds ${what}`, async () => {
      await store.execute(`PRAGMA ignore_check_constraints = ON; ${text}; PRAGMA wal_checkpoint(TRUNCATE)`);
      const found = await checkInvariants(store);
      cpSync(`${store.path}.whole`, store.path);
      assert.ok(
        found.some((each) => violation.test(each)),
        found.slice(0, 5).join('\n') || 'nothing',
      );
    });
  }
});
