import type { Cart } from '../model/cart.js';
import type { Coupon } from '../model/coupon.js';
import type { Parsed, Problem } from '../model/problem.js';
import { parseCart } from '../model/parse-cart.js';
import type { Quote } from '../model/quote.js';
import type { Reason } from '../model/refusal.js';
import { canonicalCart } from '../protocol/canonical-cart.js';
import type { Desired, Outcome, QuoteRequest, Verdict } from '../protocol/messages.js';
import { claimState } from './claim-state.js';
import { isFor, type BookEntry } from './coupon-book.js';
import { isFileCatalog } from './file-catalog.js';
import { personalCoupon } from './personal-coupon.js';
import { readWallet, type Wallet } from './wallet.js';
import type { Call, Services } from './route.js';
import { sha256 } from './sha256.js';
import { signToken } from './token.js';

/**
 * What does this cart really cost? With the server's prices, definitions, clock and knowledge of the shopper; what the page says of these is
 * compared, never believed. The token promises the price, and comes only where the shopper holds every coupon that takes something off.
 */
export async function createVerdict(
  { cart, desired }: QuoteRequest,
  call: Call,
  services: Services,
): Promise<Parsed<Verdict>> {
  const priced = await resolveCart(cart, services);
  if (!priced.ok) return priced;
  const { identity, now } = call;
  const { book, catalog, keys } = services;
  const wallet = await readWallet(call, services);
  const admissions = desired.map((wish) => admit(wish, wallet, call, services));
  const quote = priceWithin(priced.value, admissions, wallet, call, services);
  const prices = differences(cart, priced.value);
  const [asked, known] = [canonicalCart(cart), canonicalCart(priced.value)];
  const cartHash = await sha256(asked);
  const proof =
    identity && quote.applied.every(({ coupon }) => wallet.holdingOf(coupon))
      ? await signToken(
          {
            sub: identity.subject,
            // As a rule the page knows the cart as we do.
            cart: known === asked ? cartHash : await sha256(known),
            coupons: quote.applied.map(({ coupon, amount }) => ({
              coupon,
              held: wallet.holdingOf(coupon)!.id,
              version: book.byId(coupon)!.version,
              amount,
            })),
            total: quote.payable,
            currency: quote.currency,
          },
          await keys(),
          now,
        )
      : undefined;
  return {
    ok: true,
    value: {
      cartHash,
      at: now,
      outcomes: outcomesOf(desired, admissions, quote),
      automatic: [],
      totals: {
        subtotal: quote.subtotal,
        discount: quote.discount,
        shipping: quote.shipping,
        payable: quote.payable,
        basis: catalog.basis,
      },
      ...(prices.length > 0 && { prices }),
      quote,
      ...proof,
    },
  };
}

/** Returns the cart as the server knows it. Problems name places of the request: `cart.lines[2].product`. */
export async function resolveCart(cart: Cart, { catalog }: Pick<Services, 'catalog'>): Promise<Parsed<Cart>> {
  const resolved = await catalog.resolve(cart);
  // What a merchant's own catalogue gives comes from outside; ours has been parsed.
  const checked = resolved.ok && !isFileCatalog(catalog) ? parseCart(resolved.value) : resolved;
  return checked.ok ? checked : { ok: false, problems: checked.problems.map(inCart) };
}

function inCart(problem: Problem): Problem {
  return { ...problem, path: problem.path ? `cart.${problem.path}` : 'cart' };
}

/** Whether a wish may be priced at all: what is held may, and what could be claimed at once for nothing. */
type Admission = { readonly coupon: Coupon } | { readonly refused: Reason };

