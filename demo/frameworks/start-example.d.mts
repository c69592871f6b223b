export interface Example {
  readonly address: string;
  stop(): Promise<void>;
}

/** Builds and serves a page with couponkit's server behind it. */
export function startExample(
  framework: 'react' | 'vue',
  options?: { readonly port?: number; readonly couponPort?: number },
): Promise<Example>;
