/**
 * Which messages does no first picture need? Those whose key begins with one of these words. The script tag's build cuts each language
 * in three here (`rollup.config.mjs`); the types keep the elements from saying them before they are loaded.
 */
import type { MessageKey } from '../locales/en.js';

export const laterSections = [
  'validity',
  'reason',
  'list',
  'reach',
  'chooser',
  'notice',
  'code',
  'breakdown',
] as const;

/** And which only a shopper who pays: a third file. */
export const checkoutSections = ['hold'] as const;

export type LaterKey = Extract<
  MessageKey,
  `${(typeof laterSections | typeof checkoutSections)[number]}.${string}`
>;
