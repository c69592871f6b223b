/**
 * Node's own, where there is one: it works at once, while WebCrypto, which every host has, hands each text to another thread. For a cart that costs more than
 * hashing it.
 */
const { createHash } = globalThis.process?.getBuiltinModule?.('node:crypto') ?? {};

/** Resolves to the SHA-256 of a text, 64 hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  if (createHash) return createHash('sha256').update(text).digest('hex');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
