/** The adapter of a script tag with `data-server`. */
import type { Adapter } from '../adapters/adapter.js';
import { createHttpAdapter } from '../adapters/http.js';
import type { ServerSource, WidgetOptions } from './read-options.js';

export function createAdapter({ source }: WidgetOptions): Adapter {
  const { shopperToken, ...options } = source as ServerSource;
  return createHttpAdapter({
    ...options,
    ...(shopperToken && { shopperToken: () => fetchToken(shopperToken) }),
  });
}

async function fetchToken(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`data-shopper-token: ${response.status}`);
  return response.text();
}
