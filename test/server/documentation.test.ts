import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { check } from '../../src/engine/index.js';
import { answerProblem, problemCodes } from '../../src/server/problem-details.js';
import { createFileCatalog, parseCouponFile } from '../../src/server/index.js';

const text = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

function exampleOf(heading: string): unknown {
  const section = text.split(`\n### ${heading}\n`)[1] ?? '';
  return JSON.parse(/```json\n([^`]*)```/.exec(section)?.[1] ?? '');
}

test('the documented coupons can be started with', () => {
  const { file, problems } = parseCouponFile(exampleOf('coupons.json'), check);
  assert.deepEqual(problems, []);
  assert.equal(file.entries.length, 3);
});

test('the documented catalogue can be started with', () => {
  assert.ok(createFileCatalog(exampleOf('catalog.json')).ok);
});

test('every problem is documented with its status, and no other', () => {
  const rows = text.split('\n## Problems\n')[1]!.matchAll(/^\| (\d{3}) +\| (.*?) +\|/gm);
  const documented = [...rows].flatMap(([, status, codes]) =>
    [...codes!.matchAll(/`([\w-]+)`/g)].map(([, code]) => `${status} ${code}`),
  );
  const known = problemCodes.map((code) => `${answerProblem(code).status} ${code}`);
  assert.deepEqual(documented.sort(), known.sort());
});
