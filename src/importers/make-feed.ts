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
  /** What the feed holds now, of which entries stay whose id and code the platform does not know. */
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

export function makeFeed({ entries, notes, known: more = [] }: Imported, choice: FeedChoice): MadeFeed {
  const sorted = [...entries].sort((one, other) => compare(one.coupon.id, other.coupon.id));
  const problems = problemsOf(sorted.map(({ coupon }) => coupon));
  const found = sorted.map((entry, index) => judge(entry, problems[index]!, notes, choice));
  const leftOut = notes
    .filter(({ kind }) => kind === 'left-out')
    .map(({ promotion, why }) => ({ promotion, state: 'left-out', why }) as const);
  // Also what is left out of the feed now is the platform's: an old entry of it does not stay.
  const known = new Set(
    [...leftOut, ...found.map(({ row }) => row)]
      .map(({ promotion }) => promotion)
      .concat(
        entries.map(({ coupon }) => coupon.id),
        more,
      )
      .map(normalizeCode),
  );
  const misspelt =
    choice.codes === 'all' ? [] : choice.codes.filter((code) => code && !known.has(normalizeCode(code)));
  const kept = (choice.kept ?? []).filter((item) =>
    namesOf(item).every((name) => !known.has(normalizeCode(name))),
  );
  const coupons = [...found.flatMap(({ item }) => item ?? []), ...kept];
  return {
    coupons: coupons.sort((one, other) => compare(idOf(one), idOf(other))),
    rows: [
      ...leftOut,
      ...found.map(({ row }) => row),
      ...misspelt.map(
        (promotion) =>
          ({ promotion, state: 'left-out', why: 'No promotion has this code; is it misspelt?' }) as const,
      ),
      ...kept.map(sayKept),
    ],
  };
}

/** What becomes of one promotion, and what the feed says of it, if anything. */
function judge(
  entry: ImportedEntry,
  problems: readonly Problem[],
  notes: Imported['notes'],
  choice: FeedChoice,
): { readonly row: FeedRow; readonly item?: unknown } {
  const promotion = nameOf(entry.coupon);
  const refused = refuse(entry.coupon, problems, choice);
  if (refused) return { row: { promotion, ...refused } };
  const why = notes.filter((note) => note.kind === 'approximated' && note.promotion === promotion);
  const row: FeedRow =
    why.length > 0
      ? { promotion, state: 'approximated', why: why.map((note) => note.why).join(' ') }
      : { promotion, state: 'taken' };
  return { row, item: say(entry) };
}

/** What somebody wrote by hand is not thrown away, but they get to know what is wrong with it. */
function sayKept(item: unknown): FeedRow {
  const why = sayProblems(check(couponOf(item)).filter(({ severity }) => severity === 'error'));
  return { promotion: idOf(item), state: 'kept', ...(why && { why }) };
}

/** The errors of each coupon. */
function problemsOf(coupons: readonly Coupon[]): Problem[][] {
  const all = check(coupons).filter(({ severity }) => severity === 'error');
  return coupons.map((_, index) => all.filter(({ path }) => path.startsWith(`[${index}]`)));
}

function sayProblems(problems: readonly Problem[]): string {
  return problems
    .map(
      (problem) => `${problem.path.replace(/^\[\d+\]\.?/, '') || 'the entry'}: ${describeProblem(problem)}`,
    )
    .join(' ');
}

function refuse(
  { code, validUntil }: Coupon,
  problems: readonly Problem[],
  { codes, now }: FeedChoice,
): Omit<FeedRow, 'promotion'> | undefined {
  if (problems.length > 0) return { state: 'left-out', why: sayProblems(problems) };
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
  return namesOf(item)[0] ?? '';
}

/** The id and the code of an entry of whatever form. */
function namesOf(item: unknown): string[] {
  const coupon = couponOf(item);
  const { id, code } = isObject(coupon) ? coupon : {};
  return [id, code].filter((name) => typeof name === 'string');
}

function couponOf(item: unknown): unknown {
  return isObject(item) && 'coupon' in item ? item['coupon'] : item;
}

/** Not by the machine's language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
