import type { Parsed } from '../../model/problem.js';
import { findShopProblems } from './find-shop-problems.js';
import { parsePeriod, type PeriodRequest } from './parse-period.js';

/** Returns what the address of a request says, where the shop that it may name is known. */
export async function parseShopPeriod(
  request: Request,
  shops: Parameters<typeof findShopProblems>[1],
): Promise<Parsed<PeriodRequest>> {
  const parsed = parsePeriod(request);
  if (!parsed.ok) return parsed;
  const problems = await findShopProblems(parsed.value.period.shop, shops);
  return problems.length > 0 ? { ok: false, problems } : parsed;
}
