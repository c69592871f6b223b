import { benefits } from '../benefits/index.js';
import { conditions } from '../conditions/index.js';
import { createPricing } from './create-pricing.js';

/** The engine over every kind of this package: what a page loads to price a cart, and nothing beside it. */
export const { quote, best } = /* @__PURE__ */ createPricing(conditions, benefits);
