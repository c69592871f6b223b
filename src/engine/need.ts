import type { Cart, Line } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import { matchesScope } from '../model/match-scope.js';
import type { Reason } from '../model/refusal.js';
import type { Scope } from '../model/scope.js';

/** What must goods come to for a coupon not to be refused? */
export interface Need {
  /** Which goods; a shop's coupon: of that shop. */
  readonly scope: Scope;
  /** Whether goods that no discount may touch count, too. */
  readonly undiscountable: boolean;
  /** Minor units; 0: it is not a matter of spend. */
  readonly spend: number;
  /** 0: it is not a matter of quantity. */
  readonly units: number;
}

/** Returns a need of some goods of the coupon's issuer, of no amount yet. */
export function needOf({ issuer }: Coupon, scope: Scope = {}): Need {
  const goods = { undiscountable: false, spend: 0, units: 0 };
  if (typeof issuer !== 'object') return { scope, ...goods };
  const shops = [issuer.shop].filter((shop) => scope.shops?.includes(shop) ?? true);
  return { scope: { ...scope, shops }, ...goods };
}

/**
 * Returns what would end a refusal: one need for each scope, where the same goods can not fill several; none where more goods would
 * not end it.
 */
export function needsOf(coupon: Coupon, reasons: readonly Reason[], cart: Cart): Need[] {
  const needs = reasons.map((reason) => needsOfReason(coupon, reason, cart));
  if (needs.some(({ length }) => !length)) return [];
  const anyGoods = JSON.stringify(needOf(coupon).scope);
  const joined: Need[] = [];
  for (const need of needs.flat()) {
    const scope = JSON.stringify(need.scope);
    const isShared = (other: Need): boolean =>
      scope === anyGoods || [scope, anyGoods].includes(JSON.stringify(other.scope));
    const at = joined.findIndex(isShared);
    if (at < 0) joined.push(need);
    else joined[at] = scope === anyGoods ? join(joined[at]!, need, cart) : join(need, joined[at]!, cart);
  }
  return joined;
}

/** Whether a line is of the goods that a need counts. */
export function isCounted({ scope, undiscountable }: Need, line: Line): boolean {
  return (undiscountable || line.discountable !== false) && matchesScope(line, scope);
}

/** Returns what the goods that count come to at list price, minor units. */
export function spendOn(need: Need, { lines }: Cart): number {
  return lines.reduce(
    (spend, line) => spend + (isCounted(need, line) ? line.unitPrice * line.quantity : 0),
    0,
  );
}

/** Returns how many units count. */
export function unitsOf(need: Need, { lines }: Cart): number {
  return lines.reduce((units, line) => units + (isCounted(need, line) ? line.quantity : 0), 0);
}

/** Returns what is missing of a need at list price, ≥ 1 where it is a matter of it at all. */
export function missingFor(need: Need, cart: Cart): { spend: number; units: number } {
  return {
    spend: need.spend && Math.max(1, need.spend - spendOn(need, cart)),
    units: need.units && Math.max(1, need.units - unitsOf(need, cart)),
  };
}

function needsOfReason(coupon: Coupon, { code, params }: Reason, cart: Cart): Need[] {
  const own = needOf(coupon, coupon.scope);
  const required = params.required as number;
  switch (code) {
    case 'min-spend':
      return [{ ...own, spend: required }];
    case 'min-quantity':
      return [{ ...own, units: required }];
    case 'min-cart-spend':
      return [{ ...needOf(coupon), undiscountable: true, spend: required }];
    case 'requires':
      return [{ ...needOf(coupon, params.scope as Scope), undiscountable: true, units: required }];
    case 'incomplete':
      return needsOfParts(coupon, params.missing as Parts, cart);
    default:
      return [];
  }
}

type Parts = readonly { readonly scope: Scope; readonly quantity: number }[];

/** Parts of one scope are filled one beside the other. */
function needsOfParts(coupon: Coupon, parts: Parts, cart: Cart): Need[] {
  const missing = new Map<string, number>();
  for (const { scope, quantity } of parts) {
    const key = JSON.stringify(scope);
    missing.set(key, (missing.get(key) ?? 0) + quantity);
  }
  return [...missing].map(([scope, quantity]) => {
    const need = needOf(coupon, JSON.parse(scope) as Scope);
    return { ...need, units: unitsOf(need, cart) + quantity };
  });
}

/** The need of the narrower goods that fills both. */
function join(narrow: Need, wide: Need, cart: Cart): Need {
  const both = { ...narrow, undiscountable: narrow.undiscountable && wide.undiscountable };
  const largest = (of: 'spend' | 'units', count: (need: Need, cart: Cart) => number): number => {
    const needs = [narrow, wide].filter((need) => need[of]);
    return needs.length && count(both, cart) + Math.max(...needs.map((need) => need[of] - count(need, cart)));
  };
  return { ...both, spend: largest('spend', spendOn), units: largest('units', unitsOf) };
}
