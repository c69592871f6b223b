/**
 * A programmer's mistake: a call that no data from outside can excuse. Data from outside is parsed instead
 * and answered with problems or refusals, which are values.
 */
export class CouponError extends Error {
  override readonly name = 'CouponError';

  /**
   * @param code what kind of mistake it is
   * @param argument the argument that is wrong, as a path: `returned[0].quantity`
   * @param fix what to do instead, as a sentence
   */
  constructor(code: 'invalid-argument' | 'unknown-currency' | 'destroyed', argument: string, fix: string) {
    super(`${argument}: ${fix}`);
    this.code = code;
    this.argument = argument;
  }

  readonly code: 'invalid-argument' | 'unknown-currency' | 'destroyed';
  readonly argument: string;
}

/** Throws `invalid-argument` unless what is demanded of an argument holds. */
export function demand(argument: string, holds: unknown, fix: string): void {
  if (!holds) throw new CouponError('invalid-argument', argument, fix);
}
