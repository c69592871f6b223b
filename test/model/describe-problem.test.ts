import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { check } from '../../src/engine/index.js';
import { describeProblem } from '../../src/model/describe-problem.js';
import { parseCouponFile } from '../../src/server/parse-coupon-file.js';

/** What reads files of coupons. */
const sources = ['model', 'engine', 'benefits', 'conditions', 'server/issuing', 'server/campaigns']
  .flatMap((folder) => readdirSync(`src/${folder}`).map((file) => `src/${folder}/${file}`))
  .filter((file) => file.endsWith('.ts') && !/parse-(cart|shopper)/.test(file))
  .concat('src/protocol/claim-terms.ts', 'src/server/parse-coupon-file.ts');

/** The codes that they report: the second argument of `report`, the first of `is`. */
const codes = sources.flatMap((file) => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText(source);
      const code = node.arguments[called === 'is' ? 0 : 1];
      if (/^(is|report|collect\(\w+\))$/.test(called) && code && ts.isStringLiteral(code))
        found.push(code.text);
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  visit(source);
  return found;
});

describe('describeProblem', () => {
  it('has a sentence for every code that is reported', () => {
    const known = [...new Set(codes)];
    assert.ok(known.length > 30, known.join(' '));
    for (const code of known) {
      const params = {
        ...{ min: 1, max: 2, values: ['a'], validFrom: 'x', threshold: 1, layer: 'item', kind: 'amount' },
        ...{ coupon: 'a', worth: 5, budget: 4, stock: 3 },
      };
      const sentence = describeProblem({ path: '', severity: 'error', code, params });
      assert.match(sentence, /^[A-Z].*[.?]$/, `${code}: ${sentence}`);
      assert.doesNotMatch(sentence, /undefined/, code);
    }
  });

  it('says a code that is a shop’s own as it is', () => {
    const problem = { path: '', severity: 'error', code: 'too-shiny', params: { max: 3 } } as const;
    assert.equal(describeProblem(problem), 'too-shiny {"max":3}');
  });

  it('says what is wrong with a file, in the words of whoever wrote it', () => {
    const { problems } = parseCouponFile(
      { coupons: [{ id: 'a', benefit: { kind: 'amount', amount: 12.5 }, conditons: {} }] },
      check,
    );
    assert.deepEqual(
      problems.map((problem) => `${problem.path}: ${describeProblem(problem)}`),
      [
        'coupons[0].benefit.amount: A whole number is needed; amounts are in minor units: 12.50 is 1250.',
        'coupons[0].conditons: Nothing has this name; is it misspelt?',
      ],
    );
  });
});
