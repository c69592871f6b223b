import type { Engine } from '../engine/index.js';
import { layers, type Coupon } from '../model/coupon.js';
import type { Policy } from '../model/policy.js';
import type { Problem } from '../model/problem.js';
import {
  amount,
  anything,
  collect,
  flag,
  isObject,
  list,
  object,
  oneOf,
  positive,
  text,
  type Report,
  type Shape,
} from '../model/shape.js';
import type { Campaign } from './campaigns/index.js';
import { parseCampaigns } from './issuing/parse-campaigns.js';
import { claimTermFields, type ClaimTerms as SharedTerms } from '../protocol/claim-terms.js';

/** A coupon and who may claim it. */
export interface CouponEntry {
  readonly coupon: Coupon;
  readonly claim: ClaimTerms;
}

export interface ClaimTerms extends SharedTerms {
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  /** What one costs; `points` are taken at once, `amount` (minor units) waits until the merchant's backend confirms it. Absent: nothing. */
  readonly cost?: { readonly points?: number; readonly amount?: number };
  /** How much all shoppers together may save with it, minor units; absent: no limit. */
  readonly budget?: number;
  /**
   * It is store credit: a shopper has one piece of it, whose balance campaigns add to and orders take from. Nobody can claim it by itself. Of layer `payment`, with a benefit
   * `amount`, whose own amount stands for nothing. Default false.
   */
  readonly credit?: boolean;
  /** Nobody can have it any more; who holds it may use it. Default false. */
  readonly disabled?: boolean;
  /** Only for these, each by the `sub` of the shopper's token; nobody else gets to know of it. Absent: for all. */
  readonly shoppers?: readonly string[];
}

export interface CouponFile {
  readonly entries: readonly CouponEntry[];
  readonly campaigns: readonly Campaign[];
  readonly policy: Policy | undefined;
}

/**
 * Returns what a file of coupons says, beside every problem: with an error among them the file must not be used. Coupons are given as a
 * bare list, or as `{ "$schema"?: …, "coupons": […], "campaigns"?: […], "policy"?: … }`; each one bare, or as `{ "coupon": …, "claim": … }`.
 */
export function parseCouponFile(
  content: unknown,
  check: Engine['check'],
): { readonly file: CouponFile; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = collect(problems);
  const isList = Array.isArray(content);
  const { coupons, campaigns, policy }: Content = isList ? { coupons: content } : fields(content, '', report);
  const path = isList ? '' : 'coupons';
  const list = Array.isArray(coupons) ? (coupons as unknown[]) : [];
  const wrapped = list.map((item) => isObject(item) && 'coupon' in item);
  const entries = list.map((item, index): CouponEntry => {
    if (!wrapped[index]) return { coupon: item as Coupon, claim: {} };
    const entry = entryFields(item, `${path}[${index}]`, report);
    return { coupon: entry.coupon as Coupon, claim: entry.claim ?? {} };
  });
  for (const problem of check(entries.map((entry) => entry.coupon))) {
    const entry = entries[Number(/^\[(\d+)\]/.exec(problem.path)?.[1])];
    // What is left of store credit is its shopper's, whatever they spend.
    if (entry?.claim.credit && problem.code === 'no-threshold') continue;
    problems.push({ ...problem, path: path + placeInFile(problem.path, wrapped) });
  }
  entries.forEach((entry, index) => {
    if (entry.claim.credit && isObject(entry.coupon)) checkCredit(entry, `${path}[${index}]`, report);
  });
  const parsed = Array.isArray(campaigns) ? parseCampaigns(campaigns, 'campaigns', entries, report) : [];
  return { file: { entries, campaigns: parsed, policy }, problems };
}

/** Store credit is what is left of it off what is to be paid, and nothing else. */
function checkCredit({ coupon, claim }: CouponEntry, path: string, report: Report): void {
  const { layer, code, benefit } = coupon as Partial<Coupon>;
  const { everySpend } = (benefit ?? {}) as { readonly everySpend?: unknown };
  if (layer !== 'payment') report(`${path}.coupon.layer`, 'not-one-of', { values: ['payment'] });
  if (benefit?.kind !== 'amount') report(`${path}.coupon.benefit.kind`, 'not-one-of', { values: ['amount'] });
  const foreign = {
    'coupon.code': code,
    'coupon.benefit.everySpend': everySpend,
    'claim.cost': claim.cost,
    'claim.validHours': claim.validHours,
  };
  for (const [field, value] of Object.entries(foreign)) {
    if (value !== undefined) report(`${path}.${field}`, 'not-for-credit');
  }
}

/** `[2].benefit` of the coupons alone is `[2].coupon.benefit` of a file that wraps them. */
function placeInFile(path: string, wrapped: readonly boolean[]): string {
  return path.replace(/^\[(\d+)\]/, (place, index) => (wrapped[Number(index)] ? `${place}.coupon` : place));
}

const unchecked: Shape<readonly unknown[]> = (value, path, report) => {
  if (!Array.isArray(value)) report(path, 'not-a-list');
  return value as readonly unknown[];
};

const limit: Shape<number | null> = (value, path, report) =>
  value === null ? null : amount(value, path, report);

const policy: Shape<Policy> = object(
  {
    'threshold?': oneOf('list', 'residual'),
    'limits?': object(Object.fromEntries(layers.map((layer) => [`${layer}?`, limit])), true),
  },
  true,
);

interface Content {
  readonly coupons: readonly unknown[];
  readonly campaigns?: readonly unknown[];
  readonly policy?: Policy;
}

const fields: Shape<Content> = object(
  { '$schema?': anything, coupons: unchecked, 'campaigns?': unchecked, 'policy?': policy },
  true,
);

const cost: Shape<NonNullable<ClaimTerms['cost']>> = (value, path, report) => {
  const clean = object({ 'points?': positive, 'amount?': positive }, true)(value, path, report);
  if (isObject(value) && Object.keys(value).length === 0) report(path, 'required');
  return clean;
};

const termFields: Shape<ClaimTerms> = object(
  {
    'stock?': amount,
    'cost?': cost,
    'budget?': positive,
    'credit?': flag,
    'disabled?': flag,
    'shoppers?': list(text),
    ...claimTermFields,
  },
  true,
);

const terms: Shape<ClaimTerms> = (value, path, report: Report) => {
  const clean = termFields(value, path, report);
  if (clean.opensAt && clean.closesAt && Date.parse(clean.closesAt) <= Date.parse(clean.opensAt)) {
    report(`${path}.closesAt`, 'not-after-start', { opensAt: clean.opensAt });
  }
  return clean;
};

const entryFields: Shape<{ readonly coupon: unknown; readonly claim?: ClaimTerms }> = object(
  { coupon: anything, 'claim?': terms },
  true,
);
