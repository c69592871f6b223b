import type { Layer } from './coupon.js';

/** What the site decides for all coupons. */
export interface Policy {
  /** What a minimum spend is measured on: list prices (default), or what the layers before left of them. */
  readonly threshold?: 'list' | 'residual';
  /** How many coupons a layer may hold; `null` is unlimited; what is absent keeps its default. */
  readonly limits?: { readonly [layer in Layer]?: number | null };
}

/** One coupon a layer (in the shop layer: one a shop); item coupons as many as do not share a line. */
export const defaultLimits: Readonly<Record<Layer, number | null>> = {
  item: null,
  shop: 1,
  platform: 1,
  shipping: 1,
  payment: 1,
};
