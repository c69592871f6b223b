import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bundleCode, closure, fileOf, readChunks } from '../../scripts/measure-sizes.js';
import { laterSections } from '../../src/i18n/later-sections.js';

const chunks = readChunks();
const classic = 'dist/cdn/couponkit.classic.js';

describe('the script tag', () => {
  it('has a file for everything that a file imports', () => {
    for (const { imports, dynamicImports } of Object.values(chunks)) {
      for (const file of [...imports, ...dynamicImports]) assert.ok(existsSync(`dist/cdn/${file}`), file);
    }
  });

  it('needs nothing before its entry runs, and its chunks never import the entry', () => {
    assert.deepEqual(chunks['couponkit.js']!.imports, []);
    for (const [file, { imports, dynamicImports }] of Object.entries(chunks)) {
      assert.ok(![...imports, ...dynamicImports].includes('couponkit.js'), file);
    }
  });

  it('has of each language what is said first, and the rest in files that only this one loads', async () => {
    const read = async (module: string) => {
      const file = fileOf(chunks, module);
      const { messages } = (await import(`../../dist/cdn/${file}`)) as { messages: Record<string, string> };
      return { file, messages };
    };
    for (const name of readdirSync('dist/locales').filter((each) => each.endsWith('.js'))) {
      const { messages } = (await import(`../../dist/locales/${name}`)) as { messages: object };
      const first = await read(`locales/${name}`);
      const later = await Promise.all(
        Object.keys(laterSections).map((part) => read(`locales/${name}?${part}`)),
      );
      const parts = [first, ...later].map((part) => Object.entries(part.messages));
      assert.deepEqual(Object.fromEntries(parts.flat()), messages);
      assert.equal(parts.flat().length, Object.keys(messages).length);
      assert.deepEqual([...chunks[first.file]!.dynamicImports].sort(), later.map(({ file }) => file).sort());
    }
  });

  it('loads with an act neither the engine nor an element that the page may not have', () => {
    for (const [act, others] of [
      ['adapters/internal/http-calls.js', ['engine/standard-engine.js', 'elements/coupon-claim.js']],
      ['stores/change-wallet.js', ['engine/standard-engine.js', 'elements/coupon-cart.js']],
      ['elements/internal/cart-parts.js', ['elements/coupon-banner.js', 'elements/coupon-claim.js']],
      ['elements/internal/coupon-list.js', ['engine/standard-engine.js', 'elements/coupon-cart.js']],
    ] as const) {
      const files = closure(chunks, [fileOf(chunks, act)]);
      for (const other of others) assert.ok(!files.includes(fileOf(chunks, other)), `${act} brings ${other}`);
    }
  });

  it('loads with one of the rarer elements none of the others, nor banner and claim button', () => {
    const elements = readdirSync('dist/elements').filter((file) => /^coupon-\w+\.js$/.test(file));
    const first = ['coupon-banner.js', 'coupon-cart.js', 'coupon-claim.js'];
    const brought = (element: string) => closure(chunks, [fileOf(chunks, `elements/${element}`)]);
    for (const element of elements.filter((each) => !first.includes(each)))
      for (const other of elements.filter((each) => each !== element))
        assert.ok(
          !brought(element).includes(fileOf(chunks, `elements/${other}`)),
          `${element} brings ${other}`,
        );
  });

  it('has of the engine only what pages call', () => {
    const code = readFileSync(`dist/cdn/${fileOf(chunks, 'engine/standard-engine.js')}`, 'utf8');
    assert.match(code, /min-spend/);
    assert.doesNotMatch(code, /borneByShop|can still come back/, 'settlements and refunds');
  });

  it('holds no line of the server', () => {
    for (const [file, { modules }] of Object.entries(chunks)) {
      assert.deepEqual(
        modules.filter((module) => /(^|\/)(server|libsql|hono|jose)\//.test(module)),
        [],
        file,
      );
    }
  });

  it('runs under a strict policy: no eval, no markup from strings, no development code', () => {
    for (const file of [...Object.keys(chunks).map((name) => `dist/cdn/${name}`), classic]) {
      const code = readFileSync(file, 'utf8');
      assert.doesNotMatch(
        code,
        /\beval\(|new Function\(|document\.write|insertAdjacentHTML|process\.env/,
        file,
      );
    }
  });

  it('is one file without imports for tag managers', () => {
    assert.doesNotMatch(readFileSync(classic, 'utf8'), /\bimport[\s({"']|\bexport\b/);
  });
});

describe('a shop that bundles', () => {
  it('gets nothing of lit, nanostores or the session with the engine', async () => {
    const code = await bundleCode(`export { best, quote } from 'couponkit/engine';`);
    assert.match(code, /min-spend/);
    assert.doesNotMatch(
      code,
      /litElementVersions|reactiveElementVersions|nanostores|provisional|AdapterError/,
    );
  });

  it('gets no DOM, no element and no adapter with the session', async () => {
    const code = await bundleCode(`export { createSession } from 'couponkit';`, false);
    assert.match(code, /provisional/);
    assert.doesNotMatch(code, /borneByShop|can still come back/, 'nor what pages seldom call');
    assert.doesNotMatch(code, /litElementVersions|customElements|\bdocument\b|\bfetch\(/);
  });

  it('pays only for what it uses', async () => {
    assert.equal((await bundleCode(`import 'couponkit'; import 'couponkit/engine';`)).trim(), '');
    const code = await bundleCode(`export { allocate } from 'couponkit/engine';`);
    assert.doesNotMatch(code, /min-spend|percentOff/);
  });
});
