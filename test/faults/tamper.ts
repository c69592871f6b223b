import assert from 'node:assert/strict';
import type { Answer } from './ask.js';
import { mapInParallel } from './map-in-parallel.js';
import type { Random } from './random.js';
import { cartOf, type Customer } from './shop.js';
import type { Stage } from './stage.js';

/** A token, and the shopper to whom it was given. */
export interface Promised {
  readonly customer: Customer;
  readonly token: string;
}

/** The cart whose price is promised. */
export const promisedCart = cartOf();

const inFlight = 64;

/** Lets a shopper of this name claim a coupon and have its price promised. */
export async function promise(stage: Stage, name: string, coupon: string): Promise<Promised> {
  const customer = stage.customer(name);
  await customer.claim(stage.any(), coupon);
  const { body, text } = await customer.quote(stage.any(), promisedCart, [coupon]);
  assert.ok(body.token, text);
  return { customer, token: body.token };
}

/** Offers tokens to the server. */
export function offer(stage: Stage, forged: readonly Promised[]): Promise<Answer[]> {
  return mapInParallel(forged, inFlight, ({ customer, token }) =>
    customer.reserve(stage.any(), token, promisedCart),
  );
}

/** Returns as many tokens as this one has characters, each with one bit of another one flipped. */
export function flipEachByte({ customer, token }: Promised, random: Random): Promised[] {
  return Array.from(token, (_, index) => {
    const flipped = String.fromCharCode(token.charCodeAt(index) ^ (1 << random.below(7)));
    return { customer, token: token.slice(0, index) + flipped + token.slice(index + 1) };
  });
}
