/** What is wrong with a value from outside. */
export interface Problem {
  /** Where: `lines[2].unitPrice`; empty for the value itself. */
  readonly path: string;
  /** An error refuses the value; a warning lets it pass. */
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What parsing gives: the value, or every problem that it has. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };
