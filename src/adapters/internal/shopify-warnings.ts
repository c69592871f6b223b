/** Why does Shopify not honour a discount code? Storefront API 2026-10, `CartWarning`: since 2025-07 with a code for each reason. */
import type { Reason } from '../../model/refusal.js';
import type { RefusedCode } from './platform.js';

export interface ShopifyWarning {
  readonly code: string;
  /** In the shopper's language; never shown. */
  readonly message: string;
  readonly target: string;
}

/** Every `CartWarningCode` of discounts; how much is missing is never said. */
export const warningReasons: Readonly<Record<string, string>> = {
  // Any cause, and that it does not go with the others.
  DISCOUNT_CODE_NOT_HONOURED: 'unspecified',
  // Of one that is yet to start, too; a feed that knows its dates has said so before.
  DISCOUNT_CURRENTLY_INACTIVE: 'expired',
  DISCOUNT_CUSTOMER_NOT_ELIGIBLE: 'shopper-tags',
  DISCOUNT_CUSTOMER_USAGE_LIMIT_REACHED: 'shopper-limit',
  DISCOUNT_ELIGIBLE_CUSTOMER_MISSING: 'sign-in',
  // For subscriptions only, or for single purchases only.
  DISCOUNT_INCOMPATIBLE_PURCHASE_TYPE: 'no-eligible-items',
  DISCOUNT_NOT_FOUND: 'unknown-code',
  DISCOUNT_NO_ENTITLED_LINE_ITEMS: 'no-eligible-items',
  DISCOUNT_NO_ENTITLED_SHIPPING_LINES: 'no-benefit',
  DISCOUNT_PURCHASE_NOT_IN_RANGE: 'below-minimum',
  DISCOUNT_QUANTITY_NOT_IN_RANGE: 'below-minimum',
  DISCOUNT_USAGE_LIMIT_REACHED: 'sold-out',
};

/**
 * Says of each code why it has no effect. A warning does not say of which code it speaks, and their order means nothing (Shopify/mobile-buy-sdk-android
 * #815): it counts where its text names the code, or where it can be no other.
 */
export function explainRefusals(
  codes: readonly string[],
  warnings: readonly ShopifyWarning[],
): readonly RefusedCode[] {
  const told = warnings.filter(({ code }) => code in warningReasons);
  const named = new Map(codes.map((code) => [code, told.filter((each) => names(each, code))]));
  const nameless = told.filter((each) => !codes.some((code) => names(each, code)));
  const left = codes.filter((code) => !named.get(code)!.length).length;
  return codes.map((code) => {
    const own = named.get(code)!;
    const meant = own.length ? own : nameless.length >= left ? nameless : [];
    const reasons = new Set(meant.map((each) => warningReasons[each.code]!));
    return { code, reason: reasonOf(reasons.size === 1 ? [...reasons][0]! : 'unspecified') };
  });
}

function names({ message, target }: ShopifyWarning, code: string): boolean {
  const word = code.toLowerCase();
  return (
    target.toLowerCase() === word ||
    message
      .toLowerCase()
      .split(/[^\p{L}\p{N}_-]+/u)
      .includes(word)
  );
}

function reasonOf(code: string): Reason {
  return { code, params: {} };
}
