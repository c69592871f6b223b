import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgram } from '../../bench/milp/create-program.js';
import { createHighsSolver } from '../../bench/milp/solve-with-highs.js';
import { exact } from '../../bench/instances/exact.js';
import { best, quote } from '../../src/engine/index.js';

/**
 * Where the rules are a mixed-integer linear program, a general solver (HiGHS) finds what `best` finds: an independent statement of which coupons go
 * together and of what each layer leaves, on carts too large for exhaustive search.
 */

const seeds = Number(process.env.RUNS ?? 40);
const limitMs = 20_000;
const solve = await createHighsSolver();

for (const [lines, coupons, shops] of [
  [8, 24, 2],
  [20, 30, 4],
] as const) {
  test(`best pays what HiGHS finds, to the cent, with ${lines} lines and ${coupons} coupons`, () => {
    for (let seed = 0; seed < seeds; seed++) {
      const instance = exact(seed, lines, coupons, shops);
      const answer = best(instance.cart, instance.coupons, { ...instance.options, compare: false });
      assert.ok(answer.optimal, `seed ${seed}`);

      const solution = solve(createProgram(instance), limitMs);
      assert.ok(solution.optimal, `seed ${seed}`);
      const set = instance.coupons.filter(({ id }) => solution.coupons.includes(id));
      const { payable, discount } = quote(instance.cart, set, instance.options);
      assert.equal(payable, answer.payable, `seed ${seed}`);
      // HiGHS saves what it says: the program and the rules agree on every amount, not only on which set is best.
      assert.ok(Math.abs(solution.saved - discount) < 1, `seed ${seed}`);
    }
  });
}
