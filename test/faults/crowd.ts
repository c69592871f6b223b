import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { NoAnswerError, type Answer } from './ask.js';
import type { Random } from './random.js';
import { cartOf, claimsOf, type Customer } from './shop.js';
import type { Stage } from './stage.js';
import type { Instance } from './start-instance.js';
import type { Store } from './store.js';

/** Many shoppers, and the shop's backend, who do whatever one may do in any order, and repeat what was not answered. */
export interface Crowd {
  /** So many of them are at it at any time, until it is over. */
  run(workers: number, isOver: () => boolean): Promise<void>;
  /** When the first thing after this moment was done, by any instance or by the one at an address; `Infinity`: never. */
  successAfter(at: number, address?: string): number;
  readonly tally: Readonly<Record<'asked' | 'done' | 'refused' | 'unavailable' | 'unanswered', number>>;
  /** How much of what was acknowledged there is. */
  acknowledged(): Readonly<Record<string, number>>;
  /** Answers that no fault outside of the servers explains. */
  readonly faults: readonly string[];
  /** What was acknowledged and is not in the store. */
  lost(store: Pick<Store, 'select'>): Promise<readonly string[]>;
}

export interface CrowdOptions {
  readonly shoppers: number;
  /** What they claim. */
  readonly coupons: readonly string[];
  /** What only campaigns give. Default: nothing. */
  readonly given?: readonly string[];
  /** Draws and packs, by their ids. Default: none. */
  readonly campaigns?: readonly string[];
  /** By its id, a campaign of invitations. Default: none. */
  readonly invite?: string;
}

/** What one may be told without anything being wrong. */
const refusals = new Set([
  'sold-out',
  'shopper-limit',
  'not-held',
  'already-reserved',
  'too-many-holds',
  'hold-ended',
  'already-extended',
  'other-order',
  'price-changed',
  'more-than-remains',
  'other-mode',
  'rate-limited',
  'taken',
  'points-too-few',
  'own-invitation',
  'already-invited',
]);

const triesEach = 8;

interface Outcome {
  readonly shopper: string;
  readonly state: string;
  readonly participation: { readonly id: string; readonly held: readonly { readonly id: string }[] };
  readonly codes: readonly { readonly code: string }[];
}

interface Reserved {
  readonly hold: string;
  readonly cartHash: string;
  readonly customer: Customer;
}

/** Returns what tells when so many milliseconds are over. */
export function afterMs(ms: number): () => boolean {
  const endAt = performance.now() + ms;
  return () => performance.now() >= endAt;
}

