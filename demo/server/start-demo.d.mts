export interface Demo {
  /** Of the shop: `http://localhost:8000`. */
  readonly address: string;
  /** couponkit's server. */
  readonly coupons: {
    readonly address: string;
    readonly secretKey: string;
    /** Of its process; `undefined` while it is stopped. */
    readonly pid: number | undefined;
    stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
    /** Again, at the same address with the same store. */
    start(): Promise<void>;
  };
  stop(): Promise<void>;
}

export interface DemoOptions {
  readonly port?: number;
  readonly couponPort?: number;
  /** How long an order's coupons are kept. Default 900. */
  readonly holdSeconds?: number;
}

export function startDemo(options?: DemoOptions): Promise<Demo>;
