/**
 * Which messages does no first picture need? Those whose key begins with one of these words. The script tag's build cuts each language
 * in two here (`rollup.config.mjs`); the types keep the elements from saying them before they are loaded.
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

export type LaterKey = Extract<MessageKey, `${(typeof laterSections)[number]}.${string}`>;
