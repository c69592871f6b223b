import { benefits } from '../benefits/index.js';
import { conditions } from '../conditions/index.js';
import { createCheck } from './check.js';

/** The check of coupons of every kind of this package: for who writes them, and for pages that are given them without a server. */
export const check = /* @__PURE__ */ createCheck(conditions, benefits);
