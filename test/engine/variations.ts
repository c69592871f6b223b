import fc from 'fast-check';
import type { Coupon, Line } from '../../src/model/index.js';
import { instances, type Instance } from './instances.js';

/** Ways to change an instance of which one knows what they may change in its answer. */

/** Enough keys to put any list of an instance into another order; they shrink towards the order that it has. */
export const keys = fc.array(fc.nat(), { minLength: 24, maxLength: 24 });

/** The same with its coupons, lines and fees in another order. */
export function reorder({ cart, coupons, ...rest }: Instance, keys: readonly number[]): Instance {
  const { lines, shipping } = cart;
  return {
    ...rest,
    coupons: shuffle(coupons, keys),
    cart: {
      ...cart,
      lines: shuffle(lines, keys.slice(1)),
      ...(shipping && { shipping: shuffle(shipping, keys.slice(2)) }),
    },
  };
}

function shuffle<T>(list: readonly T[], keys: readonly number[]): T[] {
  return list
    .map((item, index) => [keys[index % keys.length]!, index, item] as const)
    .sort(([a, i], [b, j]) => a - b || i - j)
    .map(([, , item]) => item);
}

/** What the names of one kind of thing in an instance look like: lines, coupons, shops, products, brands, categories, groups, tags. */
const kindsOfNames = [/^l\d+$/, /^k\d+$/, /^s\d$/, /^p\d$/, /^b\d$/, /^c\d$/, /^g\d$/, /^(sale|eco|vip)$/];
const lineNames = kindsOfNames[0]!;

/** Texts in another order than by code point: `￥` sorts after `😀` in UTF-16 code units. */
const letter = fc.constantFrom('a', 'Z', '0', ' ', '_', 'é', '券', '￥', '😀', '\u0000');
const name = fc.oneof(
  fc.string({ unit: letter, minLength: 1, maxLength: 4 }),
  fc.constantFrom('constructor', '__proto__', 'item', 'platform', 'undefined', 'NaN'),
);
/** Names to take, in no order. */
export const names = fc.uniqueArray(name, { minLength: 40, maxLength: 40 });

/**
 * The new name of each name in an instance.
 * @param inOrder which names keep their order among those of their kind
 */
export function renaming(
  instance: Instance,
  names: readonly string[],
  inOrder: 'all' | 'lines' | 'none',
): (text: string) => string {
  const found = new Set<string>();
  mapTexts(instance, (text) => (found.add(text), text));
  const renamed = new Map<string, string>();
  for (const kind of kindsOfNames) {
    const old = [...found].filter((text) => kind.test(text)).sort();
    const taken = names.slice(0, old.length);
    if (inOrder === 'all' || (inOrder === 'lines' && kind === lineNames)) taken.sort();
    old.forEach((text, index) => renamed.set(text, taken[index]!));
  }
  return (text) => renamed.get(text) ?? text;
}

/** A copy of plain data in which each text is what `to` makes of it. */
export function mapTexts<T>(value: T, to: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' ? to(each) : each,
  ) as T;
}

/** Each line of n units as n lines of one, in its place in the order of ids. */
export function splitIntoUnits({ cart, ...rest }: Instance): Instance {
  const lines = cart.lines.flatMap((line) =>
    Array.from({ length: line.quantity }, (_, unit): Line => ({
      ...line,
      id: `${line.id}.${unit}`,
      quantity: 1,
    })),
  );
  return { ...rest, cart: { ...cart, lines } };
}

/** The line that a unit was cut from. */
export const lineOfUnit = (id: string): string => id.replace(/\.\d+$/, '');

/** A line's free copy, which every coupon reaches that reaches the line. */
export function withFreeCopy({ cart, ...rest }: Instance, which: number, id: string): Instance {
  const line = cart.lines[which % cart.lines.length]!;
  return { ...rest, cart: { ...cart, lines: [...cart.lines, { ...line, id, unitPrice: 0 }] } };
}

/**
 * Instances whose coupons are nested: each reaches all or nothing of what one of an earlier layer reaches. Item coupons reach lines of one shop, those
 * of the shop layer all of a shop, the others everything. So how one coupon is split changes nothing for the next.
 */
export function nestedInstances(most: number): fc.Arbitrary<Instance> {
  return instances(most).map((instance) => ({ ...instance, coupons: instance.coupons.map(nest) }));
}

function nest({ scope, issuer, ...coupon }: Coupon): Coupon {
  const { kind } = coupon.benefit;
  const shop = typeof issuer === 'object' ? issuer : { shop: 's1' };
  const isItem = coupon.layer === 'item' || ['each', 'buyXGetY', 'bundle'].includes(kind);
  if (isItem) return { ...coupon, issuer: shop, ...(scope && { scope }) };
  if (kind === 'shipping' || coupon.layer === 'payment' || coupon.layer === 'platform') return coupon;
  return { ...coupon, layer: typeof issuer === 'object' ? 'shop' : 'platform', ...(issuer && { issuer }) };
}
