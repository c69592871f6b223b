/**
 * What stands in a feed that is made of a platform's promotions? What `check` lets pass, has not ended, and has no code that visitors
 * may not see; always in the same order, so that a second run changes little.
 */
import { check } from '../engine/index.js';
import type { Coupon } from '../model/coupon.js';
import { describeProblem } from '../model/describe-problem.js';
import { normalizeCode } from '../model/normalize-code.js';
import type { Problem } from '../model/problem.js';
import type { ScopeLists } from '../model/scope.js';
import { isObject } from '../model/shape.js';
import type { Imported, ImportedEntry } from './importer.js';

export interface FeedChoice {
  /** The codes that every visitor may have. */
  readonly codes: 'all' | readonly string[];
  /** What the feed holds now, of which entries that the platform does not know are kept. */
  readonly kept?: readonly unknown[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface MadeFeed {
  readonly coupons: readonly unknown[];
  readonly rows: readonly FeedRow[];
}

/** What became of one promotion, or of an entry that was there before. */
export interface FeedRow {
  readonly promotion: string;
  /** `withheld`: it could be in the feed, but need not. */
  readonly state: 'taken' | 'approximated' | 'left-out' | 'withheld' | 'kept';
  /** In one sentence. */
  readonly why?: string;
}

export function makeFeed({ entries, notes }: Imported, choice: FeedChoice): MadeFeed {
  const sorted = [...entries].sort((one, other) => compare(one.coupon.id, other.coupon.id));
  const problems = problemsOf(sorted.map(({ coupon }) => coupon));
  const rows: FeedRow[] = notes
    .filter(({ kind }) => kind === 'left-out')
    .map(({ promotion, why }) => ({ promotion, state: 'left-out', why }));
  const coupons: unknown[] = [];
  sorted.forEach((entry, index) => {
    const promotion = nameOf(entry.coupon);
    const why = notes.filter((note) => note.kind === 'approximated' && note.promotion === promotion);
    const row = refuse(entry.coupon, problems[index]!, choice) ?? {
      state: why.length > 0 ? 'approximated' : 'taken',
      ...(why.length > 0 && { why: why.map((note) => note.why).join(' ') }),
    };
    rows.push({ promotion, ...row });
    if (row.state === 'taken' || row.state === 'approximated') coupons.push(say(entry));
  });
  // Also what is left out of the feed now is the platform's: an old entry of it does not stay.
  const known = new Set(rows.map(({ promotion }) => normalizeCode(promotion)));
  for (const { coupon } of entries) known.add(normalizeCode(coupon.id));
  for (const item of choice.kept ?? []) {
    const id = idOf(item);
    if (known.has(normalizeCode(id))) continue;
    coupons.push(item);
    rows.push({ promotion: id, state: 'kept' });
  }
  coupons.sort((one, other) => compare(idOf(one), idOf(other)));
  return { coupons, rows };
}

/** The errors of each coupon. */
function problemsOf(coupons: readonly Coupon[]): Problem[][] {
  const all = check(coupons).filter(({ severity }) => severity === 'error');
  return coupons.map((_, index) => all.filter(({ path }) => path.startsWith(`[${index}]`)));
}

function refuse(
  { code, validUntil }: Coupon,
  problems: readonly Problem[],
  { codes, now }: FeedChoice,
): Omit<FeedRow, 'promotion'> | undefined {
  const wrong = problems.map(
    (problem) => `${problem.path.replace(/^\[\d+\]\.?/, '')}: ${describeProblem(problem)}`,
  );
  if (wrong.length > 0) return { state: 'left-out', why: wrong.join(' ') };
  if (validUntil && Date.parse(validUntil) <= now) return { state: 'withheld', why: 'It has ended.' };
  const isNamed =
    !code || codes === 'all' || codes.some((each) => normalizeCode(each) === normalizeCode(code));
  return isNamed
    ? undefined
    : { state: 'withheld', why: `It has a code; add --codes ${code} if every visitor may have it.` };
}

/** Whoever asked for a code to be in the feed wants it offered. */
function say({ coupon, claim }: ImportedEntry): unknown {
  const terms = { ...claim, ...(coupon.code && { hidden: false }) };
  const clean = coupon.scope ? { ...coupon, scope: sortScope(coupon.scope) } : coupon;
  return Object.keys(terms).length > 0 ? { coupon: clean, claim: terms } : { coupon: clean };
}

/** A platform gives lists in whatever order. */
function sortScope(scope: object): ScopeLists {
  return Object.fromEntries(
    Object.entries(scope).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? [...(value as string[])].sort(compare) : sortScope(value as object),
    ]),
  );
}

function nameOf({ id, code, title }: Coupon): string {
  return code ?? (typeof title === 'string' ? title : Object.values(title ?? {})[0]) ?? id;
}

function idOf(item: unknown): string {
  const coupon = isObject(item) && isObject(item['coupon']) ? item['coupon'] : item;
  return isObject(coupon) ? String(coupon['id']) : '';
}

/** Not by the machine's language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
