/**
 * Which offer is this shopper to see now? The first rule that holds and that the shopper is not tired of: one, or none. Pure: the moment, the page and
 * what is remembered are arguments.
 */
import type { Cart, Line } from '../model/cart.js';
import { matchesScope } from '../model/match-scope.js';
import type { Shopper } from '../model/shopper.js';
import type { Moment, TargetingMemory } from './memory.js';
import {
  ruleLimits,
  siteLimits,
  type CartConditions,
  type SceneProduct,
  type TargetedOffer,
  type TargetingConditions,
  type TargetingRule,
  type TargetingRules,
} from './rule.js';

/** The shopper, the goods and the scene, as they are now. */
export interface TargetingFacts extends Moment {
  readonly shopper?: Shopper | undefined;
  readonly cart?: Cart | undefined;
  /** What the page sells; absent: no single product. */
  readonly product?: SceneProduct | undefined;
  /** What the merchant calls the page. */
  readonly pageTags: readonly string[];
  readonly leaving: boolean;
  /** Whether an offer can be had now, and the page has a place for it. */
  canShow(offer: TargetedOffer): boolean;
}

const minuteMs = 60_000;

export function chooseOffer(
  { targeting, limits = {} }: TargetingRules,
  facts: TargetingFacts,
  memory: TargetingMemory,
): TargetingRule | undefined {
  return targeting.find(
    (rule) =>
      holds(rule.when, facts, memory) &&
      !isTiring(rule, { ...siteLimits, ...limits }, facts, memory) &&
      facts.canShow(rule.show),
  );
}

/** Whether everything that a rule asks for is so. */
function holds(when: TargetingConditions, facts: TargetingFacts, memory: TargetingMemory): boolean {
  const { shopperTags, visits, pageTags, product, secondsOnProduct, timesAdded, cart, cartIdleMinutes } =
    when;
  const { now, shopper } = facts;
  const own = facts.product?.product;
  const lines = facts.cart?.lines ?? [];
  const added = (own === undefined ? lines.map((line) => line.product) : [own]).map(
    (each) => memory.products[each]?.added ?? 0,
  );
  return (
    (!shopperTags || shopperTags.some((tag) => shopper?.tags?.includes(tag))) &&
    memory.days.length >= (visits ?? 0) &&
    (!pageTags || pageTags.some((tag) => facts.pageTags.includes(tag))) &&
    (!product || (!!facts.product && matchesScope(facts.product as Line, product))) &&
    (!secondsOnProduct || (memory.products[own ?? '']?.seconds ?? 0) >= secondsOnProduct) &&
    (!timesAdded || added.some((times) => times >= timesAdded)) &&
    (!cart || isCart(cart, facts.cart)) &&
    (!cartIdleMinutes || (lines.length > 0 && now - memory.cart.changedAt >= cartIdleMinutes * minuteMs)) &&
    (!when.leaving || facts.leaving)
  );
}

function isCart(
  { scope, currency, minSpend = 0, maxSpend = Infinity }: CartConditions,
  cart?: Cart,
): boolean {
  if (!cart || (currency && currency !== cart.currency)) return false;
  const lines = cart.lines.filter((line) => matchesScope(line, scope));
  const spend = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  return lines.length > 0 && spend >= minSpend && spend <= maxSpend;
}

/** Whether the shopper has been told enough. What this session has shown already may stand on its next page, too. */
function isTiring(
  { id, limits }: TargetingRule,
  { perSession, perDay }: typeof siteLimits,
  { now, day }: Moment,
  { shown, session, pauses }: TargetingMemory,
): boolean {
  if ([id, ''].some((name) => (pauses[name] ?? 0) > now)) return true;
  const inSession = shown.filter(({ at }) => at >= session.startedAt);
  if (inSession.some(({ rule }) => rule === id)) return false;
  const own = shown.filter(({ rule }) => rule === id);
  return (
    inSession.length >= perSession ||
    shown.filter((each) => each.day === day).length >= perDay ||
    own.some((each) => each.day === day) ||
    own.length >= (limits?.perMonth ?? ruleLimits.perMonth)
  );
}
