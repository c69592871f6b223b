import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { AdapterError, type Adapter } from '../../src/adapters/adapter.js';
import { createHttpAdapter } from '../../src/adapters/http.js';
import { createIdempotencyKey } from '../../src/protocol/create-idempotency-key.js';
import {
  adapterContract,
  call,
  contractCart,
  contractCatalog,
  contractFile,
} from '../contracts/adapter-contract.js';
import { createMemoryStorage } from './memory-storage.js';
import { openServer, type TestServer } from './open-server.js';

let server: TestServer;
const open = (options: Partial<Parameters<typeof createHttpAdapter>[0]> = {}) =>
  createHttpAdapter({
    server: server.address,
    key: server.publishableKey,
    storage: createMemoryStorage(),
    ...options,
  });

before(async () => void (server = await openServer(contractFile, contractCatalog)));
after(() => server.stop());

adapterContract('http', () => {
  const storage = createMemoryStorage();
  return { open: () => open({ storage }) };
});

describe('createHttpAdapter against the real server', () => {
  /** A `fetch` that notes what it is asked. */
  const watch = () => {
    const asked: { path: string; headers: Headers }[] = [];
    const send: typeof fetch = (input, init) => {
      asked.push({ path: new URL(input as string).pathname, headers: new Headers(init?.headers) });
      assert.equal(init?.credentials, 'omit');
      return fetch(input, init);
    };
    return { asked, fetch: send };
  };

  /** The token of a shopper who is signed in, as the merchant's backend makes it. */
  const tokenOf = (sub: string) => () =>
    new SignJWT({ sub, aud: 'couponkit', exp: Math.floor(Date.now() / 1000) + 60 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(server.secret));

  it('makes an invitation, shows it to a stranger without a session, and lets a friend accept it once', async () => {
    const lines = [{ product: 'tea', quantity: 2 }];
    const bea = open({ shopperToken: tokenOf('bea') });
    const made = await bea.invite!({ campaign: 'friends', lines }, call('invite-with-tea'));
    assert.ok('invitation' in made && made.invitation.own);
    assert.deepEqual([made.invitation.lines, made.campaign.rewardedOn], [lines, 'order']);
    const { code } = made.invitation;
    const again = await bea.invite!({ campaign: 'friends', lines }, call('invite-again'));
    assert.ok('invitation' in again && again.invitation.code === code);

    const { asked, fetch } = watch();
    const seen = await open({ fetch }).invitation!({ code }, call());
    assert.ok('invitation' in seen && !seen.invitation.own);
    assert.deepEqual([seen.invitation.lines, seen.campaign.invitee.map(({ id }) => id)], [lines, ['gift']]);
    assert.deepEqual(
      asked.map(({ path }) => path),
      [`/v1/invitations/${code}`],
    );

    const accept = (adapter: Adapter, key: string) =>
      adapter.participate!({ campaign: 'friends', invitation: code }, call(key));
    assert.deepEqual(await accept(bea, 'own'), { refused: { code: 'own-invitation', params: {} } });
    const cleo = open({ shopperToken: tokenOf('cleo') });
    const accepted = await accept(cleo, 'first');
    assert.ok('participation' in accepted, JSON.stringify(accepted));
    assert.deepEqual(
      accepted.participation.held.map(({ coupon }) => coupon.id),
      ['gift'],
    );
    const twice = await accept(cleo, 'second');
    assert.ok('refused' in twice && ['taken', 'already-invited'].includes(twice.refused.code));
    const { campaigns } = await bea.campaigns!(call());
    const friends = campaigns.find(({ id }) => id === 'friends');
    assert.deepEqual(friends?.kind === 'invite' && friends.friends, { accepted: 1, rewarded: 0 });
  });

  it('begins a session only when a claim needs one, and keeps it', async () => {
    const { asked, fetch } = watch();
    const storage = createMemoryStorage();
    const adapter = open({ fetch, storage });
    await adapter.offers!({}, call());
    await adapter.verify({ cart: contractCart, desired: [] }, call());
    assert.deepEqual(
      asked.map(({ path, headers }) => [path, headers.has('authorization')]),
      [
        ['/v1/offers', false],
        ['/v1/quotes', false],
      ],
    );
    await Promise.all(
      ['ten', 'ship'].map((offer) => adapter.claim!({ offer }, call(createIdempotencyKey()))),
    );
    await open({ fetch, storage }).offers!({}, call());
    assert.equal(asked.filter(({ path }) => path === '/v1/sessions').length, 1);
    assert.ok(asked.at(-1)!.headers.has('authorization'));
  });

  it('sends no header but the ones that are needed', async () => {
    const { asked, fetch } = watch();
    await open({ fetch }).claim!({ offer: 'ten' }, call('key-1'));
    assert.deepEqual([...asked.at(-1)!.headers.keys()].sort(), [
      'authorization',
      'content-type',
      'couponkit-key',
      'idempotency-key',
    ]);
  });

  it('has the price with the claim, in one trip; and the claim alone where the cart cannot be priced', async () => {
    const { asked, fetch } = watch();
    const adapter = open({ fetch });
    const quote = { cart: contractCart, desired: [{ coupon: 'ten' }] };
    const answer = await adapter.claim!({ offer: 'ten', quote }, call('with-a-quote'));
    assert.ok('held' in answer && answer.verdict?.token);
    assert.deepEqual(
      asked.map(({ path }) => path),
      ['/v1/sessions', '/v1/claims'],
    );
    const again = await adapter.claim!({ offer: 'ten', quote }, call('with-a-quote'));
    assert.ok('held' in again && !again.fresh && again.verdict?.token);
    const unknown = { ...contractCart, lines: [{ ...contractCart.lines[0]!, product: 'unknown' }] };
    const alone = await adapter.claim!(
      { offer: 'ship', quote: { ...quote, cart: unknown } },
      call(createIdempotencyKey()),
    );
    assert.ok('held' in alone && !alone.verdict);
    await assert.rejects(
      adapter.claim!(
        { offer: 'twice', quote: { ...quote, desired: 7 as never } },
        call(createIdempotencyKey()),
      ),
      (error) => error instanceof AdapterError && error.kind === 'invalid-request',
    );
    assert.equal((await adapter.offers!({}, call())).wallet.length, 2);
  });

  it('begins another session where the one it kept is good no longer', async () => {
    const storage = createMemoryStorage();
    const adapter = open({ storage });
    await adapter.claim!({ offer: 'ten' }, call(createIdempotencyKey()));
    const [name, kept] = [...storage.entries][0]!;
    storage.setItem(name, kept.replace(/"token":"[^"]+"/, '"token":"no.such.token"'));
    const answer = await adapter.claim!({ offer: 'ten' }, call(createIdempotencyKey()));
    assert.ok('held' in answer && answer.fresh);
    assert.equal((await adapter.offers!({}, call())).wallet.length, 1);
  });

  it('reads on without a session where the one it kept is good no longer', async () => {
    const storage = createMemoryStorage();
    const adapter = open({ storage });
    await adapter.claim!({ offer: 'ten' }, call(createIdempotencyKey()));
    const [name] = [...storage.entries][0]!;
    storage.setItem(name, JSON.stringify({ token: 'no.such.token', renewAt: Date.now() + 1e6 }));
    assert.deepEqual((await adapter.offers!({}, call())).wallet, []);
    assert.equal(storage.getItem(name), '');
  });

  it('prolongs a session when half of its time is over, and the wallet stays', async () => {
    const storage = createMemoryStorage();
    const adapter = open({ storage });
    await adapter.claim!({ offer: 'ten' }, call(createIdempotencyKey()));
    const [name, kept] = [...storage.entries][0]!;
    storage.setItem(name, JSON.stringify({ ...JSON.parse(kept), renewAt: 0 }));
    const { wallet } = await adapter.offers!({}, call());
    assert.equal(wallet.length, 1);
    assert.ok(JSON.parse(storage.getItem(name)!).renewAt > Date.now() + 40 * 86_400_000);
  });

  it('speaks for the signed-in shopper where the page gives a token', async () => {
    const storage = createMemoryStorage();
    const adapter = open({ shopperToken: tokenOf('ada'), storage });
    assert.ok('held' in (await adapter.claim!({ offer: 'members' }, call(createIdempotencyKey()))));
    assert.equal(storage.entries.size, 0);
    const anonymous = open({ shopperToken: () => undefined, storage });
    assert.deepEqual((await anonymous.offers!({}, call())).wallet, []);
  });

  it('fails as unauthorized where the shopper token is refused or cannot be had', async () => {
    for (const shopperToken of [() => 'no.such.token', () => Promise.reject(new Error('away'))])
      await assert.rejects(
        open({ shopperToken }).offers!({}, call()),
        (error) => error instanceof AdapterError && error.kind === 'unauthorized' && !error.retryable,
      );
  });

  it('fails as unauthorized with a key that the server does not know, and keeps the session', async () => {
    const storage = createMemoryStorage();
    const adapter = open({ storage, key: 'pk_other' });
    const name = `couponkit ${server.address}/v1/ pk_other`;
    storage.setItem(name, JSON.stringify({ token: 'kept', renewAt: Date.now() + 1e6 }));
    await assert.rejects(
      adapter.offers!({}, call()),
      (error) => error instanceof AdapterError && error.kind === 'unauthorized',
    );
    assert.match(storage.getItem(name)!, /kept/);
  });

  it('fails as an invalid request where the server does not know a product, without trying again', async () => {
    const { asked, fetch } = watch();
    const cart = { ...contractCart, lines: [{ ...contractCart.lines[0]!, product: 'unknown' }] };
    await assert.rejects(
      open({ fetch }).verify({ cart, desired: [] }, call()),
      (error) => error instanceof AdapterError && error.kind === 'invalid-request' && !error.retryable,
    );
    assert.equal(asked.length, 1);
  });

  it('asks for the offers of a product', async () => {
    const { offers } = await open().offers!({ product: 'tea' }, call());
    assert.ok(offers.some((offer) => offer.coupon.id === 'ten'));
  });

  it('ends what is under way when it is closed', async () => {
    const adapter = open();
    const pending = adapter.offers!({}, call());
    await adapter.close();
    await assert.rejects(pending, (error) => error instanceof AdapterError && error.kind === 'aborted');
  });
});
