import { randomUUID } from 'node:crypto';
import type { Command } from '../command.js';
import type { Grant, Issue, IssueAttempt, IssuedCode, IssueRefusal, Prize } from '../issuing.js';
import type { Decision, Holding } from '../ledger.js';
import { campaignKey, type ClaimRow, type IssueRow } from '../rows.js';
import type { WorkingSet } from '../working-set.js';
import { freeOrdinal, takePoints } from './claim.js';
import { done, holdingOf } from './decision.js';
import { codeHolder, createCode } from './exchange-code.js';
import { addCredit } from './hold-pieces.js';

type IssueDecision = Decision<Issue, IssueRefusal>;

/** All odds together, basis points. */
const certainBps = 10_000;

/** A shopper takes part in a campaign. @param dayOf the ledger's day of an instant, `2026-11-22` */
export function issue(attempt: IssueAttempt, dayOf: (at: number) => string): Command<IssueDecision> {
  const { campaign, shopper, occasion, invitation, prizes, limits, cost } = attempt;
  const coupons = prizes.flatMap(({ grants }) => grants.map(({ coupon }) => coupon));
  return {
    keyed: attempt,
    needs: {
      campaigns: [campaignKey(campaign), ...prizes.map(({ id }) => campaignKey(campaign, id))],
      coupons,
      shoppers: [shopper],
      pieces: coupons.map((coupon) => ({ coupon, shopper })),
      issues: { campaign, shopper, ...(occasion !== undefined && { occasion }) },
      ...(invitation !== undefined && { invitations: [invitation] }),
    },
    decide(set) {
      const day = dayOf(set.now);
      const refusal =
        refuseInvitation(set, attempt) ??
        (mayTakePart(set, attempt, day) ? undefined : 'taken') ??
        (isLeft(set, attempt) ? undefined : 'sold-out');
      if (refusal) return { state: refusal };
      if (!takePoints(set, shopper, cost?.points ?? 0)) return { state: 'points-too-few' };

      const prize = draw(attempt);
      const given = prize && isAvailable(set, attempt, prize) ? prize : undefined;
      count(set, attempt, given);
      const codes: IssuedCode[] = [];
      const pieces = (given?.grants ?? []).map((grant) => {
        if (!grant.byCode) return give(set, attempt, grant);
        const code = createCode();
        codes.push({ coupon: grant.coupon, code });
        return give(set, { ...attempt, shopper: codeHolder(code) }, grant);
      });
      const points = given?.points ?? 0;
      const account = set.accounts.get(shopper)!;
      if (points > 0) set.accounts.change({ ...account, points: account.points + points });

      const earlier = issuesOf(set, attempt);
      const today = earlier.filter((each) => each.day === day);
      const row: IssueRow = {
        id: randomUUID(),
        campaign,
        shopper,
        ordinal: earlier.length + 1,
        per_shopper: limitWith(earlier, attempt, limits.perShopper),
        day,
        day_ordinal: today.length + 1,
        per_day: limitWith(today, attempt, limits.perShopperPerDay),
        at: set.now,
        occasion: occasion ?? null,
        invitation: invitation ?? null,
        prize: given?.id ?? null,
        points,
        claims: JSON.stringify(pieces.map(({ id }) => id)),
      };
      set.issues.add(row);
      set.record({
        event: 'issued',
        issue: row.id,
        campaign,
        prize: given?.id,
        claims: pieces.map(({ id }) => id),
        points,
        cost: cost?.points,
      });
      const own = pieces.filter((piece) => piece.shopper === shopper);
      return done(issueOf(row, own.map(holdingOf), codes));
    },
  };
}

function issueOf(row: IssueRow, holdings: readonly Holding[], codes: readonly IssuedCode[]): Issue {
  return {
    id: row.id,
    campaign: row.campaign,
    shopper: row.shopper,
    at: row.at,
    ...(row.prize !== null && { prize: row.prize }),
    holdings,
    ...(codes.length > 0 && { codes }),
    ...(row.points > 0 && { points: row.points }),
  };
}

function refuseInvitation(set: WorkingSet, attempt: IssueAttempt): IssueRefusal | undefined {
  if (attempt.invitation === undefined) return undefined;
  const invitation = set.invitations.get(attempt.invitation);
  if (invitation?.campaign !== attempt.campaign) return 'unknown-invitation';
  if (invitation.shopper === attempt.shopper) return 'own-invitation';
  return issuesOf(set, attempt).some((row) => row.invitation !== null) ? 'already-invited' : undefined;
}

function mayTakePart(set: WorkingSet, attempt: IssueAttempt, day: string): boolean {
  const { perShopper = Infinity, perShopperPerDay = Infinity, onlyAfterExpiry } = attempt.limits;
  const earlier = issuesOf(set, attempt).filter((row) => isLike(row, attempt));
  return (
    earlier.length < perShopper &&
    earlier.filter((row) => row.day === day).length < perShopperPerDay &&
    !isIssuedFor(set, attempt) &&
    !(onlyAfterExpiry && isInUse(set, attempt))
  );
}

