import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawChance } from '../../../src/server/issuing/draw-chance.js';

test('a chance is from 0 to below 1, as often in each hundredth as in another', () => {
  const draws = 100_000;
  const counts = Array<number>(100).fill(0);
  for (let index = 0; index < draws; index++) {
    const chance = drawChance();
    assert.ok(chance >= 0 && chance < 1);
    counts[Math.floor(chance * 100)]! += 1;
  }
  // Chi squared of 99 degrees of freedom is above 190 once in some ten million runs.
  const expected = draws / 100;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  assert.ok(chi < 190, `${chi}`);
});
