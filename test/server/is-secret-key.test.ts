import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretKey } from '../../src/server/is-secret-key.js';

const secret = `sk_${'7'.repeat(48)}`;

test('the secret key is the secret key', async () => assert.ok(await isSecretKey(secret, secret)));

for (const other of ['', 'sk_', secret.slice(0, -1), `${secret}7`, secret.toUpperCase(), `${secret} `]) {
  test(`"${other}" is not`, async () => assert.equal(await isSecretKey(other, secret), false));
}
