import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprint, maxDepth } from '../../src/server/fingerprint.js';

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);

test('the same request has the same fingerprint, however its fields are ordered', async () => {
  const one = await fingerprint('POST', '/v1/claims', { a: 1, b: { c: '2', d: [3] } });
  assert.match(one!, /^[0-9a-f]{64}$/);
  assert.equal(await fingerprint('POST', '/v1/claims', { b: { d: [3], c: '2' }, a: 1 }), one);
});

test('another method, path or body has another fingerprint', async () => {
  const all = await Promise.all([
    fingerprint('POST', '/v1/claims', {}),
    fingerprint('PUT', '/v1/claims', {}),
    fingerprint('POST', '/v1/exchanges', {}),
    fingerprint('POST', '/v1/claims', { offer: 'a' }),
    fingerprint('POST', '/v1/claims', { offer: 'b' }),
    fingerprint('POST', '/v1/claims', { offer: ['a'] }),
    fingerprint('POST', '/v1/claims', null),
    fingerprint('POST', '/v1/claims', undefined),
  ]);
  assert.equal(new Set(all).size, all.length);
});

test('a body that is too deep has none', async () => {
  assert.ok(await fingerprint('POST', '/', nested(maxDepth)));
  assert.equal(await fingerprint('POST', '/', nested(maxDepth + 1)), undefined);
  assert.equal(await fingerprint('POST', '/', JSON.parse('['.repeat(5e5) + ']'.repeat(5e5))), undefined);
});

test('half a surrogate pair can be told from the other half', async () => {
  const [high, low] = [await fingerprint('POST', '/', '\ud800'), await fingerprint('POST', '/', '\udc00')];
  assert.notEqual(high, low);
});
