import type { Problem } from '../../model/problem.js';
import type { CouponBook } from '../coupon-book.js';
import type { Ledger } from '../ledgers/ledger.js';

/** Returns what is wrong with a shop's id: it issues no coupon, and nothing was ever booked for it. */
export async function findShopProblems(
  shop: string | undefined,
  { ledger, book }: { readonly ledger: Pick<Ledger, 'statements'>; readonly book: Pick<CouponBook, 'all'> },
): Promise<readonly Problem[]> {
  if (
    shop === undefined ||
    shop === '' ||
    book.all.some(({ coupon: { issuer } }) => typeof issuer === 'object' && issuer.shop === shop)
  )
    return [];
  const statements = await ledger.statements({ from: '0000-01-01', to: '9999-12-31', shop });
  return statements.length > 0
    ? []
    : [{ path: 'shop', severity: 'error', code: 'unknown-shop', params: { shop } }];
}
