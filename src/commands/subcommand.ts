/** A part of the command `couponkit`. */
export interface Subcommand {
  /** What `couponkit NAME --help` prints. */
  help(): string | Promise<string>;
  /** Resolves to the status: 0 done, 1 something is wrong with what was asked about, 2 it could not be asked. @throws UsageError */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>;
}

export interface Surroundings {
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof globalThis.fetch;
}

export interface Output {
  out(line: string): void;
  error(line: string): void;
}

/** The command was called in a way that it does not know; the message says what is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
