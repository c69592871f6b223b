import type { Scope } from './scope.js';

/** The layers in the order in which they are applied: each sees what the ones before it left. */
export const layers = ['item', 'shop', 'platform', 'shipping', 'payment'] as const;
export type Layer = (typeof layers)[number];

/** A text in one language, or in several by BCP 47 tag: `{ "en": "Newcomer", "zh-Hans": "新人券" }`. */
export type Text = string | Readonly<Record<string, string>>;

/** The site itself, or the shop whose lines alone the coupon reaches. */
export type Issuer = 'platform' | { readonly shop: string };

/**
 * A coupon as a merchant defines it.
 *
 * Which conditions and benefits there are is known to their own folders, not here:
 * `Conditions` and `Benefit` are filled in by the engine.
 */
export interface Coupon<
  Conditions extends object = Readonly<Record<string, unknown>>,
  Benefit extends { readonly kind: string } = { readonly kind: string },
> {
  /** No two coupons of a file have the same. */
  readonly id: string;
  /** What shoppers read; absent: made from the benefit. */
  readonly title?: Text;
  /** What a shopper may type to get it; without regard to case, width or spaces around it (`normalizeCode`). */
  readonly code?: string;
  /** `platform`, which is the default, or a shop, whose lines alone it reaches. */
  readonly issuer?: Issuer;
  /** ISO 4217; where it differs from the cart's, the coupon is refused. */
  readonly currency?: string;
  /** Which lines it reaches; absent: every line of the issuer. */
  readonly scope?: Scope;
  /** Refused where the cart (a shop's coupon: that shop's part) holds a line outside the scope. */
  readonly wholeOrder?: boolean;
  /** When it applies: all that are given must hold. */
  readonly conditions?: Conditions;
  /** What it takes off. */
  readonly benefit: Benefit;
  /** Applied in this order, each on what the ones before left. Default by kind and issuer. */
  readonly layer?: Layer;
  /** The layers, its own included, whose coupons it tolerates beside it. Default all; `[]` is a coupon used alone. */
  readonly combinesWith?: readonly Layer[];
  /** At most one coupon of a named group in an order. */
  readonly group?: string;
  /** ISO 8601 with offset; inclusive. */
  readonly validFrom?: string;
  /** ISO 8601 with offset; exclusive. */
  readonly validUntil?: string;
  /** The percentage of the discount that the platform bears, 0–100; the shop of each line bears the rest. */
  readonly funding?: { readonly platform: number };
}
