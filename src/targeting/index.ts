/**
 * Targeting in the page, as data and with consent:
 *
 * ```ts
 * import { createTargeting } from 'couponkit/targeting';
 *
 * const targeting = createTargeting({ session, rules, scene: { product: { product: 'coat' } } });
 * onConsent((given) => targeting.consent(given));
 * ```
 */
export * from './choose-offer.js';
export * from './create-targeting.js';
export { followLink } from './follow-link.js';
export { forgetTargeting, type TargetingStorage } from './keep-memory.js';
export { emptyMemory, type Moment, type ProductMemory, type TargetingMemory } from './memory.js';
export { parseRules } from './parse-rules.js';
export type * from './rule.js';
