import type { Route } from '../route.js';
import { claims } from './claims.js';
import { exchanges } from './exchanges.js';
import { healthz } from './healthz.js';
import { keys } from './keys.js';
import { offers } from './offers.js';
import { quotes } from './quotes.js';
import { readyz } from './readyz.js';
import { sessions } from './sessions.js';

/** Every call of the protocol. */
export const routes: readonly Route[] = [sessions, offers, claims, exchanges, quotes, keys, healthz, readyz];
