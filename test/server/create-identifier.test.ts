import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createIdentifier, type Identifier } from '../../src/server/create-identifier.js';
import { sessionLifetimeSeconds, signSession } from '../../src/server/identity.js';
import { createKeys, type Keys } from '../../src/server/index.js';
import { noon } from './open-shop.js';

describe('an identifier', () => {
  const end = noon + sessionLifetimeSeconds * 1000;
  let keys: Keys;
  let identify: Identifier;
  let token: string;
  before(async () => {
    keys = await createKeys();
    identify = createIdentifier(keys, undefined);
    token = (await signSession(keys, noon)).token;
  });

  test('verifies a token once, and gives the same answer from then on', async () => {
    const first = await identify(token, noon);
    assert.match(first!.subject, /^anonymous:/);
    assert.equal(await identify(token, end - 1000), first);
  });

  test('knows no one by a token that has expired, however often it was right', async () => {
    assert.ok(await identify(token, noon));
    assert.equal(await identify(token, end), undefined);
  });

  test('knows no one by a token that differs in one character from one that it knows', async () => {
    assert.ok(await identify(token, noon));
    for (let index = 0; index < token.length - 1; index += 7) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      assert.equal(await identify(changed, noon), undefined, `character ${index}`);
    }
  });

  test('knows no one by what another shop’s keys signed', async () => {
    assert.ok(await identify(token, noon));
    assert.equal(await createIdentifier(await createKeys(), undefined)(token, noon), undefined);
  });

  test('still knows a shopper whose token it has had to forget', async () => {
    const first = await identify(token, noon);
    const others = await Promise.all(Array.from({ length: 5_001 }, () => signSession(keys, noon)));
    for (const other of others) assert.ok(await identify(other.token, noon));
    assert.deepEqual(await identify(token, noon), first);
  });
});
