import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { signToken } from '../../src/server/token.js';
import { createFileCatalog } from '../../src/server/file-catalog.js';
import { createVerifier, publicKeys, type Verifier } from '../../src/server/index.js';
import { startPostgres, type PostgresCluster } from '../../scripts/find-postgres.mjs';
import type { Answer } from './ask.js';
import { assertRefused } from './assert-refused.js';
import { tally } from './assert-sold-exactly.js';
import { createRandom, type Random } from './random.js';
import { cartOf, claimsOf, products } from './shop.js';
import { size } from './size.js';
import { openStage, type Stage } from './stage.js';
import { createPostgresStore, type Store } from './store.js';
import { flipEachByte, offer, promise, promisedCart, type Promised } from './tamper.js';

const tokenCount = size(10, 200);
const fuzzed = size(1_000, 10_000);
const coupons = [{ id: 'ten', benefit: { kind: 'amount', amount: 900 }, conditions: { minSpend: 1000 } }];

describe('a token that is not as it was given', { timeout: 900_000 }, () => {
  let cluster: PostgresCluster;
  let store: Store;
  let stage: Stage;
  let verifier: Verifier;
  let promised: Promised[];
  before(async () => {
    cluster = await startPostgres();
    store = await createPostgresStore(cluster);
    stage = await openStage({ store, coupons, args: ['--shopper-rate', '100000000'] });
    const catalog = createFileCatalog(products);
    assert.ok(catalog.ok);
    verifier = createVerifier({ keys: publicKeys(stage.keys), catalog: catalog.value });
    promised = await Promise.all(
      Array.from({ length: tokenCount }, (_, index) => promise(stage, `shopper-${index}`, 'ten')),
    );
  });
  after(async () => {
    await stage.end();
    await store.close();
    await cluster.remove();
  });

  /** What the merchant's own verifier says of them. */
  async function verify(forged: readonly Promised[]): Promise<string[]> {
    const reasons = new Set<string>();
    for (const { customer, token } of forged) {
      const decision = await verifier.verify(token, { cart: promisedCart, shopper: customer.name });
      reasons.add(decision.ok ? 'accepted' : decision.reason);
    }
    return [...reasons];
  }

  test('is not accepted with any of its bytes flipped', async (t) => {
    const random = createRandom(1);
    const forged = promised.flatMap((each) => flipEachByte(each, random));
    const answers = await offer(stage, forged);
    await assertRefused(store, answers, ['bad-token']);
    assert.deepEqual(await verify(forged), ['bad-token']);
    t.diagnostic(`${tokenCount} tokens, ${forged.length} bytes flipped: ${JSON.stringify(tally(answers))}`);
  });

  test('is not accepted, whatever is made of it', async (t) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
    const random = createRandom(seed);
    const genuine = new Set(promised.map(({ token }) => token));
    const forged: Promised[] = [];
    while (forged.length < fuzzed) {
      const { customer, token } = random.pick(promised);
      const distorted = distort(token, random.pick(promised).token, random);
      if (!genuine.has(distorted)) forged.push({ customer, token: distorted });
    }
    const answers = await offer(stage, forged);
    await assertRefused(store, answers, ['bad-token', 'invalid-request']);
    assert.deepEqual(await verify(forged), ['bad-token']);
    t.diagnostic(`${forged.length} fuzzed (SEED=${seed}): ${JSON.stringify(tally(answers))}`);
  });

  test('is not accepted with claims of one’s own, under any signature that one can make', async () => {
    const { customer, token } = promised[0]!;
    const [prefix, header, claims] = token.split('.') as [string, string, string, string];
    const better = encode({ ...JSON.parse(decode(claims)), total: 1 });
    const { privateKey } = generateKeyPairSync('ed25519');
    const signed = (head: string, body: string): string =>
      `${prefix}.${head}.${body}.${sign(null, Buffer.from(`${head}.${body}`), privateKey).toString('base64url')}`;
    const unsigned = encode({ ...JSON.parse(decode(header)), alg: 'none' });
    const forged = [
      signed(header, better),
      signed(header, claims),
      `${prefix}.${unsigned}.${better}.`,
      `${prefix}.${unsigned}.${better}.AA`,
      `${prefix}.${header}.${better}.${token.split('.')[3]}`,
    ];
    const tokens = forged.map((each) => ({ customer, token: each }));
    await assertRefused(store, await offer(stage, tokens), ['bad-token']);
    assert.deepEqual(await verify(tokens), ['bad-token']);
  });

  test('is not accepted from another shopper, for another cart, from another shop, or too late', async (t) => {
    const { customer, token } = promised[0]!;
    const elsewhereStore = await createPostgresStore(cluster);
    const elsewhere = await openStage({ store: elsewhereStore, coupons });
    const foreign = await promise(elsewhere, customer.name, 'ten');
    const { iat: _iat, exp: _exp, ...claims } = claimsOf(token);
    const expired = await signToken(claims, stage.keys, Date.now() - 301_000);
    const cases: readonly [what: string, answer: Promise<Answer>, code: string][] = [
      ['another shopper', promised[1]!.customer.reserve(stage.any(), token, promisedCart), 'other-shopper'],
      ['another quantity', customer.reserve(stage.any(), token, cartOf({ tea: 3 })), 'cart-changed'],
      ['another line', customer.reserve(stage.any(), token, cartOf({ wrap: 1 })), 'cart-changed'],
      ['another shop', customer.reserve(stage.any(), foreign.token, promisedCart), 'bad-token'],
      ['too late', customer.reserve(stage.any(), expired.token, promisedCart), 'quote-expired'],
    ];
    for (const [what, answer, code] of cases) {
      await assertRefused(store, [await answer], [code]);
      t.diagnostic(`${what}: ${code}`);
    }
    const reasonOf = async (given: string, expected: Parameters<Verifier['verify']>[1]) => {
      const decision = await verifier.verify(given, expected);
      return decision.ok ? 'accepted' : decision.reason;
    };
    assert.equal(
      await reasonOf(token, { cart: promisedCart, shopper: promised[1]!.customer.name }),
      'other-shopper',
    );
    assert.equal(await reasonOf(token, { cart: cartOf({ tea: 3 }) }), 'other-cart');
    assert.equal(await reasonOf(foreign.token, { cart: promisedCart }), 'bad-token');
    assert.equal(await reasonOf(expired.token, { cart: promisedCart }), 'expired');
    await elsewhere.end();
    await elsewhereStore.close();
  });

  test('is accepted as it was given, so that the rest means something', async () => {
    const { customer, token } = promised.at(-1)!;
    assert.ok((await verifier.verify(token, { cart: promisedCart, shopper: customer.name })).ok);
    const answer = await customer.reserve(stage.any(), token, promisedCart);
    assert.equal(answer.status, 201, answer.text);
  });
});

/** Cuts, repeats, swaps, mixes with another one. */
function distort(token: string, other: string, random: Random): string {
  const [from, to] = [random.below(token.length), random.below(token.length)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  const parts = token.split('.');
  const others = other.split('.');
  switch (random.below(7)) {
    case 0:
      return token.slice(0, from) + token.slice(to + 1);
    case 1:
      return token.slice(0, to) + token.slice(from);
    case 2:
      return parts.map((part, index) => (index === 1 + random.below(3) ? others[index] : part)).join('.');
    case 3:
      return token.slice(0, from) + String.fromCharCode(random.below(0xd800)) + token.slice(from + 1);
    case 4:
      return [...parts].sort(() => random.below(3) - 1).join('.');
    case 5:
      return token + random.pick([' ', '=', '.', 'A', '\u0000', token]);
    default:
      return Array.from({ length: random.below(400) }, () => String.fromCharCode(33 + random.below(94))).join(
        '',
      );
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
