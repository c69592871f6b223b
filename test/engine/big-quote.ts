import type { Cart, Coupon, Line } from '../../src/model/index.js';

/**
 * A second program for `semantics`, without a single rounded number: what coupons that take an amount or a percentage off come to, one a layer, in
 * the order of the layers. It knows nothing else, and shares nothing with the engine.
 */

export interface SimpleCoupon extends Coupon {
  readonly layer: 'item' | 'shop' | 'platform' | 'payment';
  readonly scope?: { readonly products: readonly string[] };
  readonly conditions?: { readonly minSpend?: number };
  readonly benefit:
    | { readonly kind: 'amount'; readonly amount: number }
    | { readonly kind: 'percent'; readonly percentOff: number; readonly maxAmount?: number };
}

export interface BigQuote {
  readonly payable: bigint;
  /** In the order of application: id, amount, what the platform bears. */
  readonly applied: readonly (readonly [string, bigint, bigint])[];
  /** By line, by id: what is left, and each coupon's share that is not 0. */
  readonly lines: ReadonlyMap<string, { payable: bigint; shares: [string, bigint, bigint][] }>;
}

export function bigQuote(cart: Cart, coupons: readonly SimpleCoupon[], on: 'list' | 'residual'): BigQuote {
  const lines = [...cart.lines].sort((a, b) => (a.id < b.id ? -1 : 1));
  const list = lines.map(({ unitPrice, quantity }) => BigInt(unitPrice) * BigInt(quantity));
  const floors = lines.map(
    ({ unitPrice, minUnitPrice = 0, quantity }) =>
      BigInt(Math.min(unitPrice, minUnitPrice)) * BigInt(quantity),
  );
  const left = [...list];
  const answer = new Map(
    lines.map(({ id }) => [id, { payable: 0n, shares: [] as [string, bigint, bigint][] }]),
  );
  const applied: [string, bigint, bigint][] = [];

  const order = ['item', 'shop', 'platform', 'payment'];
  for (const coupon of [...coupons].sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer))) {
    const reached = lines.map((_, index) => index).filter((index) => isInScope(lines[index]!, coupon));
    const total = (amounts: readonly bigint[]): bigint => sum(reached.map((index) => amounts[index]!));
    if (total(on === 'list' ? list : left) < BigInt(coupon.conditions?.minSpend ?? 0)) continue;
    const room = reached.map((index) => left[index]! - floors[index]!);
    const wanted = worth(coupon.benefit, total(left));
    const amount = wanted < sum(room) ? wanted : sum(room);
    if (!amount) continue;
    const shares = divide(
      amount,
      reached.map((index) => left[index]!),
      room,
    );
    const platform = percentOf(amount, coupon.funding?.platform ?? 100);
    const parts = divide(platform, shares);
    applied.push([coupon.id, amount, platform]);
    reached.forEach((index, position) => {
      left[index]! -= shares[position]!;
      if (shares[position])
        answer.get(lines[index]!.id)!.shares.push([coupon.id, shares[position], parts[position]!]);
    });
  }
  lines.forEach(({ id }, index) => (answer.get(id)!.payable = left[index]!));
  return { payable: sum(left), applied, lines: answer };
}

function isInScope({ product, discountable }: Line, { scope }: SimpleCoupon): boolean {
  return discountable !== false && (!scope || scope.products.includes(product));
}

function worth(benefit: SimpleCoupon['benefit'], base: bigint): bigint {
  if (benefit.kind === 'amount') return BigInt(benefit.amount);
  const part = percentOf(base, benefit.percentOff);
  return benefit.maxAmount !== undefined && part > BigInt(benefit.maxAmount)
    ? BigInt(benefit.maxAmount)
    : part;
}

/** Half up. */
export function percentOf(amount: bigint, percent: number): bigint {
  return (2n * amount * BigInt(Math.round(percent * 100)) + 10_000n) / 20_000n;
}

/** In proportion to the weights, none above its cap, by largest remainder; equal ones to the first. */
export function divide(total: bigint, weights: readonly bigint[], caps?: readonly bigint[]): bigint[] {
  const shares = weights.map(() => 0n);
  const open = new Set(weights.flatMap((weight, index) => (weight ? [index] : [])));
  const weight = (): bigint => sum([...open].map((index) => weights[index]!));
  let rest = total;
  for (let isDone = !caps; !isDone;) {
    const of = weight();
    const full = [...open].filter((index) => (rest * weights[index]!) / of >= caps![index]!);
    for (const index of full) {
      shares[index] = caps![index]!;
      open.delete(index);
    }
    rest = total - sum(shares);
    isDone = !full.length;
  }
  const of = weight();
  const remainders: [bigint, number][] = [];
  for (const index of open) {
    shares[index] = (rest * weights[index]!) / of;
    remainders.push([(rest * weights[index]!) % of, index]);
  }
  remainders.sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? 1 : -1));
  const odd = Number(total - sum(shares));
  for (const [, index] of remainders.slice(0, odd)) shares[index]!++;
  return shares;
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
