import assert from 'node:assert/strict';
import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { assertOneEffect } from './assert-one-effect.js';
import { assertRefused } from './assert-refused.js';
import { assertNotOversold, assertSoldExactly, sell, tally } from './assert-sold-exactly.js';
import { assertWithinLimit, grab } from './assert-within-limit.js';
import { mutateServer, type Mutation } from './mutate-server.js';
import { assertAllEnded, race } from './race-with-expiry.js';
import { createRandom } from './random.js';
import { size } from './size.js';
import { openStage, type Stage } from './stage.js';
import { createPostgresStore, type Store } from './store.js';
import { flipEachByte, offer, promise } from './tamper.js';

/**
 * The other tests mean something: taken out of the server, each guard is missed by the very functions that say of the whole server that all is well.
 * Where a guard stands behind another one, both are taken out.
 */

const tries = size(300, 2_000);
const stock = size(150, 500);
/** A race that was not lost at once is run again. */
const rounds = 5;

const amount = (id: string, claim = {}) => ({
  coupon: { id, benefit: { kind: 'amount', amount: 500 }, conditions: { minSpend: 1000 } },
  claim,
});
const hot = Array.from({ length: rounds }, (_, round) => `hot-${round}`);
/** Several at once: the requests of one alone reach the instances one after the other, through the limit of its rate. */
const greedyAtOnce = 12;
const greedy = Array.from({ length: rounds }, (_, round) =>
  Array.from({ length: greedyAtOnce }, (_, index) => `greedy-${round}-${index}`),
);
const coupons = [...hot.map((id) => amount(id, { stock })), amount('free')];

const noLock: Mutation = {
  file: 'server/ledgers/postgres.js',
  text: 'ORDER BY ${key} FOR UPDATE`',
  by: 'ORDER BY ${key}`',
};
/** Between what a decision rests on and what it writes: so that who does not lock is sure to be overtaken. */
const slow: Mutation = {
  file: 'server/ledgers/create-lane.js',
  text: 'await writeWorkingSet(transaction, set)',
  by: 'await new Promise((resolve) => setTimeout(resolve, 60)), await writeWorkingSet(transaction, set)',
};
const wrongDecision: Mutation = {
  file: 'server/ledgers/commands/claim.js',
  text: 'counter.granted >= stock',
  by: 'counter.granted > stock',
};
const noExpiry: Mutation = {
  file: 'server/ledgers/commands/hold-pieces.js',
  text: "return state === 'reserved' && until <= now;",
  by: 'return false;',
};
const noTokenCheck: Mutation = {
  file: 'server/token.js',
  text: 'await jwtVerify(jwt, key, {',
  by: '((text) => ({ payload: JSON.parse(Buffer.from(text.split(".")[1], "base64url")) }))(jwt, key, {',
};
const noMemory: Mutation = {
  file: 'server/ledgers/create-lane.js',
  text: 'set.keys.add(',
  by: '(() => {})(',
};

