export type CouponServerFault =
  | 'aborted'
  | 'timeout'
  | 'network'
  | 'rate-limited'
  | 'unauthorized'
  | 'invalid-request'
  | 'unavailable'
  | 'bad-response';

export interface CouponServerErrorOptions {
  readonly retryable?: boolean;
  readonly ambiguous?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly status?: number;
  readonly code?: string;
  readonly cause?: unknown;
}

/** The coupon server could not be asked, or could not answer. What it refuses is no error, but a value. */
export class CouponServerError extends Error {
  override readonly name = 'CouponServerError';
  readonly kind: CouponServerFault;
  /** Whether the same call, with the same key, may succeed later. */
  readonly retryable: boolean;
  /** Whether the call may have had its effect: repeat it with the same key, which tells. */
  readonly ambiguous: boolean;
  /** How long the server asks to wait, milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** Of the answer, where there was one. */
  readonly status: number | undefined;
  /** Of the problem details in the answer, where it has them. */
  readonly code: string | undefined;

  constructor(kind: CouponServerFault, message: string, options: CouponServerErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryable = options.retryable ?? false;
    this.ambiguous = options.ambiguous ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.code = options.code;
  }
}
