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

test('best pays what HiGHS finds, to the cent, with 20 lines and 30 coupons', () => {
  for (let seed = 0; seed < seeds; seed++) {
    const instance = exact(seed, 20, 30, 1 + (seed % 4));
    const { cart, coupons, options } = instance;
    const answer = best(cart, coupons, { ...options, compare: false });
    assert.ok(answer.optimal, `seed ${seed}`);

    const solution = solve(createProgram(instance), limitMs);
    assert.ok(solution.optimal, `seed ${seed}`);
    const set = coupons.filter(({ id }) => solution.coupons.includes(id));
    const priced = quote(cart, set, options);
    assert.equal(priced.payable, answer.payable, `seed ${seed}`);
    // HiGHS saves what it says: the program and the rules agree on every amount, not only on which set is best.
    assert.ok(Math.abs(solution.saved - priced.discount) < 1, `seed ${seed}`);
  }
});
