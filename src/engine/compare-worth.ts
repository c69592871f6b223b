/** What an addition costs and brings. */
export interface Worth {
  readonly coupon: string;
  readonly missing: number;
  /** What it comes to at list price, minor units; ≥ 1. */
  readonly spend: number;
  /** Minor units. */
  readonly saves: number;
}

/**
 * Which of two additions is worth more to the shopper? The one of which the larger part comes back, up to all of it; then the one that leaves
 * more over; then the smaller one; then by the coupon's id. Negative where it is the first.
 */
export function compareWorth(a: Worth, b: Worth): number {
  const comesBack = ({ saves, spend }: Worth): number => Math.min(1, saves / spend);
  return (
    comesBack(b) - comesBack(a) ||
    b.saves - b.spend - (a.saves - a.spend) ||
    a.missing - b.missing ||
    (a.coupon < b.coupon ? -1 : 1)
  );
}
