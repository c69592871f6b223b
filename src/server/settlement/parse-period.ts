import type { Parsed, Problem } from '../../model/problem.js';
import type { Period } from '../ledgers/ledger.js';

/** Which days are asked for, of which shop, and in which form? */

export interface PeriodRequest {
  readonly period: Period;
  readonly format: 'json' | 'csv';
}

/** So many days can be asked for at once. */
const maxDays = 366;
const dayMs = 24 * 60 * 60_000;

/**
 * Returns what the address of a request says: `from` and `to` (both inclusive; absent: the same day), `shop` (absent: all; empty: the platform as a
 * seller) and `format` (absent: CSV where `Accept` says so, else JSON).
 */
export function parsePeriod(request: Request): Parsed<PeriodRequest> {
  const query = new URL(request.url).searchParams;
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? from;
  const shop = query.get('shop') ?? undefined;
  const format = query.get('format') ?? (prefersCsv(request) ? 'csv' : 'json');
  const problems: Problem[] = [];
  const report = (path: string, code: string, params: Problem['params'] = {}) =>
    problems.push({ path, severity: 'error', code, params });
  if (!isDay(from)) report('from', query.has('from') ? 'not-a-day' : 'required');
  else if (!isDay(to)) report('to', 'not-a-day');
  else if (to < from) report('to', 'before-from');
  else if (Date.parse(to) - Date.parse(from) >= maxDays * dayMs) report('to', 'too-long', { max: maxDays });
  if (format !== 'json' && format !== 'csv') {
    report('format', 'not-one-of', { values: ['json', 'csv'] });
  } else if (problems.length === 0) {
    return { ok: true, value: { period: { from, to, ...(shop !== undefined && { shop }) }, format } };
  }
  return { ok: false, problems };
}

/** Whether it is a day of the calendar: `2026-11-22`. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function prefersCsv({ headers }: Request): boolean {
  const accept = headers.get('accept') ?? '';
  return accept.includes('text/csv') && !accept.includes('application/json');
}
