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

/** The params of a reason that says how much is missing, with `extra`; empty where nothing is. */
export function shortfall(
  required: number,
  measured: number,
  extra: Reason['params'] = {},
): Reason['params'][] {
  return measured >= required ? [] : [{ required, measured, missing: required - measured, ...extra }];
}
