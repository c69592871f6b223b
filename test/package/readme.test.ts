import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { measureSizes } from '../../scripts/measure-sizes.js';
import { check } from '../../src/engine/index.js';
import { parseCart } from '../../src/model/parse-cart.js';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const scripts = (
  JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: Record<string, string> }
).scripts;
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code!);

test('the lines of the SDK run as they stand, and print what they say', () => {
  const [code] = blocks('ts');
  mkdirSync(new URL('.cache/', root), { recursive: true });
  const file = new URL('.cache/readme.mjs', root);
  writeFileSync(file, `${code}\nsetTimeout(() => session.destroy(), 200);\n`);
  const printed = execFileSync(process.execPath, [file.pathname], { encoding: 'utf8' });
  assert.deepEqual(printed.trim().split('\n').at(-1), '538000');
});

test('the coupon and the cart that it shows are good', () => {
  assert.deepEqual(
    check(JSON.parse(blocks('json')[0]!)).filter(({ severity }) => severity === 'error'),
    [],
  );
  const cart = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(blocks('html')[1]!)![1]!;
  assert.ok(parseCart(JSON.parse(cart)).ok);
});

test('every script that it names is there', () => {
  for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) assert.ok(scripts[script!], script);
  assert.ok(scripts.start && scripts.test);
});

test('every page and picture that it links is there', () => {
  for (const [, link] of readme.matchAll(/\]\(([^#)][^)]*)\)/g))
    assert.ok(existsSync(new URL(link!, root)), link);
});

test('the sizes are those that are measured', async () => {
  const measured = new Map((await measureSizes()).map(({ name, bytes }) => [name, bytes / 1000]));
  const rows = [...readme.matchAll(/^\| (.+?) +\| +([\d.]+) +\|$/gm)].map(
    ([, name, kB]) => [name!, Number(kB)] as const,
  );
  assert.ok(rows.length >= 5);
  for (const [name, kB] of rows) {
    const bytes = measured.get(name.replace(', for comparison', ''));
    assert.ok(bytes !== undefined && Math.abs(bytes - kB) < 0.15, `${name}: ${bytes} kB, not ${kB}`);
  }
});
