import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressPrefix } from '../../src/server/address-prefix.js';

for (const [address, prefix] of [
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:85a3::8a2e:370:7334', '2001:db8:85a3::/48'],
  ['2001:0DB8:85A3:0000:0000:8A2E:0370:7334', '2001:db8:85a3::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
  ['', ''],
  ['unix', 'unix'],
] as const) {
  test(`of ${address || 'nothing'} is ${prefix || 'nothing'}`, () =>
    assert.equal(addressPrefix(address), prefix));
}
