/** The adapter of a script tag with `data-coupons`. */
import type { Adapter } from '../adapters/adapter.js';
import { createLocalAdapter } from '../adapters/local.js';
import type { LocalSource, WidgetOptions } from './read-options.js';
import type { Parts } from './start-session.js';

export function createAdapter(
  { source, threshold }: WidgetOptions,
  { engine, coupons: first, readJson }: Parts,
): Adapter {
  // The first reading did not wait for the adapter; should it fail, the adapter asks again.
  let reading = first;
  const coupons = () => {
    const given = reading ?? readJson('data-coupons', (source as LocalSource).coupons);
    reading = undefined;
    return given;
  };
  // What a server has checked already.
  const checking = async () => {
    const [pricing, { check }] = await Promise.all([engine(), import('../engine/standard-check.js')]);
    return { ...pricing, check };
  };
  return createLocalAdapter({ coupons, engine: checking, ...(threshold && { policy: { threshold } }) });
}
