/** What the shopper is about to buy. Every amount is an integer in minor units of `currency`. */
export interface Cart {
  /** ISO 4217 code, upper case: `CNY`, `USD`, `JPY`. */
  readonly currency: string;
  readonly lines: readonly Line[];
  /** One fee a shop, or one without a shop for the whole order. */
  readonly shipping?: readonly ShippingFee[];
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Absent: not chosen yet. */
  readonly paymentMethod?: string;
  /** Absent: not chosen yet. */
  readonly region?: string;
}

/** A line item: `quantity` units of one thing at one price. */
export interface Line {
  /** Unique in the cart. */
  readonly id: string;
  readonly product: string;
  readonly sku?: string;
  readonly title?: string;
  /** The address of a picture. */
  readonly image?: string;
  readonly shop?: string;
  readonly brand?: string;
  readonly categories?: readonly string[];
  readonly tags?: readonly string[];
  /** Minor units, ≥ 0. */
  readonly unitPrice: number;
  /** ≥ 1. */
  readonly quantity: number;
  /** Minor units; no discount takes a unit below it. Default 0. */
  readonly minUnitPrice?: number;
  /** Default true. `false` for gift cards and the like: the line is in no coupon's scope. */
  readonly discountable?: boolean;
}

/** What delivery costs, before coupons. */
export interface ShippingFee {
  /** Whose delivery it is; absent: the whole order's. */
  readonly shop?: string;
  /** Minor units, ≥ 0. */
  readonly fee: number;
}
