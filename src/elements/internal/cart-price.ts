/**
 * Which numbers does the panel show? The preview's, until the server has said otherwise: then the server's as they are.
 * Nothing is added up here.
 */
import type { Quote } from '../../model/quote.js';
import type { Verification } from '../../stores/session.js';

/** A quote, with what only a server can add. Amounts in minor units. */
export interface ShownPrice extends Quote {
  /** What is added to `payable`; absent: nothing, or not known. */
  readonly tax?: number | undefined;
  /** What the server takes off on its own. */
  readonly automatic: readonly { readonly label: string; readonly amount: number }[];
}

export function shownPrice(preview: Quote, verification: Verification): ShownPrice {
  if (!('verdict' in verification)) return { ...preview, automatic: [] };
  const { quote, totals, outcomes, automatic } = verification.verdict;
  const tax = totals.basis === 'net' ? totals.tax : undefined;
  if (verification.state === 'verified') return { ...preview, tax, automatic: [] };
  const layers = new Map(preview.applied.map((applied) => [applied.coupon, applied.layer]));
  return {
    ...(quote ?? {
      ...preview,
      // A server that does not split as we do says what each coupon takes off, not from which line.
      lines: [],
      fees: [],
      applied: outcomes
        .filter((outcome) => outcome.state === 'effective' && outcome.amount)
        .map(({ coupon, amount = 0 }) => ({
          coupon,
          amount,
          layer: layers.get(coupon) ?? 'platform',
          platform: 0,
        })),
    }),
    subtotal: totals.subtotal,
    shipping: totals.shipping ?? preview.shipping,
    discount: totals.discount,
    payable: totals.payable,
    tax,
    automatic,
  };
}
