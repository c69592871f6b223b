import { list, object, parse, text, type Shape } from '../model/shape.js';
import type { Parsed } from '../model/problem.js';
import type { Keys, SigningKey } from './keys.js';

const jwk: Shape<SigningKey['jwk']> = object({ kty: text, crv: text, x: text, d: text, alg: text });
const keys: Shape<Keys> = object({
  publishable: text,
  secret: text,
  session: text,
  signing: list(object({ id: text, jwk }), 1),
});

/** Returns the keys as they were kept, or what is wrong with them. */
export function parseKeys(value: unknown): Parsed<Keys> {
  return parse(keys, value);
}
