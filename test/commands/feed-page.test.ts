import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { check } from '../../src/engine/index.js';
import { describeProblem } from '../../src/model/describe-problem.js';
import { importers } from '../../src/importers/index.js';
import { variableOf } from '../../src/importers/internal/require-flag.js';
import { parseCouponFile } from '../../src/server/parse-coupon-file.js';

const page = readFileSync('docs/feed.md', 'utf8');

describe('docs/feed.md', () => {
  it('shows a feed in which nothing is wrong', () => {
    const [, json] = /```json\n([^]*?)```/.exec(page)!;
    assert.deepEqual(parseCouponFile(JSON.parse(json!), check).problems, []);
  });

  it('shows the command of every platform, with flags and variables that it has', async () => {
    const own = ['out', 'codes', 'all-codes', 'merge', 'force', 'strict'];
    for (const [name, load] of Object.entries(importers)) {
      const flags = Object.keys((await load()).flags);
      const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].map(([, code]) => code!);
      const block = blocks.find((code) => code.includes(`npx couponkit import ${name} `));
      assert.ok(block, name);
      for (const [, flag] of block.matchAll(/ --([\w-]+)/g))
        assert.ok([...own, ...flags].includes(flag!), flag);
      for (const [variable] of block.matchAll(/COUPONKIT_\w+/g))
        assert.ok(flags.map(variableOf).includes(variable), variable);
    }
    for (const flag of own.filter((each) => each !== 'out')) assert.match(page, RegExp(`\\| \`--${flag}\\b`));
  });

  it('quotes what check says', () => {
    const quoted = [...page.matchAll(/^coupons\.json: (?:error|warning): \S+: (.*)$/gm)].map(
      ([, text]) => text,
    );
    const problems = check([
      { id: 'a', benefit: { kind: 'percent', percentOff: 120 } },
      { id: 'b', benefit: { kind: 'amount', amount: 5 } },
    ]);
    assert.deepEqual(quoted, problems.map(describeProblem));
  });
});
