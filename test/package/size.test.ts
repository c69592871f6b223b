import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureSizes } from '../../scripts/measure-sizes.js';

const sizes = await measureSizes();

describe('what a page loads before its first paint', () => {
  for (const { name, bytes, budget } of sizes) {
    if (!budget) continue;
    it(`${name}: at most ${budget / 1000} kB`, () => {
      assert.ok(bytes <= budget, `${name} is ${bytes} bytes, ${bytes - budget} too many`);
    });
  }
});
