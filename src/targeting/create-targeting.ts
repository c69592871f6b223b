/**
 * Shows the right offer to the right shopper at the right goods (人货场), by a merchant's rules. Without consent it does nothing at all: it stores nothing, asks
 * nobody, listens to nothing. When consent is withdrawn, what was stored is gone.
 */
import type { Campaigns } from '../stores/campaigns.js';
import type { Session } from '../stores/session.js';
import { CouponError } from '../money/coupon-error.js';
import { chooseOffer, type TargetingFacts } from './choose-offer.js';
import { createPageStorage, keepMemory, type TargetingStorage } from './keep-memory.js';
import {
  rememberCart,
  rememberDismissed,
  rememberShown,
  rememberTime,
  rememberVisit,
  type Moment,
  type TargetingMemory,
} from './memory.js';
import { parseRules } from './parse-rules.js';
import { hasPlacement, placeOffer, type PlacedOffer } from './place-offer.js';
import type { SceneProduct, TargetedOffer, TargetingRule } from './rule.js';
import { watchLeaving } from './watch-leaving.js';
import { stepSeconds, watchTime } from './watch-time.js';

export interface TargetingOptions {
  readonly session: Session;
  /** What a merchant has written: `{ "targeting": […], "limits"?: … }`. */
  readonly rules: unknown;
  /** Whether the shopper has agreed already. Default false. */
  readonly consent?: boolean;
  readonly scene?: Scene;
  /** Where it is remembered. Default `localStorage`. */
  readonly storage?: TargetingStorage;
}

/** What the page is about. */
export interface Scene {
  /** Absent: no single product. */
  readonly product?: SceneProduct | undefined;
  /** What the merchant calls the page. */
  readonly tags?: readonly string[] | undefined;
}

export interface Targeting {
  /** The shopper agrees, or agrees no longer: then all that was remembered is forgotten, and what is shown goes. */
  consent(given: boolean): void;
  /** The page is another one now, without having been loaded anew. */
  setScene(scene: Scene): void;
  /** The shopper wants the offer gone that is shown; a `coupon-dismissed` of its element says the same. */
  dismiss(): void;
  /** Ends everything; what is remembered stays. */
  destroy(): void;
}

/** @throws CouponError that names the place where the rules are wrong */
export function createTargeting(options: TargetingOptions): Targeting {
  const { session, storage = createPageStorage() } = options;
  const parsed = parseRules(options.rules);
  if (!parsed.ok) {
    const { path, code } = parsed.problems[0]!;
    throw new CouponError('invalid-argument', `rules.${path}`, code);
  }
  const rules = parsed.value;
  const asksFor = (...names: readonly (keyof TargetingRule['when'])[]) =>
    rules.targeting.some(({ when }) => names.some((name) => when[name] !== undefined));
  let scene = options.scene ?? {};
  /** There while the shopper agrees. */
  let watching: AbortController | undefined;
  let campaigns: Campaigns | undefined;
  let isLeaving = false;
  let shown: { readonly rule: TargetingRule; readonly placed: PlacedOffer } | undefined;

  const moment = (): Moment => {
    const now = session.now();
    const date = new Date(now);
    // The shopper's own calendar.
    const local = new Date(now - date.getTimezoneOffset() * 60_000);
    return { now, day: local.toISOString().slice(0, 10) };
  };

  const memory = keepMemory(storage, moment);

  const canShow = (offer: TargetedOffer) => {
    const { coupon, campaign } = offer;
    const state =
      coupon === undefined
        ? campaigns?.$campaigns.get()?.find(({ id }) => id === campaign)?.state
        : session.$offers.get()?.find((each) => each.coupon.id === coupon)?.claim.state;
    return (state === 'available' || state === 'sign-in') && hasPlacement(offer);
  };

  const choose = (known: TargetingMemory) => {
    // Never two at once, and what is seen stays where it is.
    if (shown || !watching) return;
    const facts: TargetingFacts = {
      ...moment(),
      shopper: session.$shopper.get(),
      cart: session.$cart.get(),
      product: scene.product,
      pageTags: scene.tags ?? [],
      leaving: isLeaving,
      canShow,
    };
    const rule = chooseOffer(rules, facts, known);
    if (!rule) return;
    shown = { rule, placed: placeOffer(rule.show) };
    memory.change((before, at) => rememberShown(before, rule, at));
  };

  const look = () => choose(memory.change(rememberVisit));

  const followCart = () => {
    const cart = session.$cart.get();
    choose(memory.change((before, at) => (cart ? rememberCart(before, cart, at) : before)));
  };

  const countTime = () => {
    const id = scene.product?.product;
    choose(
      memory.change((before, at) =>
        id === undefined ? rememberVisit(before, at) : rememberTime(before, id, stepSeconds, at),
      ),
    );
  };

  const leave = () => {
    isLeaving = true;
    look();
  };

  const hide = () => {
    shown?.placed.remove();
    shown = undefined;
  };

  const dismiss = () => {
    if (!shown) return;
    const { rule } = shown;
    hide();
    memory.change((before, at) => rememberDismissed(before, rule, rules.limits, at));
  };

  const dismissByElement = (event: Event) => {
    const path = event.composedPath();
    if (shown?.placed.elements.some((element) => path.includes(element))) dismiss();
  };

  const loadCampaigns = async (signal: AbortSignal) => {
    // It rejects where the adapter has none, or they do not load: then no rule shows one.
    const loaded = await session.campaigns().catch(() => undefined);
    if (!loaded || signal.aborted) return;
    campaigns = loaded;
    onAbort(signal, loaded.$campaigns.listen(look));
    if (loaded.$campaigns.get()) look();
    else await loaded.load();
  };

  const start = () => {
    if (watching) return;
    watching = new AbortController();
    const { signal } = watching;
    memory.change(rememberVisit);
    for (const $store of [session.$offers, session.$shopper]) onAbort(signal, $store.listen(look));
    onAbort(signal, session.$cart.listen(followCart));
    document.addEventListener('coupon-dismissed', dismissByElement, { signal });
    // In another tab the shopper agrees no longer.
    memory.whenForgotten(stop, signal);
    if (asksFor('leaving')) watchLeaving(leave, signal);
    if (asksFor('secondsOnProduct', 'cartIdleMinutes')) watchTime(countTime, signal);
    if (rules.targeting.some(({ show }) => show.coupon !== undefined)) void session.loadOffers();
    if (rules.targeting.some(({ show }) => show.campaign !== undefined)) void loadCampaigns(signal);
    followCart();
  };

  const stop = () => {
    watching?.abort();
    watching = undefined;
    campaigns = undefined;
    isLeaving = false;
    hide();
  };

  if (options.consent) start();

  return {
    consent(given) {
      if (given) return start();
      stop();
      memory.forget();
    },
    setScene(next) {
      scene = next;
      isLeaving = false;
      hide();
      if (watching) look();
    },
    dismiss,
    destroy: stop,
  };
}

function onAbort(signal: AbortSignal, run: () => void): void {
  signal.addEventListener('abort', run, { once: true });
}
