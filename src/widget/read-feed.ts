/** Where the coupons that `data-coupons` names come from. */
import type { Parts } from './start-session.js';

/** Returns what loads them. The first reading did not wait for the adapter; should it fail, the next call asks again. */
export function createFeedReader(
  { coupons: first, readJson }: Parts,
  source: string,
): () => Promise<unknown> {
  let reading = first;
  return () => {
    const given = reading ?? readJson('data-coupons', source);
    reading = undefined;
    return given;
  };
}
