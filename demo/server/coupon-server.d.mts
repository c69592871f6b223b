export interface CouponServer {
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly pid: number | undefined;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts couponkit's server in a process of its own, and resolves when it listens. */
export function startCouponServer(options: {
  readonly port: number;
  /** A path. */
  readonly store: string;
  /** Paths of the files. */
  readonly coupons: string;
  readonly catalog: string;
  readonly origins: readonly string[];
  readonly holdSeconds?: number;
}): Promise<CouponServer>;
