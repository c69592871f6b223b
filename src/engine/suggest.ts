/** Nudges and fillers over every kind of this package, for pages: loaded when one asks for them. */
import { createFillers } from './fillers.js';
import { createNudges } from './nudges.js';
import { best, quote } from './standard-engine.js';

/** What is offered to a page was checked by whoever offers it. */
const pricing = { best, quote, check: () => [] };

export const nudges = /* @__PURE__ */ createNudges(pricing);
export const fillers = /* @__PURE__ */ createFillers(pricing);
