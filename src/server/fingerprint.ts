import { canonicalJson } from '../protocol/canonical-json.js';

/** How deep a body that is fingerprinted may be. */
export const maxDepth = 64;

/**
 * Returns what a request asks for as 64 hexadecimal digits: SHA-256 of its method, its path and the canonical JSON of its body. `undefined` where the
 * body is deeper than {@link maxDepth}.
 */
export async function fingerprint(method: string, path: string, body: unknown): Promise<string | undefined> {
  if (!isShallow(body, maxDepth)) return undefined;
  const text = `${method} ${path}\n${body === undefined ? '' : canonicalJson(body)}`;
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function isShallow(value: unknown, depth: number): boolean {
  if (!value || typeof value !== 'object') return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}