function admit(
  { coupon }: Desired,
  wallet: Wallet,
  { identity }: Call,
  { book, isoInZone }: Services,
): Admission {
  const entry = book.byId(coupon);
  const refuse = (code: string, params: Reason['params'] = {}): Admission => ({ refused: { code, params } });
  if (!entry) return refuse('not-held');
  const holding = wallet.holdingOf(coupon);
  if (holding) return { coupon: personalCoupon(entry.coupon, holding, isoInZone) };
  const circumstances = wallet.circumstancesOf(entry);
  const state = claimState(entry, circumstances);
  // Nobody learns from here whether a hidden coupon exists.
  const isOpen = isFor(entry, identity) && !entry.hidden && !entry.terms.cost;
  if (isOpen && state === 'available') return { coupon: entry.coupon };
  const { holdings } = circumstances;
  const waiting = holdings.find(({ until }) => until !== undefined);
  if (waiting) return refuse(waiting.state, { until: new Date(waiting.until!).toISOString() });
  const expired = holdings.find(({ state: each }) => each === 'held');
  if (expired) return refuse('expired', { validUntil: isoInZone(expired.validUntil!) });
  if (holdings.length > 0) return refuse('used');
  return isOpen ? refuse(state, paramsOf(state, entry)) : refuse('not-held');
}

function paramsOf(state: string, { coupon, terms }: BookEntry): Reason['params'] {
  if (state === 'upcoming') return { opensAt: terms.opensAt };
  if (state === 'ended') return { closesAt: terms.closesAt ?? coupon.validUntil };
  return {};
}

/** Prices the cart with what is admitted. What takes off more than is left of its budget is refused instead, in its place. */
function priceWithin(
  cart: Cart,
  admissions: Admission[],
  wallet: Wallet,
  call: Call,
  services: Services,
): Quote {
  for (;;) {
    const coupons = admissions.flatMap((admission) => ('coupon' in admission ? [admission.coupon] : []));
    const quote = price(cart, coupons, call, services);
    const overdrawn = quote.applied.find(({ coupon, amount }) => {
      const entry = services.book.byId(coupon)!;
      const { budget } = entry.terms;
      return budget !== undefined && amount > budget - wallet.circumstancesOf(entry).count.spent;
    });
    if (!overdrawn) return quote;
    const index = admissions.findIndex(
      (admission) => 'coupon' in admission && admission.coupon.id === overdrawn.coupon,
    );
    admissions[index] = { refused: { code: 'sold-out', params: {} } };
  }
}

/** Prices a cart that the catalogue has resolved, for whoever asks. */
export function price(cart: Cart, coupons: readonly Coupon[], call: Call, services: Services): Quote {
  const { engine, policy } = services;
  const shopper = call.identity?.shopper;
  return engine.quote(cart, coupons, { now: call.now, policy, ...(shopper && { shopper }) });
}

function outcomesOf(
  desired: readonly Desired[],
  admissions: readonly Admission[],
  { applied, refused }: Quote,
): Outcome[] {
  const amounts = new Map(applied.map(({ coupon, amount }) => [coupon, amount]));
  const refusals = new Map(refused.map(({ coupon, reasons }) => [coupon, reasons]));
  return desired.map(({ coupon }, index) => {
    const admission = admissions[index]!;
    if ('refused' in admission) return { coupon, state: 'rejected', reasons: [admission.refused] };
    const amount = amounts.get(coupon);
    return amount === undefined
      ? { coupon, state: 'rejected', reasons: refusals.get(coupon) ?? [] }
      : { coupon, state: 'effective', reasons: [], amount };
  });
}

function differences(page: Cart, server: Cart): NonNullable<Verdict['prices']> {
  const prices = new Map(server.lines.map(({ id, unitPrice }) => [id, unitPrice]));
  return page.lines.flatMap(({ id, unitPrice }) => {
    const after = prices.get(id);
    return after === undefined || after === unitPrice ? [] : [{ line: id, before: unitPrice, after }];
  });
}

/** Whether a coupon reaches any line of a cart, whatever else may hinder it. */
export function reaches(coupon: Coupon, cart: Cart, { engine, policy }: Services, now: number): boolean {
  const { refused } = engine.quote(cart, [coupon], { now, policy });
  const codes = refused.flatMap(({ reasons }) => reasons.map(({ code }) => code));
  return !codes.includes('no-eligible-items') && !codes.includes('wrong-currency');
}
