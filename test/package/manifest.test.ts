import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Declaration {
  readonly tagName: string;
  readonly description: string;
  readonly attributes: readonly { readonly name: string; readonly description?: string }[];
  readonly slots: readonly unknown[];
  readonly cssParts: readonly { readonly name: string; readonly description?: string }[];
  readonly cssProperties?: readonly { readonly name: string; readonly description?: string }[];
  readonly events: readonly { readonly name: string; readonly type: { readonly text: string } }[];
}

interface Manifest {
  readonly modules: readonly { readonly path: string; readonly declarations: readonly Declaration[] }[];
}

const { modules } = JSON.parse(readFileSync('dist/custom-elements.json', 'utf8')) as Manifest;

describe('the custom-elements manifest', () => {
  it('names every element, by its tag, where the package has it', () => {
    const files = readdirSync('src/elements').filter((name) => name.endsWith('.ts'));
    assert.deepEqual(
      modules.map(({ path, declarations }) => [path, declarations[0]!.tagName]),
      files.sort().map((name) => [`dist/elements/${name.replace('.ts', '.js')}`, name.replace('.ts', '')]),
    );
  });

  for (const { declarations } of modules) {
    const [element] = declarations;
    const { tagName, description, attributes, slots, cssParts, cssProperties = [], events } = element!;
    it(`says of ${tagName} what it is, takes, shows and tells`, () => {
      assert.ok(description, 'description');
      for (const { name, description } of [...attributes, ...cssParts, ...cssProperties]) {
        // Those of every element need no word.
        if (name !== 'lang' && name !== 'hidden') assert.ok(description, name);
      }
      assert.ok(slots.length > 0, 'slots');
      assert.ok(cssParts.length > 0, 'parts');
      assert.ok(cssProperties.length > 0, 'custom properties');
      assert.ok(
        events.some(({ name }) => name.startsWith('coupon-')),
        'events',
      );
    });

    it(`brings the types of the events of ${tagName} with it`, () => {
      const code = readFileSync(`dist/elements/${tagName}.d.ts`, 'utf8');
      const brought = [...code.matchAll(/^export type \* from '\.\/(.+)\.js';$/gm)]
        .map(([, path]) => readFileSync(`dist/elements/${path}.d.ts`, 'utf8'))
        .join('');
      for (const { name, type } of events) {
        if (type.text === 'Event') continue;
        assert.match(brought, new RegExp(`class ${type.text}\\b`), type.text);
        assert.ok(brought.includes(`'${name}': ${type.text};`), name);
      }
    });

    it(`names every part of ${tagName} that its code has`, () => {
      const named = new Set(cssParts.map(({ name }) => name));
      const code = readFileSync(`src/elements/${tagName}.ts`, 'utf8');
      for (const [, part] of code.matchAll(/\bpart="([a-z-]+)"/g))
        assert.ok(named.has(part!), `part ${part}`);
    });
  }
});
