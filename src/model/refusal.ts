/** Why a coupon does not apply, as data: never a sentence. The codes come from `semantics` and from each kind. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  /** The coupon's id. */
  readonly coupon: string;
  /** At least one. */
  readonly reasons: readonly Reason[];
}
