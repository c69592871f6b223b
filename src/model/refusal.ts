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

/** The form of a reason that says how much is missing; `extra` as the code has it. */
export function shortfall(
  code: string,
  required: number,
  measured: number,
  extra: Reason['params'] = {},
): Reason[] {
  return measured >= required
    ? []
    : [{ code, params: { required, measured, missing: required - measured, ...extra } }];
}
