/** The adapter of a script tag with `data-coupons`. */
import type { Adapter } from '../adapters/adapter.js';
import { createLocalAdapter } from '../adapters/local.js';
import { createFeedReader } from './read-feed.js';
import type { LocalSource, WidgetOptions } from './read-options.js';
import type { Parts } from './start-session.js';

export function createAdapter({ source, threshold }: WidgetOptions, parts: Parts): Adapter {
  const coupons = createFeedReader(parts, (source as LocalSource).coupons);
  // What a server has checked already.
  const checking = async () => {
    const [pricing, { check }] = await Promise.all([parts.engine(), import('../engine/standard-check.js')]);
    return { ...pricing, check };
  };
  return createLocalAdapter({ coupons, engine: checking, ...(threshold && { policy: { threshold } }) });
}
