import { canonicalJson } from '../protocol/canonical-json.js';
import { sha256 } from './sha256.js';

/** How deep a body that is fingerprinted may be. */
export const maxDepth = 64;

/**
 * Returns what a request asks for as 64 hexadecimal digits: SHA-256 of its method, its path and the canonical JSON of its body. `undefined` where the
 * body is deeper than {@link maxDepth}.
 */
export async function fingerprint(method: string, path: string, body: unknown): Promise<string | undefined> {
  if (!isShallow(body, maxDepth)) return undefined;
  const text = `${method} ${path}\n${body === undefined ? '' : canonicalJson(body)}`;
  return sha256(text);
}

function isShallow(value: unknown, depth: number): boolean {
  if (!value || typeof value !== 'object') return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}
