import { loadPeer } from '../load-peer.js';
import { unit } from '../instances/exact.js';
import type { Program } from './create-program.js';
import type { Solver } from './solve-with-highs.js';

/** GLPK (C, compiled to WebAssembly), with its presolver; its limit of time is in whole seconds. */
export async function createGlpkSolver(): Promise<Solver> {
  const { default: createGlpk } = await loadPeer<{ default: () => Promise<Glpk> }>('glpk.js/node');
  const glpk = await createGlpk();
  return (program, limitMs) => {
    const lp = toGlpk(program, glpk);
    const start = performance.now();
    const { status, vars, z } = glpk.solve(lp, {
      tmlim: Math.ceil(limitMs / 1000),
      mipgap: 0,
      presol: true,
      msglev: 0,
    }).result;
    return {
      ms: performance.now() - start,
      optimal: status === glpk.GLP_OPT,
      saved: z * unit,
      coupons: program.candidates
        .filter((_, index) => vars[program.binaries[index]!]! > 0.5)
        .map(({ id }) => id),
    };
  };
}

/** The part of its interface that is used. */
interface Glpk {
  readonly GLP_MAX: number;
  readonly GLP_UP: number;
  readonly GLP_OPT: number;
  solve(
    lp: object,
    options: object,
  ): {
    readonly result: {
      readonly status: number;
      readonly z: number;
      readonly vars: Readonly<Record<string, number>>;
    };
  };
}

function toGlpk({ objective, rows, binaries }: Program, { GLP_MAX, GLP_UP }: Glpk): object {
  const vars = (terms: Program['objective']): object[] =>
    terms.map(({ variable, factor }) => ({ name: variable, coef: factor }));
  return {
    name: 'best',
    objective: { direction: GLP_MAX, name: 'saved', vars: vars(objective) },
    subjectTo: rows.map(({ terms, atMost }, index) => ({
      name: `r${index}`,
      vars: vars(terms),
      bnds: { type: GLP_UP, ub: atMost, lb: 0 },
    })),
    binaries,
  };
}
