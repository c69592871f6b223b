import { defaultLimits, type Policy } from '../model/policy.js';
import type { Reason } from '../model/refusal.js';
import type { Candidate } from './candidate.js';

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
  /** How many coupons the limit of this one's layer (in the shop layer: of its issuer) lets in. */
  limitOf(candidate: Candidate): number;
}

export function createLegality(policy: Policy): Legality {
  const limits = { ...defaultLimits, ...policy.limits };
  const limitOf = ({ layer }: Candidate): number => limits[layer] ?? Infinity;
  const agree = (a: Candidate, b: Candidate): boolean =>
    !(sharesLimit(a, b) && limitOf(a) < 2) &&
    tolerates(a, b) &&
    tolerates(b, a) &&
    !sharesGroup(a, b) &&
    !overlap(a, b);
  return {
    limitOf,
    touch: (a, b) => (sharesLimit(a, b) && limitOf(a) < Infinity) || overlap(a, b),
    agree,
    mayJoin: (candidate, others) =>
      others.every((other) => agree(candidate, other)) &&
      others.filter((other) => sharesLimit(candidate, other)).length < limitOf(candidate),
    conflicts(candidate, others) {
      const reasons: Reason[] = [];
      const report = (rule: string, rivals: readonly Candidate[]): number =>
        reasons.push({ code: 'conflict', params: { with: rivals.map(({ coupon }) => coupon.id), rule } });
      const counted = others.filter((other) => sharesLimit(candidate, other));
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
function sharesLimit(a: Candidate, b: Candidate): boolean {
  return a.rank === b.rank && (a.layer !== 'shop' || a.shop === b.shop);
}

function tolerates({ coupon }: Candidate, other: Candidate): boolean {
  return coupon.combinesWith?.includes(other.layer) ?? true;
}

/** Whether two coupons of one layer reach a common line or fee. */
function overlap(a: Candidate, b: Candidate): boolean {
  if (a.rank === b.rank) for (const place of a.reach) if (b.reach.has(place)) return true;
  return false;
}

function sharesGroup({ coupon }: Candidate, other: Candidate): boolean {
  return coupon.group !== undefined && coupon.group === other.coupon.group;
}
