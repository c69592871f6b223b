import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { documentElements } from '../../scripts/document-elements.mjs';

const page = readFileSync(new URL('../../docs/theming.md', import.meta.url), 'utf8');

test('the page about theming says what the manifest says; else `node scripts/document-elements.mjs` writes it anew', async () => {
  assert.equal(page, await documentElements());
});

test('every theme sets the properties that all elements share', () => {
  const shared = ['accent', 'on-accent', 'tint', 'surface', 'text', 'muted', 'border', 'radius', 'font'];
  for (const theme of ['plain', 'festive', 'dark']) {
    const sheet = readFileSync(new URL(`../../demo/themes/${theme}.css`, import.meta.url), 'utf8');
    assert.deepEqual(
      shared.filter((name) => !sheet.includes(`  --coupon-${name}:`)),
      [],
      theme,
    );
  }
});

test('the plain theme is what elements have without one', () => {
  const styles = readFileSync(
    new URL('../../src/elements/internal/shared-styles.ts', import.meta.url),
    'utf8',
  );
  const plain = readFileSync(new URL('../../demo/themes/plain.css', import.meta.url), 'utf8');
  const defaults = [...styles.matchAll(/var\((--coupon-[a-z-]+), (light-dark\(.*?\)|[^)]+)\)+;/g)];
  assert.ok(defaults.length > 10);
  for (const [, name, value] of defaults)
    assert.ok(plain.includes(`${name}: ${value};`), `${name}: ${value}`);
});
