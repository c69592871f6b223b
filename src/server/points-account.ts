/**
 * The port to where a shop's points live, for shops that keep them elsewhere than in the coupon server's own store. Every call may be repeated, and has one effect
 * by its key; a method rejects where it cannot tell what has happened: the same call then comes again.
 */
export interface PointsAccount {
  /** Resolves to how many points a shopper has, ≥ 0. */
  balance(shopper: string): Promise<number>;
  /**
   * Takes points. Resolves to `taken`; to `taken-before` where those of this key are taken and were not given back, whatever the balance is; to `too-few` where there are
   * not so many: then none are taken.
   */
  take(payment: PointsPayment): Promise<'taken' | 'taken-before' | 'too-few'>;
  /** Undoes the `take` of this key; nothing where there is none to undo. The same key may take anew then. */
  giveBack(payment: PointsPayment): Promise<void>;
  /** Adds points that were won, once for a key, for good. */
  give(payment: PointsPayment): Promise<void>;
}

export interface PointsPayment {
  /** `shopper:<the sub of the shopper's token>`, or `anonymous:<the session>`. */
  readonly shopper: string;
  /** ≥ 1. */
  readonly points: number;
  /** 1 to 64 characters, of this payment alone. */
  readonly key: string;
}
