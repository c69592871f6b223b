/** How is a moment told that comes nearer? Counted down within a day, told once within a month, and said aloud at milestones only. */
import type { MessageKey } from '../../locales/en.js';

/** A moment that is nearer than this is counted down; a further one is told once. */
const countdownMs = 86_400_000;
/** One that is further than this is not worth a word. */
const farMs = 30 * countdownMs;
/** When a countdown is said aloud: an hour, ten minutes and one minute before. */
const milestonesMs = [60_000, 600_000, 3_600_000];

export interface ToldTime {
  /** The message to say with `ms`. */
  readonly key: Extract<MessageKey, `claim.${'opens' | 'closes' | 'opening' | 'closing'}`>;
  /** Whether it changes with every second. */
  readonly ticks: boolean;
}

/** Returns how to tell what is left until something opens or closes; nothing where it is over, far off, or not known. */
export function tellTime(leftMs: number, isOpening: boolean): ToldTime | undefined {
  if (!(leftMs > 0 && leftMs < farMs)) return undefined;
  return leftMs < countdownMs
    ? { key: isOpening ? 'claim.opens' : 'claim.closes', ticks: true }
    : { key: isOpening ? 'claim.opening' : 'claim.closing', ticks: false };
}

/** Returns the milestone that was passed last, milliseconds: it is said as long as it stays the same. */
export function milestoneOf(leftMs: number): number | undefined {
  return leftMs > 0 ? milestonesMs.find((milestone) => leftMs <= milestone) : undefined;
}
