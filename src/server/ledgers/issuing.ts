import type { Decision, Holding, Keyed } from './ledger.js';

/**
 * The part of the ledger that gives coupons by a campaign's rules: pushed, triggered, drawn, taken as a pack, invited. One participation is one decision under
 * the campaign's and the shopper's locks: its limits, its budget, the chance and every coupon that it brings stand or fall together, with the idempotency
 * key and an entry of the audit log.
 */
export interface Issuing {
  /** Binds an idempotency key to one request whose effects are several, each with a key of its own. */
  begin(keyed: Keyed): Promise<Decision<Begun, never>>;
  issue(attempt: IssueAttempt): Promise<Decision<Issue, IssueRefusal>>;
  /** The piece that waits for a personal code, where it can still be had. @param code as it was typed */
  findCode(code: string): Promise<Holding | undefined>;
  /** Puts the piece of a personal code into a shopper's hands; once. */
  exchangeCode(attempt: CodeAttempt): Promise<Decision<Holding, 'unknown-code'>>;
  /** Makes an invitation, or gives the one that this shopper has for the same content. */
  invite(attempt: InviteAttempt): Promise<Decision<InvitationRecord, never>>;
  findInvitation(code: string): Promise<InvitationRecord | undefined>;
  /** Everything that a shopper took part in, the oldest first. */
  issues(shopper: string): Promise<readonly IssueRecord[]>;
  /** Those who accepted this shopper's invitations, the oldest first. */
  friends(inviter: string): Promise<readonly Friend[]>;
  /** By campaign; one that nobody has taken part in is absent. */
  issueCounts(): Promise<ReadonlyMap<string, IssueCount>>;
}

export interface Begun {
  /** Milliseconds since the epoch: when it was called first. */
  readonly at: number;
}

export interface IssueAttempt extends Keyed {
  readonly campaign: string;
  readonly shopper: string;
  /** What it is for, `order:A-17`: a campaign issues once for each. Absent: for nothing but itself. */
  readonly occasion?: string;
  readonly limits: IssueLimits;
  /** What taking part costs; taken at once. */
  readonly cost?: { readonly points: number };
  /** One of these is given, by chance. A pack is one that is certain. */
  readonly prizes: readonly Prize[];
  /** From 0 to below 1, from a source that nobody can foresee: the first prize whose odds, summed up, are above it is given. */
  readonly chance: number;
  /** The invitation that is accepted. */
  readonly invitation?: string;
}

export interface IssueLimits {
  /** How often one shopper may take part; absent: no limit. What was accepted with an invitation is counted apart, here and by day. */
  readonly perShopper?: number;
  /** How often on one day of the ledger; absent: no limit. */
  readonly perShopperPerDay?: number;
  /**
   * Again only where nothing that was given before was used or can still be used: it had a `validForMs`, and that is over. What is asked are the earlier pieces of the
   * coupons that the prizes bring now.
   */
  readonly onlyAfterExpiry?: boolean;
  /** How often all shoppers together; absent: no limit. */
  readonly stock?: number;
  /** How much all that is given may be worth by `Prize.worth`, minor units; absent: no limit. */
  readonly budget?: number;
}

export interface Prize {
  readonly id: string;
  /** Basis points. What all prizes leave to 10,000, and those that are all given, is the chance of nothing. */
  readonly oddsBps: number;
  /** How many there are for everybody; absent: no limit. */
  readonly stock?: number;
  readonly grants: readonly Grant[];
  /** Points that are given, ≥ 1. */
  readonly points?: number;
  /** What it takes of the campaign's budget, minor units. */
  readonly worth: number;
}

/** One coupon of a prize. */
export interface Grant {
  readonly coupon: string;
  /** How many there are for everybody, however they are given; absent: no limit. How many one shopper may have is the campaign's to say. */
  readonly stock?: number;
  /** How long it can be used from now on, milliseconds; absent: as the coupon says. */
  readonly validForMs?: number;
  /** Nobody holds the piece until its own code is typed: `Issue.codes` has that. Default false. */
  readonly byCode?: boolean;
  /** Store credit: minor units that are added to the shopper's balance; of such a coupon a shopper has one piece. */
  readonly credit?: number;
}

export interface Issue {
  readonly id: string;
  readonly campaign: string;
  readonly shopper: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Absent: the chance gave nothing. */
  readonly prize?: string;
  /** What is in the wallet now because of it. */
  readonly holdings: readonly Holding[];
  /** Of grants by code: whoever types one first gets the piece. */
  readonly codes?: readonly IssuedCode[];
  readonly points?: number;
}

export interface IssuedCode {
  readonly coupon: string;
  /** 12 letters and digits in groups of four, of 60 random bits: `K7QF-29WM-XH4T`. The ledger keeps its hash, and the answer to the key that issued it. */
  readonly code: string;
}

export interface CodeAttempt extends Keyed {
  /** As it was typed. */
  readonly code: string;
  readonly shopper: string;
}

/**
 * `taken`: the shopper's limit is reached, or something of before can still be used, or the occasion has had its issue. `sold-out`: the campaign's stock or budget is used up, or
 * that of what is certain. `own-invitation`, `already-invited`: of one campaign a shopper accepts one invitation, and never their own.
 */
export type IssueRefusal =
  'taken' | 'sold-out' | 'points-too-few' | 'unknown-invitation' | 'own-invitation' | 'already-invited';

/** An issue as it is kept. */
export interface IssueRecord extends Omit<Issue, 'holdings' | 'codes'> {
  /** The ledger's day, `2026-11-22`. */
  readonly day: string;
  readonly occasion?: string;
  readonly invitation?: string;
  /** The pieces that it brought. */
  readonly claims: readonly string[];
}

export interface InviteAttempt extends Keyed {
  readonly campaign: string;
  readonly shopper: string;
  /** JSON that is shared with the link; absent: nothing. */
  readonly content?: string;
}

export interface InvitationRecord {
  /** 16 characters of `A–Z a–z 0–9 - _`, of 96 random bits. */
  readonly code: string;
  readonly campaign: string;
  /** Who invites. */
  readonly shopper: string;
  readonly content?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Friend {
  readonly campaign: string;
  readonly invitation: string;
  /** Who accepted. */
  readonly shopper: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface IssueCount {
  readonly issued: number;
  /** What was given, minor units. */
  readonly spent: number;
  /** How many of each prize, by its id; one that nobody has is absent. */
  readonly prizes: ReadonlyMap<string, number>;
}
