/**
 * What reads a platform's promotions by its admin API and says them as coupons of a feed. One file a platform, which exports it under its
 * name (`export const vendure: Importer = …`), and one line in `index.ts`; the command `couponkit import NAME` gives it its flags and writes what it gives.
 */
import type { Coupon } from '../model/coupon.js';
import type { ClaimTerms } from '../protocol/claim-terms.js';

export interface Importer {
  /** `vendure` */
  readonly name: string;
  /** The flags that it takes, without the dashes, with what the command's help says of each. `url` may also come as `COUPONKIT_URL`, and so on. */
  readonly flags: Readonly<Record<string, string>>;
  /**
   * Reads every promotion; changes nothing.
   * @param flags the value of each flag that was given; `requireFlag` asks for one
   * @throws ImportError where the platform cannot be asked
   */
  read(flags: Readonly<Record<string, string>>, fetch: typeof globalThis.fetch): Promise<Imported>;
}

export interface Imported {
  readonly entries: readonly ImportedEntry[];
  /** What could not be said, or not exactly, in the order of the promotions. */
  readonly notes: readonly ImportNote[];
  /** The ids and codes of all promotions, of those that are switched off, too: what an earlier feed says of one does not stay. */
  readonly known?: readonly string[];
}

/**
 * One promotion as a coupon. `coupon.id` is the code in lower case, or for one without a code the `promotion` by which the platform's adapter knows it
 * (`adapters/internal/platform.ts`).
 */
export interface ImportedEntry {
  readonly coupon: Coupon;
  readonly claim?: ClaimTerms;
}

export interface ImportNote {
  /** Its code, or its name. */
  readonly promotion: string;
  /** `left-out`: it is not in the feed. `approximated`: it is, and the platform may take off another amount, or refuse it. */
  readonly kind: 'left-out' | 'approximated';
  /** Why, in one sentence for a merchant. */
  readonly why: string;
}

/** The platform could not be asked; the message says what to do. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
