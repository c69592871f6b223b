import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createClient } from '../../src/server/index.js';
import { problemCodes } from '../../src/server/problem-details.js';

const page = readFileSync(new URL('../../docs/orders.md', import.meta.url), 'utf8');
const folder = new URL('../../demo/backends/', import.meta.url);
const blocks = [...page.matchAll(/```js\n(.*?)\n```/gs)].map(([, code]) => code);

test('the page about orders shows the backends as they run', () => {
  for (const name of ['checkout.mjs', 'express.mjs', 'hono.mjs', 'worker.mjs']) {
    assert.ok(blocks.includes(readFileSync(new URL(name, folder), 'utf8').trimEnd()), name);
  }
});

test('the page about orders names every file of the backends', () => {
  const shown = readdirSync(folder).filter((name) => !/^(express|hono|worker)/.test(name));
  for (const name of shown) assert.ok(page.includes(`](../demo/backends/${name})`), name);
});

test('the page about orders names refusals that there are', () => {
  const tables = page.split('\n## What can go wrong\n')[1]!.split('\n## The client\n')[0]!;
  const seen = [...tables.matchAll(/^\|[^|]*\|([^|]*)\|/gm)].flatMap(([, cell]) => [
    ...cell!.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g),
  ]);
  const verifier = ['other-cart', 'other-shopper', 'bad-token', 'expired'];
  const known = new Set<string>([...problemCodes, ...verifier, 'coupon-hold']);
  assert.ok(seen.length > 10);
  assert.deepEqual(
    seen.map(([, code]) => code!).filter((code) => !known.has(code)),
    [],
  );
});

test('the page about orders lists the methods of the client', () => {
  const table = page.split('\n## The client\n')[1]!;
  const listed = [...table.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  const client = createClient({ server: 'https://coupons.example', secretKey: 'sk_1' });
  assert.deepEqual(listed, Object.keys(client));
});
