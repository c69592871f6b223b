/**
 * Which coupons can the shopper choose from, and why not the others? Available is what applies to this cart alone:
 * it is applied, or only other coupons stand in its way.
 */
import type { Coupon } from '../../model/coupon.js';
import type { Best, Quote } from '../../model/quote.js';
import type { Reason } from '../../model/refusal.js';
import type { Claim, Held, Offer } from '../../protocol/messages.js';

export interface Choice {
  readonly coupon: Coupon;
  readonly applied: boolean;
  /** Present where it is not in the wallet yet. */
  readonly claim?: Claim | undefined;
  /** Minor units. What it takes off now; where it is not applied, what the best set that has it takes off in all. */
  readonly saves?: number | undefined;
  /** Why it is not available, or what stands in its way. */
  readonly reasons: readonly Reason[];
  /** Present where an order keeps it, or it is not paid yet. */
  readonly kept?: Held;
}

export interface Choices {
  /** In the order of what they save, most first. Choosing changes nothing in it. */
  readonly available: readonly Choice[];
  readonly unavailable: readonly Choice[];
}

export interface ChoicesInput {
  readonly wallet: readonly Held[] | undefined;
  readonly offers: readonly Offer[] | undefined;
  readonly best: Best | undefined;
  readonly quote: Quote | undefined;
}

export function listChoices({ wallet = [], offers = [], best, quote }: ChoicesInput): Choices {
  const found = new Map<string, { coupon: Coupon; claim?: Claim; held?: Held }>();
  for (const held of wallet)
    // Of several claims of one coupon, the one that can be used.
    if (held.state === 'held' || (/^(reserved|pending)$/.test(held.state) && !found.has(held.coupon.id)))
      found.set(held.coupon.id, { coupon: held.coupon, held });
  for (const { coupon, claim } of offers) if (!found.has(coupon.id)) found.set(coupon.id, { coupon, claim });

  const inBest = new Map(best?.applied.map(({ coupon, amount }) => [coupon, amount]));
  const inQuote = new Map(quote?.applied.map(({ coupon, amount }) => [coupon, amount]));
  const refused = new Map(best?.refused.map(({ coupon, reasons }) => [coupon, reasons]));
  const available: (Choice & { rank: number })[] = [];
  const unavailable: Choice[] = [];
  for (const [id, { coupon, claim, held }] of found) {
    const reasons = refused.get(id) ?? [];
    const inTheWay = reasons.find(({ code }) => code === 'outvalued');
    const thisSaves = inTheWay?.params['thisSaves'] as number | undefined;
    const applied = inQuote.has(id);
    const choice = { coupon, claim, applied, reasons, saves: inQuote.get(id) ?? thisSaves ?? inBest.get(id) };
    if (held && held.state !== 'held')
      unavailable.push({
        ...choice,
        reasons: [{ code: held.state, params: {} }],
        kept: held,
      });
    else if (applied || inBest.has(id) || (reasons.length > 0 && reasons.every(isAboutOthers)))
      available.push({ ...choice, rank: inBest.has(id) ? Infinity : (thisSaves ?? 0) });
    else unavailable.push({ ...choice, reasons: reasons.length ? reasons : [whyUnweighed(claim)] });
  }
  return { available: available.sort((a, b) => (a.rank === b.rank ? 0 : b.rank - a.rank)), unavailable };
}

function isAboutOthers({ code }: Reason): boolean {
  return code === 'conflict' || code === 'outvalued';
}

/** What cannot be used now was not weighed at all: the claim says why. */
function whyUnweighed(claim: Claim | undefined): Reason {
  if (!claim) return { code: 'not-found', params: {} };
  const { state, cost, opensAt } = claim;
  if (state === 'available') return { code: 'cost', params: { ...cost } };
  return state === 'upcoming' && opensAt
    ? { code: 'not-started', params: { validFrom: opensAt } }
    : { code: state, params: {} };
}
