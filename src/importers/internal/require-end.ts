import { ImportError } from '../importer.js';

/** More than a shop has. */
const mostItems = 20_000;

/** Somebody who gives page after page without an end would fill the memory. @param count of what was read so far @throws ImportError */
export function requireEnd(count: number, what: string): void {
  if (count > mostItems)
    throw new ImportError(`${what} have no end: ${mostItems} were read. Is it the address of the API?`);
}
