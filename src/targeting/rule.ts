import type { Line } from '../model/cart.js';
import type { Scope } from '../model/scope.js';

/** Which offer is shown to which shopper, at which goods, in which scene: a merchant's rules, the most important first. */
export interface TargetingRules {
  readonly targeting: readonly TargetingRule[];
  readonly limits?: SiteLimits;
}

export interface TargetingRule {
  /** Unique; what the fatigue guard remembers. */
  readonly id: string;
  /** All that is given must hold; at least one is. */
  readonly when: TargetingConditions;
  readonly show: TargetedOffer;
  readonly limits?: RuleLimits;
}

export interface TargetingConditions {
  /** The shopper has at least one of these tags: `price-sensitive`, `dormant`, `member`. */
  readonly shopperTags?: readonly string[];
  /** The shopper has come on at least so many days of the last thirty, today included. */
  readonly visits?: number;
  /** The page has at least one of these tags. */
  readonly pageTags?: readonly string[];
  /** The page is a product's, and the product is in this scope; `{}` is any product. */
  readonly product?: Scope;
  /** The page's product has been on the screen so long, in all. */
  readonly secondsOnProduct?: number;
  /** The page's product, or on a page without one any product of the cart, has been put into the cart so often. */
  readonly timesAdded?: number;
  /** Something is in the cart that is as described; `{}` is any cart that is not empty. */
  readonly cart?: CartConditions;
  /** The cart is not empty, and has not changed for so long. */
  readonly cartIdleMinutes?: number;
  /** The shopper is about to leave, as far as a page can tell, or is back from elsewhere. */
  readonly leaving?: true;
}

export interface CartConditions {
  /** Which lines count; absent: all. */
  readonly scope?: Scope;
  /** ISO 4217; absent: any. */
  readonly currency?: string;
  /** What the lines that count come to at least, at list price, minor units. */
  readonly minSpend?: number;
  /** What they come to at most, minor units. */
  readonly maxSpend?: number;
}

/** The id of a coupon or of a campaign, and where: the `data-placement` of an element of the page. */
export type TargetedOffer =
  | { readonly coupon: string; readonly campaign?: never; readonly placement: string }
  | { readonly campaign: string; readonly coupon?: never; readonly placement: string };

/** How much a shopper is told in all. What stands here can only be less than the default. */
export interface SiteLimits {
  /** Different offers in one session: 0–2, default 2. */
  readonly perSession?: number;
  /** 0–3, default 3. */
  readonly perDay?: number;
  /** After a dismissal nothing is shown for so long: 24 or more, default 24. */
  readonly pauseHours?: number;
}

/** How much of one rule. */
export interface RuleLimits {
  /** In how many sessions of thirty days: 1–3, default 3. One day has one. */
  readonly perMonth?: number;
  /** After it is dismissed: 14 or more, default 14. */
  readonly pauseDays?: number;
}

/** What the page sells. */
export type SceneProduct = Pick<Line, 'product' | 'sku' | 'shop' | 'brand' | 'categories' | 'tags'>;

/** Defaults, and at the same time the most that a rule may ask for. */
export const siteLimits: Required<SiteLimits> = { perSession: 2, perDay: 3, pauseHours: 24 };
export const ruleLimits: Required<RuleLimits> = { perMonth: 3, pauseDays: 14 };
