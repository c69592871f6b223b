import { normalizeCode } from '../../model/normalize-code.js';
import { canonicalCart } from '../../protocol/canonical-cart.js';
import type { Desired, Verdict } from '../../protocol/messages.js';
import { AdapterError, type Adapter, type Call, type RecheckInput, type VerifyInput } from '../adapter.js';
import { createAsk } from './ask-platform.js';
import { createFeed, isHidden, refuse } from './create-feed.js';
import { createPlatformVerdict, type Wanted } from './create-platform-verdict.js';
import { isOtherwise } from './is-otherwise.js';
import { keepCodes } from './keep-codes.js';
import { keepOwnCodes } from './keep-own-codes.js';
import { isFinal, keepRefusals } from './keep-refusals.js';
import { openStorage } from './open-storage.js';
import type { CouponEntry } from './parse-coupon-list.js';
import type { PlatformOptions } from './platform-options.js';
import type { AskPlatform, CodesAnswer, Platform, PlatformCart, RefusedCode } from './platform.js';
import { toEmptyCart } from './to-empty-cart.js';
import { untilAborted } from './until-aborted.js';
import { watchRequests, type RequestWatch } from './watch-requests.js';

/**
 * Returns the adapter of a shop platform: the platform keeps the cart and has the last word on every price; what can be claimed comes from a feed, and
 * what is claimed or typed is kept in this browser. Codes that others put on the cart stay there, and become the shopper's.
 */
