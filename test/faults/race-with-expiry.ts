import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { tally } from './assert-sold-exactly.js';
import type { Answer } from './ask.js';
import { checkInvariants } from './check-invariants.js';
import { mapInParallel } from './map-in-parallel.js';
import { createRandom } from './random.js';
import { cartOf, claimsOf } from './shop.js';
import type { Stage } from './stage.js';
import type { Store } from './store.js';

/** What became of holds that were paid, and taken again, around the moment in which they ended. */
export interface Outcomes {
  readonly races: readonly Race[];
  /** Holds that nobody has paid, prolonged or given back. */
  readonly forgotten: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

interface Race {
  readonly hold: string;
  /** Of the payment. */
  readonly redeemed: Answer;
  /** Of the shopper's second try to reserve the same coupon. */
  readonly reserved: Answer;
}

interface Ended {
  readonly id: string;
  readonly state: string;
  readonly until: number;
  readonly redeemed_at: number | null;
}

/** Payments arrive so long before or after the end of a hold. */
const spreadMs = 60;
const inFlight = 40;

/** Of so many holds, one is forgotten. */
const oneForgottenOf = 10;

/** Makes holds by as many shoppers; at the end of each, the payment, a second reservation and the sweepers meet. Some are forgotten. */
export async function race(stage: Stage, coupon: string, count: number): Promise<Outcomes> {
  const random = createRandom(7);
  const cart = cartOf();
  const made = await mapInParallel(Array.from({ length: count }), inFlight, async (_, index) => {
    const customer = stage.customer(`edge-${index}`);
    await customer.claim(stage.any(), coupon);
    const { body: quoted } = await customer.quote(stage.any(), cart, [coupon]);
    const { body, text } = await customer.reserve(stage.any(), quoted.token, cart);
    assert.ok(body.hold, text);
    return { customer, token: quoted.token as string, hold: body.hold as { id: string; expiresAt: string } };
  });
  const forgotten = made.filter((_, index) => index % oneForgottenOf === 0);
  const races = await Promise.all(
    made
      .filter((each) => !forgotten.includes(each))
      .map(async ({ customer, token, hold }): Promise<Race> => {
        const { cart: cartHash } = claimsOf(token);
        const [edge, offset] = [
          Date.parse(hold.expiresAt) - Date.now(),
          () => random.below(2 * spreadMs) - spreadMs,
        ];
        const [redeemed, reserved] = await Promise.all([
          wait(edge + offset()).then(() =>
            stage.backend.redeem(stage.any(), { hold: hold.id, order: `order-${hold.id}`, cartHash }),
          ),
          wait(edge + offset()).then(() => customer.reserve(stage.any(), token, cart)),
        ]);
        return { hold: hold.id, redeemed, reserved };
      }),
  );
  const late = races.filter(({ redeemed }) => redeemed.body?.redemption?.late === true).length;
  const counts = {
    ...prefixed('payment ', tally(races.map(({ redeemed }) => redeemed))),
    ...prefixed('second hold ', tally(races.map(({ reserved }) => reserved))),
    'payments that landed late': late,
    forgotten: forgotten.length,
  };
  return { races, forgotten: forgotten.map(({ hold }) => hold.id), counts };
}

/**
 * Each hold has ended in exactly one way: its coupon is the payment's, or another hold's that has ended since. To be called when the second holds, too, are
 * overdue; nobody has asked for them, so sweepers must have ended them.
 */
export async function assertAllEnded(store: Store, { races, forgotten }: Outcomes): Promise<void> {
  const expected = new Set(['201', '410 hold-ended', '409 already-reserved', '409 not-held']);
  for (const { hold, redeemed, reserved } of races) {
    for (const name of Object.keys(tally([redeemed, reserved])))
      assert.ok(expected.has(name), `${hold}: ${name}`);
    assert.ok(redeemed.status === 201 || reserved.status === 201, `${hold}: nobody has the coupon`);
  }
  let live: unknown[] = [];
  for (let turn = 0; turn < 40; turn++) {
    live = await store.select("SELECT id FROM hold WHERE state = 'reserved'");
    if (live.length === 0) break;
    await wait(50);
  }
  assert.deepEqual(live, [], 'holds that nobody has ended');
  const rows = await store.select<Ended>('SELECT id, state, until, redeemed_at FROM hold');
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { hold, redeemed, reserved } of races) {
    const first = byId.get(hold)!;
    assert.equal(first.state, redeemed.status === 201 ? 'redeemed' : 'expired', hold);
    const second = byId.get(reserved.body.hold?.id);
    if (!second || redeemed.status !== 201) continue;
    // On a machine that stood still for so long, the payment may even come after the second hold has ended.
    assert.equal(second.state, 'expired');
    assert.ok(first.redeemed_at! >= second.until, `${hold}: paid while ${second.id} had its coupon`);
  }
  for (const hold of forgotten) assert.equal(byId.get(hold)!.state, 'expired', hold);
  assert.deepEqual(await checkInvariants(store), []);
}

function prefixed(prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [prefix + name, count]));
}
