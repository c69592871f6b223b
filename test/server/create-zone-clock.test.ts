import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createZoneClock } from '../../src/server/create-zone-clock.js';

const at = Date.parse('2026-11-22T16:30:00Z');

test('writes an instant as the clock of the zone shows it', () => {
  assert.equal(createZoneClock('Asia/Shanghai')(at), '2026-11-23T00:30:00+08:00');
  assert.equal(createZoneClock('UTC')(at), '2026-11-22T16:30:00+00:00');
  assert.equal(createZoneClock('Asia/Kathmandu')(at), '2026-11-22T22:15:00+05:45');
  assert.equal(createZoneClock('America/St_Johns')(at), '2026-11-22T13:00:00-03:30');
  assert.equal(
    createZoneClock('America/New_York')(Date.parse('2026-07-01T12:00:00.123Z')),
    '2026-07-01T08:00:00.123-04:00',
  );
});

test('means the same instant', () => {
  const zones = ['Asia/Shanghai', 'America/St_Johns', 'Europe/Berlin', 'Pacific/Apia', 'UTC'];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4e12 }), (zone, instant) => {
      assert.equal(Date.parse(createZoneClock(zone)(instant)), instant);
    }),
  );
});
