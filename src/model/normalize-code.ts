/**
 * Returns a code in the form in which codes are compared: after NFKC, without spaces and zero-width characters around it, in
 * lower case. Two codes are the same where this is.
 */
export function normalizeCode(code: string): string {
  const edge = '[\\s\\u200b-\\u200f\\u2060-\\u2064\\ufeff\\u00ad]+';
  return code
    .normalize('NFKC')
    .replace(new RegExp(`^${edge}|${edge}$`, 'g'), '')
    .toUpperCase()
    .toLowerCase();
}
