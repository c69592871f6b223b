import highsModule from 'highs';
import { unit } from '../instances/exact.js';
import type { Program } from './create-program.js';
import { writeLp } from './write-lp.js';

/** What a solver says of a program. */
export interface Solution {
  /** Whether it proved that nothing better exists. */
  readonly optimal: boolean;
  /** Ids of the coupons used; empty where it found nothing in its time. */
  readonly coupons: readonly string[];
  /** What it says these save, minor units; not rounded. */
  readonly saved: number;
  /** How long it took, without the making of the program. */
  readonly ms: number;
}

export type Solver = (program: Program, limitMs: number) => Solution;

/** Its declarations are those of its CommonJS file, and Node imports the other. */
const createHighs = highsModule as unknown as typeof highsModule.default;

/** HiGHS (C++, compiled to WebAssembly), asked for the exact optimum, to the minor unit: its defaults are one within 0.01%, and six digits. */
export async function createHighsSolver(): Promise<Solver> {
  const highs = await createHighs();
  return (program, limitMs) => {
    const text = writeLp(program);
    const start = performance.now();
    const { Status, Columns, ObjectiveValue } = highs.solve(text, {
      time_limit: limitMs / 1000,
      mip_rel_gap: 0,
      mip_abs_gap: 1e-7,
      // A minor unit is a millionth: what is off by less is nothing.
      mip_feasibility_tolerance: 1e-9,
      primal_feasibility_tolerance: 1e-9,
      output_flag: false,
    });
    return {
      ms: performance.now() - start,
      optimal: Status === 'Optimal',
      saved: ObjectiveValue * unit,
      coupons: program.candidates
        .filter((_, index) => {
          const column = Columns[program.binaries[index]!];
          return column && 'Primal' in column && column.Primal > 0.5;
        })
        .map(({ id }) => id),
    };
  };
}