function issuesOf(set: WorkingSet, { campaign, shopper }: IssueAttempt): IssueRow[] {
  return [...set.issues.values()].filter((row) => row.campaign === campaign && row.shopper === shopper);
}

/** Accepting an invitation, and being rewarded for friends, are counted each by itself. */
function isLike({ invitation }: IssueRow, attempt: IssueAttempt): boolean {
  return (invitation === null) === (attempt.invitation === undefined);
}

/** A limit for the table's count, which is of everything. */
function limitWith(
  rows: readonly IssueRow[],
  attempt: IssueAttempt,
  limit: number | undefined,
): number | null {
  return limit === undefined ? null : limit + rows.filter((row) => !isLike(row, attempt)).length;
}

function isIssuedFor(set: WorkingSet, { campaign, occasion }: IssueAttempt): boolean {
  if (occasion === undefined) return false;
  for (const row of set.issues.values()) {
    if (row.campaign === campaign && row.occasion === occasion) return true;
  }
  return false;
}

/** Whether anything that the campaign has given to the shopper was used, or can still be. */
function isInUse(set: WorkingSet, { campaign, shopper }: IssueAttempt): boolean {
  for (const row of set.claims.values()) {
    const isExpired = row.state === 'held' && row.valid_until !== null && row.valid_until <= set.now;
    if (row.campaign === campaign && row.shopper === shopper && !isExpired) return true;
  }
  return false;
}

function isLeft(set: WorkingSet, attempt: IssueAttempt): boolean {
  const { stock = Infinity } = attempt.limits;
  const counter = set.campaigns.get(campaignKey(attempt.campaign))!;
  return counter.issued < stock && attempt.prizes.some((prize) => isAvailable(set, attempt, prize));
}

/** Whether a prize can be given whole. */
function isAvailable(set: WorkingSet, { campaign, shopper, limits }: IssueAttempt, prize: Prize): boolean {
  const { stock = Infinity, grants, worth } = prize;
  const { spent } = set.campaigns.get(campaignKey(campaign))!;
  const wanted = new Map<string, number>();
  for (const { coupon, credit } of grants) {
    // All credit is in one piece, which the shopper may have.
    if (credit === undefined) wanted.set(coupon, (wanted.get(coupon) ?? 0) + 1);
    else wanted.set(coupon, creditOf(set, coupon, shopper) ? 0 : 1);
  }
  return (
    set.campaigns.get(campaignKey(campaign, prize.id))!.issued < stock &&
    spent + worth <= (limits.budget ?? Infinity) &&
    grants.every(({ coupon, stock: pieces = Infinity }) => {
      const count = wanted.get(coupon)!;
      return count === 0 || set.counters.get(coupon)!.granted + count <= pieces;
    })
  );
}

/** The prize that the chance falls on, whether there is one left or not; absent: none. */
function draw({ prizes, chance }: IssueAttempt): Prize | undefined {
  const mark = chance * certainBps;
  let sum = 0;
  return prizes.find(({ oddsBps }) => (sum += oddsBps) > mark);
}

function count(set: WorkingSet, { campaign, limits }: IssueAttempt, prize: Prize | undefined): void {
  const own = set.campaigns.get(campaignKey(campaign))!;
  const { stock = null, budget = null } = limits;
  const spent = own.spent + (prize?.worth ?? 0);
  set.campaigns.change({ ...own, issued: own.issued + 1, stock, spent, budget });
  if (!prize) return;
  const counter = set.campaigns.get(campaignKey(campaign, prize.id))!;
  set.campaigns.change({ ...counter, issued: counter.issued + 1, stock: prize.stock ?? null });
}

/** Puts one coupon of a prize into the shopper's hands. */
function give(set: WorkingSet, { campaign, shopper }: IssueAttempt, grant: Grant): ClaimRow {
  const { coupon, stock, validForMs, credit } = grant;
  const account = credit === undefined ? undefined : creditOf(set, coupon, shopper);
  if (account) {
    const row = addCredit(set, account, credit!);
    set.record({ event: 'credited', claim: row.id, coupon, amount: credit });
    return row;
  }
  const counter = set.counters.get(coupon)!;
  set.counters.change({ ...counter, granted: counter.granted + 1, stock: stock ?? null });
  const ordinal = freeOrdinal(set, coupon, shopper);
  const row: ClaimRow = {
    id: randomUUID(),
    coupon,
    shopper,
    ordinal,
    state: 'held',
    claimed_at: set.now,
    until: null,
    hold: null,
    points: 0,
    amount: 0,
    // The campaign says how many a shopper may have, not the coupon.
    per_shopper: ordinal,
    valid_until: validForMs === undefined ? null : set.now + validForMs,
    campaign,
    balance: credit ?? null,
  };
  set.claims.add(row);
  set.record({ event: 'claimed', claim: row.id, coupon, state: row.state });
  if (credit !== undefined) set.record({ event: 'credited', claim: row.id, coupon, amount: credit });
  return row;
}

function creditOf(set: WorkingSet, coupon: string, shopper: string): ClaimRow | undefined {
  for (const row of set.claims.values()) {
    if (row.coupon === coupon && row.shopper === shopper && row.balance !== null) return row;
  }
  return undefined;
}
