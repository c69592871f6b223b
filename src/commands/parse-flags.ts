import { parseArgs } from 'node:util';
import { UsageError } from './subcommand.js';

interface Flags {
  /** Of those with a value. */
  readonly values: Readonly<Record<string, string>>;
  /** Those without a value that were given. */
  readonly switches: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

/** @throws UsageError where one is unknown, or lacks its value */
export function parseFlags(
  args: readonly string[],
  texts: readonly string[] = [],
  switches: readonly string[] = [],
): Flags {
  const options = Object.fromEntries([
    ...texts.map((name) => [name, { type: 'string' }] as const),
    ...switches.map((name) => [name, { type: 'boolean' }] as const),
  ]);
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const given = Object.entries(values);
    return {
      values: Object.fromEntries(
        given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      switches: new Set(given.flatMap(([name, value]) => (value === true ? [name] : []))),
      positionals,
    };
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}
