import { defaultLimits, type Policy } from '../model/policy.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';
import { meets } from './place-set.js';

/** Which coupons go together? Rules 1–4; whether each still applies is known only when it is applied. */

/** The rules that two coupons alone can break. */
const pairRules: Readonly<Record<string, (a: Candidate, b: Candidate) => boolean>> = {
  line: overlap,
  'combines-with': (a, b) => !tolerates(a, b) || !tolerates(b, a),
  group: sharesGroup,
};

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
      !!candidate.terms.coupon.combinesWith ||
      candidate.terms.coupon.group !== undefined ||
      (candidate.terms.layer === 'item' && limitOf(candidate) < Infinity),
    tooMany(candidate, others) {
      const counted = countedWith(candidate, others);
      return counted.length >= limitOf(candidate) ? [...counted, candidate] : undefined;
    },
    conflicts(candidate, others) {
      const reasons: Reason[] = [];
      const report = (rule: string, rivals: readonly Candidate[]): number =>
        reasons.push({ code: 'conflict', params: { with: rivals.map(({ terms }) => terms.id), rule } });
      const counted = countedWith(candidate, others);
      if (counted.length >= limitOf(candidate)) report('limit', counted);
      for (const rule in pairRules) {
        const rivals = others.filter((other) => pairRules[rule]!(candidate, other));
        if (rivals.length) report(rule, rivals);
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

/** Whether two coupons of one layer reach a common line or fee. */
function overlap(a: Candidate, b: Candidate): boolean {
  return a.terms.rank === b.terms.rank && meets(a.reach, b.reach);
}

function sharesGroup({ terms }: Candidate, other: Candidate): boolean {
  const { group } = terms.coupon;
  return group !== undefined && group === other.terms.coupon.group;
}
