export interface StorefrontOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** The address of the Shop API; asked when a page is. */
  readonly shopApi: () => string;
}

export interface Storefront {
  readonly address: string;
  stop(): Promise<void>;
}

export function serveStorefront(options: StorefrontOptions): Promise<Storefront>;
