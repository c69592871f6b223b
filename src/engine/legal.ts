import { defaultLimits, type Policy } from '../model/policy.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import { meets } from './place-set.js';

/** Which coupons go together? Rules 1–4; whether each still applies is known only when it is applied. */

const rules = ['limit', 'line', 'combines-with', 'group'] as const;

export interface Legality {
  /** Why a coupon may not join others that may go together: one reason for each rule, with whom; empty where it may. */
  conflicts(candidate: Candidate, others: readonly Candidate[]): Reason[];
  /** Whether two coupons reach a common place in one layer, or count towards the same limit. */
  touch(a: Candidate, b: Candidate): boolean;
  /** Whether two coupons may stand in one set. */
  agree(a: Candidate, b: Candidate): boolean;
  /** Whether a coupon may join others that may stand in one set. */
  mayJoin(candidate: Candidate, others: readonly Candidate[]): boolean;
  /** Whether a coupon asks something of coupons that it does not touch. */
  isChoosy(candidate: Candidate): boolean;
  /** The coupons of which one must go, where with this one there are more than the limit of its layer lets in. */
  tooMany(candidate: Candidate, others: readonly Candidate[]): readonly Candidate[] | undefined;
  /** How many coupons the limit of this one's layer (in the shop layer: of its issuer) lets in. */
  limitOf(candidate: Candidate): number;
}

export function createLegality(policy: Policy): Legality {
  const limits = { ...defaultLimits, ...policy.limits };
  const limitOf = ({ terms }: Candidate): number => limits[terms.layer] ?? Infinity;
  const agree = (a: Candidate, b: Candidate): boolean =>
    !(sharesLimit(a, b) && limitOf(a) < 2) &&
    tolerates(a, b) &&
    tolerates(b, a) &&
    !sharesGroup(a, b) &&
    !overlap(a, b);
  const countedWith = (candidate: Candidate, others: readonly Candidate[]): Candidate[] =>
    others.filter((other) => sharesLimit(candidate, other));
  return {
    limitOf,
    touch: (a, b) => (sharesLimit(a, b) && limitOf(a) < Infinity) || overlap(a, b),
    agree,
    mayJoin(candidate, others) {
      let counted = 0;
      for (const other of others) {
        if (!agree(candidate, other)) return false;
        if (sharesLimit(candidate, other)) counted++;
      }
      return counted < limitOf(candidate);
    },
    isChoosy: (candidate) =>
      candidate.terms.isChoosy || (candidate.terms.layer === 'item' && limitOf(candidate) < Infinity),
    tooMany(candidate, others) {
      const counted = countedWith(candidate, others);
      return counted.length >= limitOf(candidate) ? [...counted, candidate] : undefined;
    },
    conflicts(candidate, others) {
      const { isChoosy } = candidate.terms;
      const limit = limitOf(candidate);
      const found: Partial<Record<(typeof rules)[number], string[]>> = limit < 1 ? { limit: [] } : {};
      const report = (rule: (typeof rules)[number], { terms }: Candidate): unknown =>
        (found[rule] ??= []).push(terms.id);
      for (const other of others) {
        if (limit < Infinity && sharesLimit(candidate, other)) report('limit', other);
        if (overlap(candidate, other)) report('line', other);
        // Most ask nothing of each other.
        if (!isChoosy && !other.terms.isChoosy) continue;
        if (!tolerates(candidate, other) || !tolerates(other, candidate)) report('combines-with', other);
        if (sharesGroup(candidate, other)) report('group', other);
      }
      const reasons: Reason[] = [];
      for (const rule of rules) {
        const rivals = found[rule];
        if (rivals && (rule !== 'limit' || rivals.length >= limit))
          reasons.push({ code: 'conflict', params: { with: rivals, rule } });
      }
      return reasons;
    },
  };
}

/** Whether two coupons count towards the same limit. */
function sharesLimit({ terms: a }: Candidate, { terms: b }: Candidate): boolean {
  return a.rank === b.rank && (a.layer !== 'shop' || a.shop === b.shop);
}

export function tolerates({ terms }: Candidate, other: Candidate): boolean {
  return terms.coupon.combinesWith?.includes(other.terms.layer) ?? true;
}

/** Whether two coupons of one layer reach a common line or fee; those of two shops never do. */
function overlap({ terms: a, reach }: Candidate, { terms: b, reach: other }: Candidate): boolean {
  const isApart = a.shop !== b.shop && a.shop !== undefined && b.shop !== undefined;
  return a.rank === b.rank && !isApart && meets(reach, other);
}

function sharesGroup({ terms }: Candidate, other: Candidate): boolean {
  const { group } = terms.coupon;
  return group !== undefined && group === other.terms.coupon.group;
}