describe('with a guard taken out', { timeout: 300_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  /** Opens a stage of a server with these faults, on a store without these constraints. */
  async function open(
    { instances, args }: { readonly instances: number; readonly args?: readonly string[] },
    mutations: readonly Mutation[],
    constraints: 'kept' | Constraint = 'kept',
  ): Promise<{ store: Store; stage: Stage; close: () => Promise<void> }> {
    const store = await createPostgresStore(cluster);
    const dist = mutateServer(mutations);
    const stage = await openStage({ store, coupons, instances, dist, ...(args && { args }) });
    if (constraints !== 'kept') await dropConstraints(store, constraints);
    const close = async (): Promise<void> => {
      await stage.end();
      await store.close();
    };
    return { store, stage, close };
  }

  test('nothing, but as slow as those without a lock: all is well, and nothing needs to be refused', async (t) => {
    const { store, stage, close } = await open({ instances: 4 }, [slow]);
    await assertSoldExactly(store, await sell(stage, hot[0]!, stock, tries));
    await grabTogether(stage, store, greedy[0]!);
    await stage.end();
    t.diagnostic(`${stock} of ${stock}, one piece each; ${await rollbacksOf(store)} transactions refused`);
    await close();
  });

  test('the lock: the CHECK refuses what is too much, and nothing is oversold', async (t) => {
    const { store, stage, close } = await open({ instances: 4 }, [noLock, slow]);
    for (const coupon of hot) await assertNotOversold(store, await sell(stage, coupon, stock, tries));
    await stage.end();
    const refused = await rollbacksOf(store);
    assert.ok(refused > 0, 'the database has refused something');
    t.diagnostic(`${rounds} × ${stock} of ${stock}; ${refused} transactions refused`);
    await close();
  });

  test('the lock and the CHECK: the test of overselling catches it', async (t) => {
    const { store, stage, close } = await open({ instances: 4 }, [noLock, slow], {
      table: 'counter',
      kind: 'c',
    });
    const caught = await firstCaught(hot, async (coupon) =>
      assertNotOversold(store, await sell(stage, coupon, stock, tries)),
    );
    assert.match(caught.message, /^by the rows/);
    t.diagnostic(`caught in round ${caught.round}: ${caught.message.split('\n')[0]}`);
    await close();
  });

  test('a right decision: the CHECK refuses it, the test of answers catches it, nothing is oversold', async (t) => {
    const { store, stage, close } = await open({ instances: 2 }, [wrongDecision]);
    const sale = await sell(stage, hot[0]!, stock, tries);
    await assertNotOversold(store, sale);
    await assert.rejects(assertSoldExactly(store, sale), AssertionError);
    t.diagnostic(`${stock} of ${stock}; answers ${JSON.stringify(tally(sale.answers))}`);
    await close();
  });

  test('a right decision and the CHECK: the test of overselling catches it', async (t) => {
    const { store, stage, close } = await open({ instances: 2 }, [wrongDecision], {
      table: 'counter',
      kind: 'c',
    });
    const sale = await sell(stage, hot[0]!, stock, tries);
    await assert.rejects(assertNotOversold(store, sale), AssertionError);
    t.diagnostic(`answers ${JSON.stringify(tally(sale.answers))}`);
    await close();
  });

  test('the lock: the UNIQUE refuses a second piece', async (t) => {
    const { store, stage, close } = await open({ instances: 4 }, [noLock, slow]);
    for (const names of greedy) await grabTogether(stage, store, names);
    await stage.end();
    const refused = await rollbacksOf(store);
    assert.ok(refused > 0, 'the database has refused something');
    t.diagnostic(`one piece each; ${refused} transactions refused`);
    await close();
  });

  test('the lock and the UNIQUE: the test of the shopper’s limit catches it', async (t) => {
    const { store, stage, close } = await open({ instances: 4 }, [noLock, slow], {
      table: 'claim',
      kind: 'u',
    });
    const caught = await firstCaught(greedy, (names) => grabTogether(stage, store, names));
    // Of the shopper who is looked at, or by the invariants of another one.
    assert.match(caught.message, /^pieces of one shopper|'shopper limit: /);
    t.diagnostic(`caught in round ${caught.round}: ${caught.message.split('\n')[0]}`);
    await close();
  });

  test('the expiry: the test of holds that end catches it', async (t) => {
    const { store, stage, close } = await open({ instances: 1, args: ['--hold-seconds', '1'] }, [noExpiry]);
    const outcomes = await race(stage, 'free', 20);
    await wait(1_000);
    await assert.rejects(assertAllEnded(store, outcomes), AssertionError);
    t.diagnostic(JSON.stringify(outcomes.counts));
    await close();
  });

  test('the check of tokens: the test of tampering catches it', async (t) => {
    const { store, stage, close } = await open({ instances: 1, args: ['--shopper-rate', '1000000'] }, [
      noTokenCheck,
    ]);
    const forged = flipEachByte(await promise(stage, 'forger', 'free'), createRandom(1));
    const answers = await offer(stage, forged);
    await assert.rejects(assertRefused(store, answers, ['bad-token']), AssertionError);
    t.diagnostic(JSON.stringify(tally(answers)));
    await close();
  });

  test('the memory of keys: the test of idempotency catches it', async (t) => {
    const { stage, close } = await open({ instances: 2 }, [noMemory]);
    const key = randomUUID();
    const customer = stage.customer('twice');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => customer.claim(stage.any(), 'free', key)),
    );
    assert.throws(() => assertOneEffect(answers), AssertionError);
    t.diagnostic(JSON.stringify(tally(answers)));
    await close();
  });
});

interface Constraint {
  readonly table: string;
  /** As `pg_constraint` has it: `c` for CHECK, `u` for UNIQUE. */
  readonly kind: 'c' | 'u';
}

async function dropConstraints(store: Store, { table, kind }: Constraint): Promise<void> {
  const found = await store.select<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = '${kind}'`,
  );
  assert.ok(found.length > 0, `${table} has such constraints`);
  for (const { name } of found) await store.execute(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
}

/** Lets several greedy shoppers grab at the same moment, and looks at each when all have their answers. */
async function grabTogether(stage: Stage, store: Store, names: readonly string[]): Promise<void> {
  const grabbed = await Promise.all(
    names.map(async (name) => {
      const customer = stage.customer(name);
      return { customer, answers: await grab(stage, customer, 'free', 20) };
    }),
  );
  for (const { customer, answers } of grabbed) await assertWithinLimit(store, customer, answers);
}

/** Runs rounds until one fails as it should, and resolves to how. */
async function firstCaught<Input>(
  inputs: readonly Input[],
  check: (input: Input) => Promise<void>,
): Promise<{ round: number; message: string }> {
  for (const [index, input] of inputs.entries()) {
    try {
      await check(input);
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      return { round: index + 1, message: error.message };
    }
  }
  throw new Error(`not caught in ${inputs.length} rounds`);
}

/** How many transactions the database has rolled back; its sessions tell when they end. */
async function rollbacksOf(store: Store): Promise<number> {
  await wait(1_000);
  const [row] = await store.select<{ count: number }>(
    'SELECT xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  return row!.count;
}
