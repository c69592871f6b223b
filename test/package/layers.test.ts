import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, it } from 'node:test';
import ts from 'typescript';

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Packages that a layer may import; layers that are not named import none. */
const packages: Readonly<Record<string, RegExp>> = {
  stores: /^nanostores$/,
  elements: /^((lit|nanostores|@floating-ui\/dom)(\/|$)|lean-qr\/nano$)/,
  commands: /^node:/,
  importers: /^node:/,
  server: /^(node:|hono|@hono\/node-server|jose|libsql|papaparse|pg$|prom-client$)/,
};

const rules = readLayers(readFileSync('docs/architecture.md', 'utf8'));
const imports = readdirSync('src', { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .flatMap(importsOf);

describe('layers', () => {
  it('are named in the architecture for every folder of src/', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) assert.ok(rules.has(layerOf(`${name}/any.ts`)), name);
  });

  it('know only those to their left', () => {
    const wrong = imports
      .filter(({ to }) => to.startsWith('src/'))
      .filter(({ from, to }) => {
        const [own, other] = [layerOf(from), layerOf(to.slice(4))];
        return own !== other && !rules.get(own)!.has(other);
      });
    assert.deepEqual(wrong, []);
  });

  it('import only the packages that are theirs', () => {
    const wrong = imports
      .filter(({ to }) => !to.startsWith('src/'))
      .filter(({ from, to }) => !packages[layerOf(from)]?.test(to));
    assert.deepEqual(wrong, []);
  });

  it('keep the engine and the adapters out of what stores and elements load', () => {
    const values = imports.filter(
      ({ from, to, typeOnly }) =>
        !typeOnly &&
        (/^elements\//.test(from)
          ? /^src\/(engine|conditions|benefits|adapters)\//.test(to)
          : /^stores\//.test(from) && /^src\/(engine|conditions|benefits)\//.test(to)),
    );
    assert.deepEqual(values, []);
  });

  it('import no module in a circle', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to, typeOnly } of imports) {
      if (!typeOnly) graph.set(`src/${from}`, [...(graph.get(`src/${from}`) ?? []), to]);
    }
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `circle: ${[...path, file].join(' → ')}`);
      if (done.has(file)) return;
      for (const to of graph.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
  });
});

/** Reads lines such as `money ← model ← conditions, benefits` into: layer → all layers to its left. */
function readLayers(text: string): Map<string, Set<string>> {
  const lines = text.split('\n').filter((line) => /^[\w/*, ]+( ← [\w/*, ]+)+$/.test(line));
  assert.ok(lines.length >= 3, 'docs/architecture.md holds the lines of the layers');
  const known = new Map<string, Set<string>>();
  for (const line of lines) {
    const left = new Set<string>();
    for (const group of line.split(' ← ').map((names) => names.split(', '))) {
      for (const name of group) {
        const own = known.get(name) ?? new Set();
        for (const other of left) for (const far of [other, ...known.get(other)!]) own.add(far);
        known.set(name, own);
      }
      for (const name of group) left.add(name);
    }
  }
  // A later line may have added to a layer that others stand on.
  for (let changed = true; changed;) {
    changed = false;
    for (const own of known.values())
      for (const other of [...own])
        for (const far of known.get(other)!) if (!own.has(far)) changed = !!own.add(far);
  }
  return known;
}

/** @param file a path inside `src/` */
function layerOf(file: string): string {
  if (file === 'adapters/adapter.ts') return 'adapters/adapter';
  if (file === 'command.ts') return 'commands';
  const [folder = '', rest] = file.split('/');
  if (!rest || folder === 'widget') return 'entries';
  return folder === 'adapters' ? 'adapters/*' : folder;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean): void => {
    const to = specifier.startsWith('.')
      ? join('src', dirname(file), specifier).replace(/\.js$/, '.ts')
      : specifier;
    found.push({ from: file, to, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const specifier = node.moduleSpecifier;
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, isTypeOnly(node));
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join('src', file), 'utf8'), ts.ScriptTarget.ES2022));
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  );
}
