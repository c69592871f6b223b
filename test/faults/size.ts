/** Whether the sizes of docs/faults.md are run in full (`FAULTS=full npm run test:faults`), or small enough for every run of `npm test`. */
export const isFull = process.env['FAULTS'] === 'full';

/** Returns the size of a test: the short form's, or the full one's. */
export function size(short: number, full: number): number {
  return isFull ? full : short;
}
