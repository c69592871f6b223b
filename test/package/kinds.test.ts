import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { benefits, check, conditions } from '../../src/engine/index.js';

const page = readFileSync(new URL('../../docs/kinds.md', import.meta.url), 'utf8');

/** The examples under a heading, by the heading. */
const examples = new Map(
  page
    .split(/^#+ /m)
    .map((section): [string, unknown[]] => [
      section.split('\n')[0]!,
      [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!) as unknown),
    ]),
);

const errors = (coupon: unknown): unknown => check(coupon).filter(({ severity }) => severity === 'error');

test('every condition and kind has its heading, in the order of the lists', () => {
  const names = [...conditions.map(({ name }) => name), ...benefits.map(({ kind }) => kind)] as string[];
  assert.deepEqual(
    [...examples.keys()].filter((heading) => names.includes(heading)),
    names,
  );
});

test('the example of a whole coupon passes the check', () =>
  assert.deepEqual(errors(examples.get('Kinds')![0]), []));

for (const { name } of conditions) {
  test(`the example of ${name} passes the check`, () => {
    const benefit = { kind: 'amount', amount: 1 };
    for (const example of examples.get(name)!)
      assert.deepEqual(errors({ id: 'k', conditions: example, benefit }), []);
    assert.ok(examples.get(name)!.length);
  });
}

for (const { kind } of benefits) {
  test(`the example of ${kind} passes the check`, () => {
    for (const example of examples.get(kind)!) assert.deepEqual(errors({ id: 'k', benefit: example }), []);
    assert.ok(examples.get(kind)!.length);
  });
}
