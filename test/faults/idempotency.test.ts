import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import { NoAnswerError, type Answer } from './ask.js';
import { assertOneEffect, assertSameEffect } from './assert-one-effect.js';
import { checkInvariants } from './check-invariants.js';
import { openDatabaseProxy } from './database-proxy.js';
import { cartOf, claimsOf, shopFiles, type Customer } from './shop.js';
import { size } from './size.js';
import { openStage, type Stage } from './stage.js';
import { startInstance, type Instance } from './start-instance.js';
import { createEmbeddedStore, createPostgresStore, type Store } from './store.js';

const copies = 100;
const rounds = size(5, 50);
const kills = size(5, 50);
const cart = cartOf();
const amount = (id: string) => ({
  id,
  benefit: { kind: 'amount', amount: 500 },
  conditions: { minSpend: 1000 },
});
const coupons = [amount('one'), amount('other')];

/** A request that changes something, ready to be sent by any number of senders; and how many effects of it are in the store. */
interface Change {
  send(instance: Pick<Instance, 'address'>, body?: 'changed'): Promise<Answer>;
  effects(): Promise<number>;
}

type Kind = 'claim' | 'reservation' | 'redemption' | 'reversal';
const kinds: readonly Kind[] = ['claim', 'reservation', 'redemption', 'reversal'];

/** Makes everything that the request needs before it can be sent. */
async function prepare(kind: Kind, stage: Stage, instance: Instance, key: string): Promise<Change> {
  const { store, backend } = stage;
  const customer = stage.customer(`${kind}-${randomUUID()}`);
  const count = async (text: string): Promise<number> =>
    (await store.select<{ count: number }>(text))[0]!.count;
  if (kind === 'claim') {
    return {
      send: (to, body) => customer.claim(to, body ? 'other' : 'one', key),
      effects: () => count(`SELECT count(*) AS count FROM claim WHERE shopper = 'shopper:${customer.name}'`),
    };
  }
  const token = await quoted(customer, instance);
  if (kind === 'reservation') {
    return {
      send: (to, body) => customer.reserve(to, token, body ? cartOf({ tea: 3 }) : cart, key),
      effects: () => count(`SELECT count(*) AS count FROM hold WHERE shopper = 'shopper:${customer.name}'`),
    };
  }
  const hold = ok(await customer.reserve(instance, token, cart)).body.hold.id as string;
  const order = { hold, order: `order-${key}`, cartHash: claimsOf(token).cart };
  if (kind === 'redemption') {
    return {
      send: (to, body) => backend.redeem(to, body ? { ...order, order: 'another' } : order, key),
      effects: () => count(`SELECT count(DISTINCT journal) AS count FROM transfer WHERE journal = '${hold}'`),
    };
  }
  ok(await backend.redeem(instance, order));
  const units = (quantity: number) => ({ returned: [{ line: 'tea', quantity }] });
  return {
    send: (to, body) => backend.reverse(to, hold, units(body ? 2 : 1), key),
    effects: () => count(`SELECT count(*) AS count FROM reversal WHERE hold = '${hold}'`),
  };
}

async function quoted(customer: Customer, instance: Instance): Promise<string> {
  ok(await customer.claim(instance, 'one'));
  return ok(await customer.quote(instance, cart, ['one'])).body.token as string;
}

function ok(answer: Answer): Answer {
  assert.ok(answer.status < 300, answer.text);
  return answer;
}

describe('an idempotency key', { timeout: 600_000 }, () => {
  let cluster: PostgresCluster;
  before(async () => {
    cluster = await startPostgres();
  });
  after(() => cluster.remove());

  for (const kind of ['postgres', 'embedded'] as const) {
    test(`has one effect, however many copies arrive at once at two instances on ${kind}`, async (t) => {
      const store: Store = kind === 'postgres' ? await createPostgresStore(cluster) : createEmbeddedStore();
      const stage = await openStage({ store, coupons, instances: 2 });
      for (let round = 0; round < rounds; round++) {
        const what = kinds[round % kinds.length]!;
        const change = await prepare(what, stage, stage.any(), `key-${round}`);
        const answers = await Promise.all(Array.from({ length: copies }, () => change.send(stage.any())));
        assertOneEffect(answers);
        assert.equal(await change.effects(), 1);
        const changed = await change.send(stage.any(), 'changed');
        assert.equal(changed.status, 422, changed.text);
        assert.equal(changed.body.code, 'idempotency-key-reused');
        assert.equal(await change.effects(), 1);
      }
      assert.deepEqual(await checkInvariants(store), []);
      t.diagnostic(
        `${kind}: ${rounds} × ${copies} copies, ${rounds} effects, ${rounds} changed bodies refused`,
      );
      await stage.end();
      await store.close();
    });
  }

  test('tells another instance what a killed one had committed and not answered', async (t) => {
    const store = await createPostgresStore(cluster);
    const proxy = await openDatabaseProxy(store.url);
    const stage = await openStage({ store, coupons });
    const args = ['--store', proxy.url, ...shopFiles(coupons)];
    const [survivor] = stage.instances;
    for (let round = 0; round < kills; round++) {
      const what = kinds[round % kinds.length]!;
      const victim = await startInstance({ args });
      const key = `killed-${randomUUID()}`;
      const change = await prepare(what, stage, survivor!, key);
      proxy.onCommitOf(key, () => process.kill(victim.pid, 'SIGKILL'));
      const answer = await change.send(victim).catch((error: unknown) => error);
      assert.ok(answer instanceof NoAnswerError, `${what}: it was answered`);
      assert.equal(await change.effects(), 1, `${what}: it was committed`);
      const told = await change.send(survivor!);
      assertSameEffect(told, told.status === 200 ? await change.send(survivor!) : told);
      assert.equal(told.status, 200, told.text);
      assert.equal(await change.effects(), 1);
    }
    assert.deepEqual(await checkInvariants(store), []);
    t.diagnostic(
      `${kills} kills between commit and answer, ${kills} effects, ${kills} told by another instance`,
    );
    await stage.end();
    await proxy.close();
    await store.close();
  });
});
