import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fillers, nudges, type FillerProduct, type Nudge } from '../../src/engine/index.js';
import type { Cart, Coupon } from '../../src/model/index.js';

const page = readFileSync(new URL('../../docs/nudges.md', import.meta.url), 'utf8');
const { cart, coupons, products } = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as {
  cart: Cart;
  coupons: Coupon[];
  products: FillerProduct[];
};

/** The cells of the rows of the table that begins with these columns. */
function rowsOf(...columns: readonly string[]): string[][] {
  const table = page
    .trim()
    .split('\n\n')
    .map((block) =>
      block.split('\n').map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    )
    .find(([heading]) => heading?.join() === columns.join());
  assert.ok(table, columns.join());
  return table.slice(2);
}

test('the nudges of the page are those of its example', () => {
  const columns = ['coupon', 'of', 'missing', 'measured', 'required', 'spend', 'saves', 'step'] as const;
  const found = nudges(cart, coupons, { now: 0 });
  assert.deepEqual(
    found.map((nudge) => columns.map((column) => String(nudge[column] ?? ''))),
    rowsOf(...columns),
  );
  for (const { scope } of found) assert.ok(page.includes(`\`${JSON.stringify(scope)}\``));
});

test('the fillers of the page are those of its example', () => {
  const [{ coupon }] = nudges(cart, coupons, { now: 0 }) as [Nudge];
  assert.deepEqual(
    fillers(cart, coupons, products, { now: 0, coupon }).map(({ items, coupons, ...amounts }) => [
      items.map(({ product, quantity }) => (quantity > 1 ? `${quantity} ${product}` : product)).join(' '),
      ...[amounts.spend, amounts.payable, amounts.extra, amounts.saves].map(String),
      coupons.join(' '),
    ]),
    rowsOf('items', 'spend', 'payable', 'extra', 'saves', 'coupons'),
  );
});

test('the page names every field of a nudge and of a filler', () => {
  const step = nudges(cart, coupons, { now: 0 }).find((nudge) => nudge.step)!;
  const [filler] = fillers(cart, coupons, products, { now: 0 });
  assert.deepEqual(
    [...page.matchAll(/^\| `(\w+)` +\|/gm)].map(([, field]) => field),
    [...Object.keys(step), ...Object.keys(filler!)],
  );
});