export function createCrowd(
  stage: Stage,
  random: Random,
  { shoppers, coupons, given = [], campaigns = [], invite }: CrowdOptions,
): Crowd {
  const customers = Array.from({ length: shoppers }, (_, index) => stage.customer(`crowd-${index}`));
  const successes: { readonly at: number; readonly address: string }[] = [];
  const tally = { asked: 0, done: 0, refused: 0, unavailable: 0, unanswered: 0 };
  const faults: string[] = [];
  /** Whose they are. */
  const claims = new Map<string, string>();
  const holds = new Set<string>();
  const redemptions = new Map<string, string>();
  const reversals = new Set<string>();
  const issues = new Set<string>();
  const invitations = new Set<string>();
  const codes = new Set<string>();
  const open: Reserved[] = [];
  const paid: string[] = [];
  const untyped: string[] = [];

  /** Asks until there is an answer; the same key each time, any instance. `undefined`: refused, or never answered. */
  async function insist(send: (instance: Instance) => Promise<Answer>): Promise<Answer | undefined> {
    for (let turn = 0; turn < triesEach; turn++) {
      const instance = random.pick(stage.instances);
      tally.asked += 1;
      try {
        const answer = await send(instance);
        if (answer.status < 300) {
          tally.done += 1;
          successes.push({ at: performance.now(), address: instance.address });
          return answer;
        }
        if (answer.status === 503 && answer.body?.code === 'unavailable') tally.unavailable += 1;
        else {
          tally.refused += 1;
          if (!refusals.has(answer.body?.code)) faults.push(`${answer.status} ${answer.text}`);
          return undefined;
        }
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        tally.unanswered += 1;
      }
      await wait(50 + random.below(150));
    }
    return undefined;
  }

  async function claim(): Promise<void> {
    const [customer, coupon, key] = [random.pick(customers), random.pick(coupons), randomUUID()];
    const answer = await insist((instance) => customer.claim(instance, coupon, key));
    if (!answer) return;
    const { id, state } = answer.body.held;
    claims.set(id, `shopper:${customer.name}`);
    const confirmKey = randomUUID();
    // It waits for its money; some never pay.
    if (state === 'pending' && random.chance(0.8))
      await insist((instance) => stage.backend.confirm(instance, id, confirmKey));
  }

  async function reserve(): Promise<void> {
    const [customer, key] = [random.pick(customers), randomUUID()];
    const cart = cartOf({ tea: 1 + random.below(3), cup: random.below(3), wrap: random.below(2) });
    const desired = [...coupons, ...given].filter(() => random.chance(0.6));
    const quoted = await insist((instance) => customer.quote(instance, cart, desired));
    const token = quoted?.body.token as string | undefined;
    if (token === undefined || quoted?.body.quote.applied.length === 0) return;
    const answer = await insist((instance) => customer.reserve(instance, token, cart, key));
    if (!answer) return;
    const hold = answer.body.hold.id as string;
    holds.add(hold);
    open.push({ hold, cartHash: claimsOf(token).cart, customer });
  }

  async function redeem(): Promise<void> {
    // Sometimes it stays among the open ones: then it is paid twice, or released after it was paid.
    const reserved = takeOne(open, random.chance(0.8));
    if (!reserved) return;
    const { hold, cartHash, customer } = reserved;
    const [order, key, reportKey] = [`order-${randomUUID()}`, randomUUID(), randomUUID()];
    const answer = await insist((instance) => stage.backend.redeem(instance, { hold, order, cartHash }, key));
    if (!answer) return;
    redemptions.set(hold, order);
    paid.push(hold);
    remember(answer.body.outcomes);
    // For the mail, as it were.
    if (campaigns.length === 0 || random.chance(0.7)) return;
    const { total: amount, currency } = answer.body.redemption;
    const event = { on: 'order', shopper: customer.name, order, amount, currency };
    const told = await insist((instance) => stage.backend.trigger(instance, event, reportKey));
    remember(told?.body.outcomes);
  }

  /** What was given, and the codes that nobody has typed yet. */
  function remember(outcomes: readonly Outcome[] = []): void {
    for (const { state, participation, shopper, codes: own } of outcomes) {
      if (state !== 'issued') continue;
      issues.add(participation.id);
      for (const { id } of participation.held) claims.set(id, shopper);
      for (const { code } of own) {
        if (!codes.has(code)) untyped.push(code);
        codes.add(code);
      }
    }
  }

  async function participate(campaign: string, invitation?: string): Promise<void> {
    const [customer, key] = [random.pick(customers), randomUUID()];
    const answer = await insist((instance) => customer.participate(instance, campaign, invitation, key));
    if (!answer) return;
    const { participation } = answer.body;
    remember([{ shopper: `shopper:${customer.name}`, state: 'issued', participation, codes: [] }]);
  }

  /** Makes a link, or follows one. */
  async function befriend(campaign: string): Promise<void> {
    const link = random.chance(0.7) ? takeOne([...invitations], false) : undefined;
    if (link !== undefined) return participate(campaign, link);
    const [customer, key] = [random.pick(customers), randomUUID()];
    const answer = await insist((instance) => customer.invite(instance, campaign, key));
    if (answer) invitations.add(answer.body.invitation.code);
  }

  async function exchange(): Promise<void> {
    const [customer, code, key] = [random.pick(customers), takeOne(untyped, true), randomUUID()];
    if (code === undefined) return;
    const answer = await insist((instance) => customer.exchange(instance, code, key));
    if (answer) claims.set(answer.body.held.id, `shopper:${customer.name}`);
  }

  async function givePoints(): Promise<void> {
    const [shopper, key] = [random.pick(customers).name, randomUUID()];
    await insist((instance) => stage.backend.givePoints(instance, { shopper, points: 5 }, key));
  }

  async function reverse(): Promise<void> {
    const redemption = takeOne(paid, random.chance(0.3));
    if (redemption === undefined) return;
    const key = randomUUID();
    const body = random.chance(0.4)
      ? {}
      : {
          returned: [{ line: 'tea', quantity: 1 }],
          shipping: random.chance(0.5),
          mode: random.pick(['proportional', 'recalculated']),
        };
    const answer = await insist((instance) => stage.backend.reverse(instance, redemption, body, key));
    if (answer) reversals.add(answer.body.reversal.id);
  }

  async function release(): Promise<void> {
    const reserved = takeOne(open, random.chance(0.8));
    const key = randomUUID();
    if (reserved) await insist((instance) => reserved.customer.release(instance, reserved.hold, key));
  }

  async function extend(): Promise<void> {
    const reserved = takeOne(open, false);
    const key = randomUUID();
    if (reserved) await insist((instance) => reserved.customer.extend(instance, reserved.hold, key));
  }

  function takeOne<Value>(values: Value[], isGone: boolean): Value | undefined {
    if (values.length === 0) return undefined;
    const index = random.below(values.length);
    return isGone ? values.splice(index, 1)[0] : values[index];
  }

  const acts = [
    ...[claim, claim, claim, reserve, reserve, reserve, reserve, reserve, reserve],
    ...[redeem, redeem, redeem, reverse, release, extend],
    ...campaigns.map((campaign) => () => participate(campaign)),
    ...(campaigns.length > 0 ? [exchange, givePoints] : []),
    ...(invite === undefined ? [] : [() => befriend(invite)]),
  ];
  return {
    async run(workers, isOver) {
      const work = async (): Promise<void> => {
        while (!isOver()) {
          await random.pick(acts)();
          // Nothing to do is no reason to keep the machine busy.
          await wait(1);
        }
      };
      await Promise.all(Array.from({ length: workers }, work));
    },
    successAfter: (after, address) =>
      successes.find(({ at, address: by }) => at > after && (address === undefined || by === address))?.at ??
      Infinity,
    tally,
    acknowledged: () => ({
      claims: claims.size,
      holds: holds.size,
      redemptions: redemptions.size,
      reversals: reversals.size,
      ...(campaigns.length > 0 && { issues: issues.size, invitations: invitations.size, codes: codes.size }),
    }),
    faults,
    async lost({ select }) {
      const ids = async (text: string) => new Set((await select<{ id: string }>(text)).map(({ id }) => id));
      const granted = await ids("SELECT id || ' ' || shopper AS id FROM claim WHERE state <> 'given-up'");
      const reserved = await ids(`SELECT id FROM hold`);
      const redeemed = await ids(
        "SELECT id || ' ' || order_id AS id FROM hold WHERE state IN ('redeemed', 'reversed')",
      );
      const reversed = await ids('SELECT id FROM reversal');
      const issued = await ids('SELECT id FROM issue');
      const invited = await ids('SELECT code AS id FROM invitation');
      return [
        ...[...claims]
          .filter(([id, shopper]) => !granted.has(`${id} ${shopper}`))
          .map(([id, shopper]) => `lost claim ${id} of ${shopper}`),
        ...[...holds].filter((id) => !reserved.has(id)).map((id) => `lost hold ${id}`),
        ...[...redemptions]
          .filter(([hold, order]) => !redeemed.has(`${hold} ${order}`))
          .map(([hold]) => `lost redemption ${hold}`),
        ...[...reversals].filter((id) => !reversed.has(id)).map((id) => `lost reversal ${id}`),
        ...[...issues].filter((id) => !issued.has(id)).map((id) => `lost participation ${id}`),
        ...[...invitations].filter((code) => !invited.has(code)).map((code) => `lost invitation ${code}`),
      ];
    },
  };
}
