import { readFile } from 'node:fs/promises';
import { check as checkCoupons } from '../engine/index.js';
import { describeProblem } from '../model/describe-problem.js';
import type { Problem } from '../model/problem.js';
import { parseCouponFile } from '../server/parse-coupon-file.js';
import { parseFlags } from './parse-flags.js';
import { UsageError, type Output, type Subcommand } from './subcommand.js';

/** Says what is wrong with files of coupons: feeds, and those of the coupon server. */
export const check: Subcommand = {
  help: () => `couponkit check FILE…

Says what is wrong with files of coupons, each problem with its place. Errors keep a coupon from
being used; warnings say what you may regret. The status is 1 where there is an error.`,

  async run(args, { output }) {
    const { positionals } = parseFlags(args);
    if (positionals.length === 0) throw new UsageError('Which file? couponkit check coupons.json');
    let errors = 0;
    for (const file of positionals) errors += await checkFile(file, output);
    return errors > 0 ? 1 : 0;
  },
};

/** Resolves to the number of errors. */
async function checkFile(file: string, output: Output): Promise<number> {
  const { problems, coupons } = await readProblems(file);
  for (const problem of problems) {
    const line = `${file}: ${problem.severity}: ${problem.path || 'the whole file'}: ${describeProblem(problem)}`;
    if (problem.severity === 'error') output.error(line);
    else output.out(line);
  }
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) output.out(`${file}: ${coupons} ${coupons === 1 ? 'coupon' : 'coupons'}, no errors`);
  return errors;
}

async function readProblems(file: string): Promise<{ problems: readonly Problem[]; coupons: number }> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = parseCouponFile(content, checkCoupons);
  return { problems: parsed.problems, coupons: parsed.file.entries.length };
}
