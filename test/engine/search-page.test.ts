import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { best, quote } from '../../src/engine/index.js';
import type { Cart, Coupon, Quote } from '../../src/model/index.js';

const page = readFileSync(new URL('../../docs/search.md', import.meta.url), 'utf8');
const drawing = readFileSync(new URL('../../docs/images/search-layers.svg', import.meta.url), 'utf8');
const boundDrawing = readFileSync(new URL('../../docs/images/search-bound.svg', import.meta.url), 'utf8');

const line = (id: string, shop: string, unitPrice: number): Cart['lines'][number] => ({
  id,
  product: id,
  shop,
  unitPrice,
  quantity: 1,
});
const cart: Cart = {
  currency: 'CNY',
  lines: [line('coat', 'shanhai', 40_000), line('scarf', 'shanhai', 20_000), line('tea', 'yunduan', 15_000)],
};
const coupons = rowsOf('coupon').map(([id, issuer, reaches, takesOff]): Coupon => {
  const [, value, percent, cap, alone] = /^(\d+)(%)?(?:, at most (\d+))?(, used alone)?$/.exec(takesOff!)!;
  const benefit = percent
    ? { kind: 'percent', percentOff: Number(value), maxAmount: Number(cap) * 100 }
    : { kind: 'amount', amount: Number(value) * 100 };
  return {
    id: id!,
    ...(issuer !== 'platform' && { issuer: { shop: issuer! } }),
    ...(reaches !== 'everything' && { scope: { products: [reaches!] } }),
    ...(alone && { combinesWith: [] }),
    benefit,
  };
});

/** The rows of the page's table whose first heading is this; code spans without their marks. */
function rowsOf(heading: string): string[][] {
  const table = page
    .split('\n\n')
    .map((block) =>
      block.split('\n').map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', ''))),
    )
    .find(([cells]) => cells?.[1] === heading);
  assert.ok(table, heading);
  return table.slice(2).map((cells) => cells.slice(1, -1));
}

function priced(...ids: readonly string[]): Quote {
  const set = coupons.filter(({ id }) => ids.includes(id));
  return quote(cart, set, { now: 0 });
}

const saves = (...ids: readonly string[]): number => priced(...ids).discount;
const mayStand = (...ids: readonly string[]): boolean => priced(...ids).applied.length === ids.length;
const ids = coupons.map(({ id }) => id).sort((a, b) => saves(b) - saves(a));
const yuan = (amount: number): string => (amount % 100 ? (amount / 100).toFixed(2) : String(amount / 100));

/** Adds one of these coupons after the other, as long as it may join and saves more. */
function addUp(ordered: readonly string[], from: readonly string[] = []): string[] {
  let set = [...from];
  for (const id of ordered) if (mayStand(...set, id) && saves(...set, id) > saves(...set)) set = [...set, id];
  return set;
}

test('the ways to choose come to what the page says, and only best to the least', () => {
  const isPlatforms = (id: string): boolean => !coupons.find((coupon) => coupon.id === id)!.issuer;
  const own = addUp(ids.filter((id) => !isPlatforms(id)));
  const byLayer = addUp(
    ids.filter(isPlatforms).sort((a, b) => saves(...own, b) - saves(...own, a)),
    own,
  );
  const answer = best(cart, coupons, { now: 0 });
  assert.ok(answer.optimal);
  const sets = [ids.slice(0, 1), addUp(ids), byLayer, answer.applied.map(({ coupon }) => coupon)];
  assert.deepEqual(
    rowsOf('how to choose').map(([, set, payable]) => [set, payable]),
    sets.map((set) => [set.join(', '), yuan(priced(...set).payable)]),
  );
  assert.ok(sets.slice(0, -1).every((set) => priced(...set).payable > answer.payable));
});

test('the choices of the page leave, weigh and pay what it says', () => {
  assert.deepEqual(
    rowsOf('choice of shanhai'),
    rowsOf('choice of shanhai').map(([id]) => {
      const [coat, scarf] = priced(id!).lines as [Quote['lines'][number], Quote['lines'][number]];
      const weighed = 0.75 * coat.payable + scarf.payable;
      const { payable } = priced(id!, 'tea-20', 'coats-25');
      return [id, ...[coat.payable, scarf.payable, weighed, payable].map(yuan)];
    }),
  );
});

test('a budget that ends after the first set gives the set and the bound that the page says', () => {
  const [, payable, bound] = /gives\s(\d+)\swith\sthe\sbound\s(\d+)/.exec(page)!;
  const { work } = best(cart, coupons, { now: 0, compare: false });
  const answers = Array.from({ length: work }, (_, budget) =>
    best(cart, coupons, { now: 0, compare: false, budget }),
  );
  assert.ok(
    answers.some(
      (answer) => !answer.optimal && yuan(answer.payable) === payable && yuan(answer.bound) === bound,
    ),
  );
});

test('the drawings show the numbers of the page', () => {
  const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
  const shown = texts(drawing);
  for (const id of ['scarf-70', 'shanhai-78', 'coat-80']) {
    const at = shown.indexOf(`${id} + tea-20, below coats-25`);
    assert.equal(shown[at + 1], yuan(priced(id, 'tea-20', 'coats-25').payable));
    const coat = priced(id, 'coats-25').lines[0]!.payable;
    assert.ok(texts(boundDrawing).includes(`${id}: ${yuan(coat)}`), id);
  }
  const without = best(
    cart,
    coupons.filter(({ id }) => !['coats-25', 'alone-110'].includes(id)),
    { now: 0 },
  );
  assert.ok(shown.includes(`${yuan(without.payable)}, never opened`));
  assert.ok(shown.includes(`${yuan(priced('alone-110').payable)}, never opened`));
});

test('the page names only files that are there', () => {
  const names = [...page.matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name!);
  assert.ok(names.length > 8);
  for (const name of names)
    if (!name.endsWith('.test.ts'))
      assert.ok(readFileSync(new URL(`../../src/engine/${name}`, import.meta.url)).length, name);
});
