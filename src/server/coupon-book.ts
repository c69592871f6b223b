import type { Coupon } from '../model/coupon.js';
import { normalizeCode } from '../model/normalize-code.js';
import { canonicalJson } from '../protocol/canonical-json.js';
import { subjectOf, type Identity } from './identity.js';
import type { ClaimTerms, CouponEntry } from './parse-coupon-file.js';
import { sha256 } from './sha256.js';

/** Every coupon of the shop, as the server looks them up. */
export interface CouponBook {
  /** In the order of the file, then those that stand only in the store. */
  readonly all: readonly BookEntry[];
  /** What is announced: everything that is not hidden, in the same order. */
  readonly listed: readonly BookEntry[];
  byId(coupon: string): BookEntry | undefined;
  /** By a code as it was typed. */
  byCode(code: string): BookEntry | undefined;
}

export interface BookEntry {
  readonly coupon: Coupon;
  readonly terms: ClaimTerms;
  readonly hidden: boolean;
  readonly perShopper: number;
  /** The subjects that it is for; absent: everybody. */
  readonly subjects: ReadonlySet<string> | undefined;
  /** Of the definition: another definition has another version. */
  readonly version: string;
}

export async function createCouponBook(entries: readonly CouponEntry[]): Promise<CouponBook> {
  const all = await Promise.all(
    entries.map(async ({ coupon, claim }): Promise<BookEntry> => ({
      coupon,
      terms: claim,
      hidden: claim.credit || (claim.hidden ?? coupon.code !== undefined),
      perShopper: claim.perShopper ?? 1,
      subjects: claim.shoppers && new Set(claim.shoppers.map(subjectOf)),
      version: await versionOf(coupon),
    })),
  );
  const byId = new Map(all.map((entry) => [entry.coupon.id, entry]));
  const byCode = new Map(
    all.flatMap((entry) =>
      entry.coupon.code === undefined ? [] : [[normalizeCode(entry.coupon.code), entry] as const],
    ),
  );
  return {
    all,
    listed: all.filter((entry) => !entry.hidden),
    byId: (coupon) => byId.get(coupon),
    byCode: (code) => byCode.get(normalizeCode(code)),
  };
}

/** Whether a shopper who does not hold a coupon may get it, and get to know of it. Store credit is for campaigns to give. */
export function isFor({ terms, subjects }: BookEntry, identity: Identity | undefined): boolean {
  if (terms.disabled || terms.credit) return false;
  return !subjects || (identity !== undefined && subjects.has(identity.subject));
}

/** Returns what tells one definition of a coupon from another. */
export async function versionOf(coupon: Coupon): Promise<string> {
  return (await sha256(canonicalJson(coupon))).slice(0, 16);
}
