import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, createDays } from '../../../src/server/settlement/create-days.js';

test('a day begins at midnight of the time zone', () => {
  const at = Date.parse('2026-11-21T16:00:00Z');
  const [utc, shanghai] = [createDays('UTC'), createDays('Asia/Shanghai')];
  assert.deepEqual([utc(at), shanghai(at), shanghai(at - 1)], ['2026-11-21', '2026-11-22', '2026-11-21']);
});

test('a day of 23 and one of 25 hours begin and end at midnight', () => {
  const day = createDays('Europe/Berlin');
  const days = (from: string, hours: number): string[] =>
    [0, hours * 3_600_000 - 1, hours * 3_600_000].map((later) => day(Date.parse(from) + later));
  assert.deepEqual(days('2026-03-28T23:00:00Z', 23), ['2026-03-29', '2026-03-29', '2026-03-30']);
  assert.deepEqual(days('2026-10-24T22:00:00Z', 25), ['2026-10-25', '2026-10-25', '2026-10-26']);
});

test('an unknown time zone is a mistake that names the fix', () => {
  assert.throws(() => createDays('Mars/Olympus'), { code: 'invalid-argument', argument: 'timeZone' });
});

test('days are counted over the ends of months and years', () => {
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(addDays('2028-03-01', -1), '2028-02-29');
});
