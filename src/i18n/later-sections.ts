/**
 * Which messages does no first picture need? Those whose key begins with one of these words. The script tag's build cuts each language here
 * into files (`rollup.config.mjs`); the types keep the elements from saying them before they are loaded.
 */
import type { MessageKey } from '../locales/en.js';

/** By the name of the file that they are in. */
export const laterSections = {
  /** Said when something opens, or is refused. */
  later: ['validity', 'reason', 'list', 'reach', 'chooser', 'notice', 'code', 'breakdown'],
  /** Said to a shopper who pays. */
  checkout: ['hold'],
  /** Said by the elements by which a shopper comes by coupons. */
  campaigns: [
    'refusal',
    'campaign',
    'center',
    'wallet',
    'card',
    'countdown',
    'flash',
    'nudge',
    'wheel',
    'pack',
    'invite',
  ],
} as const;

export type LaterPart = keyof typeof laterSections;

export type LaterKey = Extract<MessageKey, `${(typeof laterSections)[LaterPart][number]}.${string}`>;
