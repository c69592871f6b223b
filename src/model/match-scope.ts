import type { Line } from './cart.js';
import type { Scope, ScopeLists } from './scope.js';

/** Whether a line matches every list of a scope that is given, and none of its `exclude`. */
export function matchesScope(line: Line, scope?: Scope): boolean {
  return !scope || (holds(line, scope, true) && !(scope.exclude && holds(line, scope.exclude, false)));
}

/** What of a line each list of a scope is compared with. */
export const valuesOf: {
  readonly [list in keyof ScopeLists]-?: (line: Line) => readonly (string | undefined)[];
} = {
  products: (line) => [line.product, line.sku],
  brands: (line) => [line.brand],
  shops: (line) => [line.shop],
  categories: (line) => line.categories ?? [],
  tags: (line) => line.tags ?? [],
};

/** Whether all (`every`), or else any, of the lists that are given match. */
function holds(line: Line, { exclude: _, ...lists }: Scope, every: boolean): boolean {
  for (const name of Object.keys(lists) as (keyof ScopeLists)[]) {
    const wanted = lists[name];
    if (wanted && valuesOf[name](line).some((value) => wanted.includes(value!)) !== every) return !every;
  }
  return every;
}
