import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Manifest {
  readonly exports: Readonly<Record<string, string | null | Readonly<Record<string, string>>>>;
  readonly sideEffects: readonly string[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** Elements are classes of the DOM. */
const needsDom = /^couponkit\/(define|elements\/)/;

const targets = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  target === null
    ? []
    : Object.values(typeof target === 'string' ? { default: target } : target).map((file) => ({
        entry,
        file,
      })),
);

/** What a shop can import, wildcards filled with the files that are there. */
const modules = targets
  .filter(({ file }) => file.endsWith('.js'))
  .flatMap(({ entry, file }) => {
    const [folder = '', end] = file.split('*');
    const names = end === undefined ? [''] : namesIn(folder, end);
    return names.map((name) => ({
      specifier: entry.replace('.', 'couponkit').replace('*', name),
      file: file.replace('*', name),
    }));
  });

describe('package exports', () => {
  it('name files that are there', () => {
    for (const { entry, file } of targets) {
      if (file.includes('*')) assert.ok(namesIn(file.split('*')[0]!, file.split('*')[1]!).length > 0, entry);
      else assert.ok(existsSync(file), `${entry} → ${file}`);
    }
  });

  it('hold the doors that the architecture names', () => {
    const names = modules.map(({ specifier }) => specifier);
    for (const name of [
      'couponkit',
      'couponkit/define',
      'couponkit/engine',
      'couponkit/elements/coupon-banner',
      'couponkit/elements/coupon-cart',
      'couponkit/elements/coupon-claim',
      'couponkit/adapters/http',
      'couponkit/adapters/local',
      'couponkit/locales/en',
      'couponkit/server',
      'couponkit/targeting',
    ])
      assert.ok(names.includes(name), name);
  });

  it('keep internals inside', () => {
    assert.throws(() => import.meta.resolve('couponkit/elements/internal/coupon-event'), {
      code: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
    });
  });

  for (const { specifier, file } of modules) {
    if (needsDom.test(specifier) || file.includes('/cdn/')) continue;
    it(`${specifier} imports in Node, without a DOM, and does nothing by itself`, () => {
      // In a process of its own: what it leaves running or writes would show.
      const output = execFileSync(
        process.execPath,
        ['--input-type=module', '-e', `await import(${JSON.stringify(specifier)})`],
        { encoding: 'utf8', timeout: 10_000 },
      );
      assert.equal(output, '');
    });
  }

  it('declare the types of every module', () => {
    for (const { file } of modules.filter(({ file }) => !file.includes('/cdn/'))) {
      assert.ok(existsSync(file.replace(/\.js$/, '.d.ts')), file);
    }
  });

  it('name every module that does something by itself, and only those', () => {
    assert.deepEqual(manifest.sideEffects, ['./dist/define.js', './dist/widget.js', './dist/cdn/*.js']);
  });
});

function namesIn(folder: string, end: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .map((name) => name.slice(0, name.length - end.length));
}
