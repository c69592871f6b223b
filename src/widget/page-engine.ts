/** The engine as the script tag's session has it. */
import { quote } from '../engine/standard-engine.js';
import type { PricingEngine } from '../stores/create-session.js';

export { best, quote } from '../engine/standard-engine.js';

export const previewRefunds: NonNullable<PricingEngine['previewRefunds']> = async (...order) =>
  (await import('../engine/preview-refunds.js')).createRefundPreview(quote)(...order);

const suggest = () => import('../engine/suggest.js');

export const nudges: NonNullable<PricingEngine['nudges']> = async (...cart) =>
  (await suggest()).nudges(...cart);

export const fillers: NonNullable<PricingEngine['fillers']> = async (...cart) =>
  (await suggest()).fillers(...cart);
