import { createPostingRoute } from '../settlement/create-posting-route.js';

/** What was paid to a shop; below 0: what it has paid back. */
export const payouts = createPostingRoute('payout');
