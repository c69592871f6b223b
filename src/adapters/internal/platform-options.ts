import type { Engine } from '../../engine/index.js';
import type { TextStorage } from './open-storage.js';

/** What every platform's adapter is made with. */
export interface PlatformOptions {
  /** Where the platform's API is. Each adapter says its default; those of other origins have none. */
  readonly server?: string;
  /** What the platform calls a publishable key, a channel token or a storefront access token. */
  readonly key?: string;
  /** Who the shopper is to the platform, or which cart is theirs. Each adapter says what it expects. */
  readonly token?: KeptToken;
  /** The coupon feed (`docs/feed.md`), its address, or what loads it. Absent: only what shoppers type is known. */
  readonly coupons?: unknown;
  /** Checks the feed; the engine, or what loads it. */
  readonly engine: CheckingEngine | (() => Promise<CheckingEngine>);
  /** Whether the prices that shoppers are shown are without tax. Default: as the platform's own prices are. */
  readonly basis?: 'net' | 'gross';
  readonly fetch?: typeof fetch;
  /** Where claims and typed codes are kept; default `localStorage`. */
  readonly storage?: TextStorage;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

export type CheckingEngine = Pick<Engine, 'check'>;

/** A token, or a cart's id, that the shop's own pages keep: in an entry of `localStorage`, or a cookie. */
export interface KeptToken {
  get(): string | undefined;
  /** Called where the platform gives another one. */
  set?(token: string): void;
}
