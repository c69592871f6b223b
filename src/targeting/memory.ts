/**
 * What targeting remembers of a shopper in this browser, and nothing else: days, counts and ids, never who somebody is. Each function gives the
 * memory after one thing that happened; what is older than thirty days is gone after the next.
 */
import type { Cart } from '../model/cart.js';
import { amount, dictionary, list, object, parse, text, type Shape } from '../model/shape.js';
import { ruleLimits, siteLimits, type TargetingRule, type TargetingRules } from './rule.js';

export interface TargetingMemory {
  /** The days on which the shopper came, `2026-11-22` by the shopper's own calendar, the newest last. */
  readonly days: readonly string[];
  readonly session: {
    /** Milliseconds since the epoch. */
    readonly startedAt: number;
    /** When anything was last remembered. */
    readonly lastAt: number;
  };
  /** By the product's id. */
  readonly products: Readonly<Record<string, ProductMemory>>;
  readonly cart: {
    /** How many of each product. */
    readonly quantities: Readonly<Record<string, number>>;
    /** Milliseconds since the epoch. */
    readonly changedAt: number;
  };
  /** Each offer that was shown: once a session. */
  readonly shown: readonly { readonly rule: string; readonly at: number; readonly day: string }[];
  /** Until when a rule is not shown after it was dismissed; '' is every rule. Milliseconds since the epoch. */
  readonly pauses: Readonly<Record<string, number>>;
}

export interface ProductMemory {
  /** On the screen, in all. */
  readonly seconds: number;
  /** How often it was put into the cart. */
  readonly added: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A moment, by the server's clock, and the day that the shopper's calendar has then. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly day: string;
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** Everything but a pause is forgotten after it. */
export const keptMs = 30 * dayMs;
/** A session ends when nothing was seen of the shopper for so long. */
const sessionMs = hourMs / 2;
/** More products are not remembered; the oldest go. */
const mostProducts = 50;

export const emptyMemory: TargetingMemory = {
  days: [],
  session: { startedAt: 0, lastAt: 0 },
  products: {},
  cart: { quantities: {}, changedAt: 0 },
  shown: [],
  pauses: {},
};

/** Returns what was written; nothing, where it is not what was written. */
export function readMemory(written: string | null): TargetingMemory {
  try {
    const parsed = parse(memoryShape, JSON.parse(written ?? ''));
    return parsed.ok ? parsed.value : emptyMemory;
  } catch {
    return emptyMemory;
  }
}

/** The shopper is seen: a page, an act, a minute on the screen. */
export function rememberVisit(memory: TargetingMemory, moment: Moment): TargetingMemory {
  const { now, day } = moment;
  const { days, session, products, cart, shown, pauses } = memory;
  const isNew = (at: number) => at > now - keptMs;
  const isOver = !(now - session.lastAt < sessionMs);
  return {
    days: [...days.filter((each) => isNew(Date.parse(each)) && each !== day), day],
    session: { startedAt: isOver ? now : session.startedAt, lastAt: now },
    products: Object.fromEntries(
      Object.entries(products)
        .filter(([, { at }]) => isNew(at))
        .sort(([, a], [, b]) => a.at - b.at)
        .slice(-mostProducts),
    ),
    cart: isNew(cart.changedAt) ? cart : emptyMemory.cart,
    shown: shown.filter(({ at }) => isNew(at)),
    pauses: Object.fromEntries(Object.entries(pauses).filter(([, until]) => until > now)),
  };
}

/** More of a product's time on the screen. */
export function rememberTime(
  memory: TargetingMemory,
  product: string,
  seconds: number,
  moment: Moment,
): TargetingMemory {
  return rememberVisit(changeProduct(memory, product, moment.now, { seconds }), moment);
}

/** The cart as it is now; a product of which there is more than before was put into it. */
export function rememberCart(
  memory: TargetingMemory,
  { lines }: Pick<Cart, 'lines'>,
  moment: Moment,
): TargetingMemory {
  const before = new Map(Object.entries(memory.cart.quantities));
  const after = new Map<string, number>();
  for (const { product, quantity } of lines) after.set(product, (after.get(product) ?? 0) + quantity);
  const products = new Set([...before.keys(), ...after.keys()]);
  if ([...products].every((product) => after.get(product) === before.get(product))) return memory;
  const added = [...after.keys()].filter((product) => after.get(product)! > (before.get(product) ?? 0));
  return rememberVisit(
    {
      ...added.reduce((now, product) => changeProduct(now, product, moment.now, { added: 1 }), memory),
      cart: { quantities: Object.fromEntries(after), changedAt: moment.now },
    },
    moment,
  );
}

/** A rule's offer is on the screen. */
export function rememberShown(
  memory: TargetingMemory,
  { id }: TargetingRule,
  moment: Moment,
): TargetingMemory {
  const now = rememberVisit(memory, moment);
  const isKnown = now.shown.some(({ rule, at }) => rule === id && at >= now.session.startedAt);
  return isKnown ? now : { ...now, shown: [...now.shown, { rule: id, at: moment.now, day: moment.day }] };
}

/** The shopper wants it gone. */
export function rememberDismissed(
  memory: TargetingMemory,
  { id, limits }: TargetingRule,
  site: TargetingRules['limits'],
  moment: Moment,
): TargetingMemory {
  const until = {
    [id]: moment.now + (limits?.pauseDays ?? ruleLimits.pauseDays) * dayMs,
    '': moment.now + (site?.pauseHours ?? siteLimits.pauseHours) * hourMs,
  };
  return rememberVisit({ ...memory, pauses: { ...memory.pauses, ...until } }, moment);
}

/** Adds to what is known of a product. */
function changeProduct(
  memory: TargetingMemory,
  product: string,
  at: number,
  { seconds = 0, added = 0 }: Partial<ProductMemory>,
): TargetingMemory {
  const before = memory.products[product];
  const after = { seconds: (before?.seconds ?? 0) + seconds, added: (before?.added ?? 0) + added, at };
  return { ...memory, products: { ...memory.products, [product]: after } };
}

const memoryShape: Shape<TargetingMemory> = object({
  days: list(text),
  session: object({ startedAt: amount, lastAt: amount }),
  products: dictionary(object({ seconds: amount, added: amount, at: amount })),
  cart: object({ quantities: dictionary(amount), changedAt: amount }),
  shown: list(object({ rule: text, at: amount, day: text })),
  pauses: dictionary(amount),
});