export function createPlatformAdapter(platform: Platform, options: PlatformOptions): Adapter {
  const { server, capabilities } = platform;
  const { coupons = [], engine, fetch = globalThis.fetch, storage: given, now = Date.now } = options;
  const name = `${platform.name} ${server}`;
  const storage = openStorage(given && (() => given));
  const learned = keepCodes(storage, `couponkit ${name} codes`);
  const own = keepOwnCodes(storage, `couponkit ${name} own`);
  const feed = createFeed({
    coupons,
    check: async () => (typeof engine === 'function' ? await engine() : engine).check,
    storage,
    name: `couponkit ${name} claims`,
    others: learned.entries,
    now,
  });
  const closing = new AbortController();
  const refusals = keepRefusals();
  /** The code of each coupon that was wanted. */
  const codes = new Map<string, string>();
  const watches = new Map<() => void, RequestWatch>();
  let current: PlatformCart | undefined;
  /** A cart that was seen by chance, and that the source has yet to tell. */
  let isUntold = false;
  /** As the source told it last, or we have made it since. */
  let told: PlatformCart | undefined;
  let isNews = false;
  let turn: Promise<unknown> = Promise.resolve();
  let verifying = new AbortController();

  const signalsOf = (call: Call) => [call.signal, closing.signal];

  /** One call at a time: what is read between two changes is neither cart. Who gives up does not wait for the end. */
  const inTurn = <T>(signals: readonly AbortSignal[], run: () => Promise<T>): Promise<T> => {
    const result = turn.then(run);
    turn = result.catch(() => {});
    return untilAborted(result, signals);
  };

  const askFor = (call: Call, signals: readonly AbortSignal[] = signalsOf(call)): AskPlatform =>
    createAsk({
      server,
      fetch: (...request) => fetch(...request),
      signals,
      call,
      onRequest: (...request) => watches.forEach((watch) => watch.own(...request)),
    });

  const isSame = (one: string, other: string) => normalizeCode(one) === normalizeCode(other);

  /** Whether its codes must be stated for what it says of them to be true. */
  const isDue = ({ codes }: PlatformCart) => !!platform.keepsOldCodes && codes.length > 0;

  const hasAll = (wanted: readonly string[], { codes }: PlatformCart) =>
    wanted.length === codes.length && wanted.every((code) => codes.some((each) => isSame(each, code)));

  /** Takes what the platform has said of the cart. */
  const take = (next: PlatformCart | undefined): void => {
    const before = current && canonicalCart(current.cart);
    current = next;
    if (!next) return;
    if (canonicalCart(next.cart) !== before && refusals.hasOfCart()) isNews = true;
    for (const { coupon } of learned.entries()) {
      const amount = amountOf(next, coupon.code!);
      if (amount > 0 && learned.learn(coupon.code!, amount, next.cart.currency)) isNews = true;
    }
  };

  const amountOf = ({ discounts }: PlatformCart, code: string): number =>
    Math.round(
      discounts
        .filter((each) => each.code && isSame(each.code, code))
        .reduce((total, { amount }) => total + amount, 0),
    );

  const readCart = async (ask: AskPlatform): Promise<PlatformCart | undefined> => {
    take(await platform.read(ask));
    return current;
  };

  /** Says the codes; where nobody knows what became of it: reads, compares, and says them once more. */
  const setCodes = async (wanted: readonly string[], from: PlatformCart, ask: AskPlatform) => {
    let answer: CodesAnswer;
    try {
      answer = await platform.setCodes(wanted, from, ask);
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      if (error.kind === 'gone') tell(false);
      if (!error.retryable) throw error;
      const found = await platform.read(ask);
      if (!found) throw error;
      answer = hasAll(wanted, found)
        ? { cart: found, refused: [] }
        : await platform.setCodes(wanted, found, ask);
    }
    take(answer.cart);
    told = current;
    return answer;
  };

  const entriesOf = async (call: Call): Promise<readonly CouponEntry[]> => {
    try {
      return (await feed.load(call)).entries;
    } catch {
      // The platform can answer without the feed.
      return learned.entries();
    }
  };

  const wantedOf = (desired: readonly Desired[], entries: readonly CouponEntry[]): readonly Wanted[] =>
    desired.map(({ coupon, code: stated }) => {
      const definition = entries.find((entry) => entry.coupon.id === coupon)?.coupon;
      const code = stated ?? definition?.code ?? codes.get(coupon);
      if (code) codes.set(coupon, code);
      return { coupon, code, definition };
    });

  const judge = async (
    cart: PlatformCart,
    wanted: readonly Wanted[],
    refused: readonly RefusedCode[],
  ): Promise<Verdict> => {
    const key = canonicalCart(cart.cart);
    const reasonOf = ({ coupon, code }: Wanted) =>
      refused.find((each) => code && isSame(each.code, code))?.reason ?? refusals.find(coupon, key);
    const splits = capabilities.allocations === 'native';
    const verdict = await createPlatformVerdict(cart, wanted, reasonOf, isSame, splits, now());
    refusals.take(verdict.outcomes, key);
    for (const { coupon, reasons } of verdict.outcomes) if (reasons.some(isFinal)) learned.forget(coupon);
    return verdict;
  };

  /** Whoever shows the cart hears that it is another: the one that is known here, without another reading, or else one to be read. */
  const tell = (isKnown: boolean) => {
    isUntold = isKnown && watches.size > 0;
    for (const listener of watches.keys()) listener();
  };

  /** Nothing is said of another cart than the one that is meant: whoever shows the cart hears of it first. */
  const requireSame = async ({ cart }: VerifyInput | RecheckInput, given: PlatformCart | undefined) => {
    const found = given ?? toEmptyCart(cart, options.basis);
    if (canonicalCart(found.cart) === canonicalCart(cart)) return found;
    tell(true);
    await new Promise((resolve) => setTimeout(resolve, 0));
    throw new AdapterError('conflict', `${name}: the cart is another one`, { retryable: true });
  };

  const verify = async (input: VerifyInput, call: Call): Promise<Verdict> => {
    verifying.abort();
    verifying = new AbortController();
    const signals = [...signalsOf(call), verifying.signal];
    const ask = askFor(call, signals);
    const entries = await entriesOf(call);
    return inTurn(signals, async () => {
      const wanted = wantedOf(input.desired, entries);
      const found = await requireSame(input, await readCart(ask));
      const stated = wanted.flatMap(({ code }) => code ?? []);
      const known = entries.flatMap(({ coupon }) => coupon.code ?? []);
      own.want(stated, found.codes, known);
      const isOthers = (code: string) => !own.has(code) && !stated.some((each) => isSame(each, code));
      const all = [...stated, ...found.codes.filter(isOthers)];
      if (!current || (hasAll(all, found) && !isDue(found))) return judge(found, wanted, []);
      const { cart, refused } = await setCodes(all, found, ask);
      return judge(await requireSame(input, cart), wanted, refused);
    });
  };

  const recheck = async (input: RecheckInput, call: Call): Promise<Verdict> => {
    const ask = askFor(call);
    const wanted = wantedOf(input.last.outcomes, await entriesOf(call));
    return inTurn(signalsOf(call), async () => {
      const found = await requireSame(input, await readCart(ask));
      if (!isDue(found)) return judge(found, wanted, []);
      const { cart, refused } = await setCodes(found.codes, found, ask);
      return judge(await requireSame(input, cart), wanted, refused);
    });
  };

  /** Codes that somebody else has put on the cart become the shopper's. */
  const adopt = async (call: Call): Promise<void> => {
    const { cart, codes = [] } = current ?? {};
    const entries = await entriesOf(call);
    for (const code of codes) {
      const entry = feed.find(entries, code);
      const amount = amountOf(current!, code);
      // Without effect nothing is known of it: it stays where it is.
      if (!entry && amount > 0) learned.learn(code, amount, cart!.currency);
      const isNew = entry ? isHidden(entry) && !feed.heldOf(entry) : amount > 0;
      if (isNew) await feed.exchange({ code }, call);
    }
  };

  /** A code that the feed does not know, or that is held and may be on the cart no more: the platform is asked by trying it. */
  const tryCode = async (code: string, isHeld: boolean, call: Call, ask: AskPlatform) => {
    const before = await readCart(ask);
    if (!before) return refuse('unknown-code');
    const { cart, refused } = await setCodes([...before.codes, code], before, ask);
    const amount = amountOf(cart, code);
    if (amount > 0) {
      const spelt = cart.codes.find((each) => isSame(each, code));
      if (!isHeld) learned.learn(spelt ?? code, amount, cart.cart.currency);
      const answer = (await findHeld(code, call)) ?? (await feed.exchange({ code }, call));
      // It takes something off now, whether it is part of the best set or not.
      isNews = true;
      tell(true);
      return answer;
    }
    // What takes nothing off does not stay on the cart unseen.
    if (!hasAll(before.codes, cart)) await setCodes(before.codes, cart, ask);
    const reason = refused.find((each) => isSame(each.code, code))?.reason;
    return reason ? { refused: reason } : refuse('unspecified');
  };

  const findHeld = async (code: string, call: Call) => {
    const { wallet } = await feed.offers(call);
    const held = wallet.find(({ coupon, state }) => state === 'held' && isSame(coupon.code ?? '', code));
    return held && { held, fresh: false };
  };

  return {
    name,
    capabilities: {
      verify: 'native',
      offers: 'emulated',
      claim: 'emulated',
      exchange: 'emulated',
      reserve: 'missing',
      campaigns: 'missing',
      ...capabilities,
    },
    verify,
    recheck,
    async offers(_, call) {
      await adopt(call);
      return refusals.apply(await feed.offers(call), current && canonicalCart(current.cart));
    },
    claim: (request, call) => feed.claim(request, call),
    async exchange(request, call) {
      const ask = askFor(call);
      const answer = await feed.exchange(request, call);
      const refused = 'refused' in answer ? answer.refused.code : '';
      const isHeld = refused === 'shopper-limit';
      return isHeld || refused === 'unknown-code'
        ? inTurn(signalsOf(call), () => tryCode(request.code, isHeld, call, ask))
        : answer;
    },
    cart: () => ({
      async read(call) {
        const ask = askFor(call);
        if (!isUntold) await inTurn(signalsOf(call), () => readCart(ask));
        isUntold = false;
        const news = isNews || isOtherwise(told, current);
        told = current;
        isNews = false;
        return { ...(current && { cart: current.cart }), isNews: news };
      },
      watch(listener) {
        const watch = watchRequests({ ...platform, server }, () => {
          isUntold = false;
          listener();
        });
        watches.set(listener, watch);
        return () => {
          watches.delete(listener);
          watch.stop();
        };
      },
    }),
    async close() {
      closing.abort();
      for (const watch of watches.values()) watch.stop();
    },
  };
}
