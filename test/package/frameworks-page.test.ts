import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const page = readFileSync('docs/frameworks.md', 'utf8');

describe('docs/frameworks.md', () => {
  const examples = [...page.matchAll(/^```\w+ (\S+)\n(.*?)^```/gms)].map(([, file, text]) => ({
    file: file!,
    lines: text!.split('\n').filter(Boolean),
  }));

  it('has an example of each framework that the tests run or compile', () => {
    const files = examples.map(({ file }) => file).join(' ');
    for (const name of ['coupons.ts', 'react', 'vue', 'svelte', 'plain'])
      assert.ok(files.includes(name), name);
  });

  for (const { file, lines } of examples) {
    it(`quotes ${file} as it is`, () => {
      const source = readFileSync(file, 'utf8').split('\n');
      let at = -1;
      for (const line of lines) {
        at = source.indexOf(line, at + 1);
        assert.notEqual(at, -1, line);
      }
    });
  }
});
