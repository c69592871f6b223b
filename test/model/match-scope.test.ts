import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesScope } from '../../src/model/match-scope.js';
import type { Line, Scope } from '../../src/model/index.js';

const line: Line = {
  id: 'a',
  product: 'p',
  sku: 's',
  shop: 'x',
  brand: 'b',
  categories: ['c', 'd'],
  tags: ['sale'],
  unitPrice: 1,
  quantity: 1,
};

for (const [scope, matches] of [
  [{}, true],
  [{ products: ['p'] }, true],
  [{ products: ['s'] }, true],
  [{ products: [] }, false],
  [{ categories: ['d', 'z'] }, true],
  [{ categories: ['d'], brands: ['z'] }, false],
  [{ shops: ['x'], exclude: { tags: ['sale'] } }, false],
  [{ exclude: { products: ['s'] } }, false],
  [{ exclude: { brands: ['z'], shops: [] } }, true],
] as const satisfies readonly (readonly [Scope, boolean])[]) {
  test(`${JSON.stringify(scope)} ${matches ? 'matches' : 'does not match'} the line`, () =>
    assert.equal(matchesScope(line, scope), matches));
}

test('a list asked of a line that names nothing does not match', () => {
  assert.equal(matchesScope({ id: 'a', product: 'p', unitPrice: 1, quantity: 1 }, { brands: ['b'] }), false);
});
