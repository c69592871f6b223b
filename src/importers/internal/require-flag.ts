import { ImportError } from '../importer.js';

/** Returns the value of a flag. @throws ImportError that says how to give it */
export function requireFlag(flags: Readonly<Record<string, string>>, name: string, example: string): string {
  const value = flags[name];
  if (!value)
    throw new ImportError(
      `--${name} is missing: give --${name} ${example}, or ${variableOf(name)} in the environment`,
    );
  return value;
}

/** The environment variable that stands for a flag, so that a secret need not stand in the shell's history: `token` → `COUPONKIT_TOKEN`. */
export function variableOf(flag: string): string {
  return `COUPONKIT_${flag.toUpperCase().replaceAll('-', '_')}`;
}
