import { createPostingRoute } from '../settlement/create-posting-route.js';

/** What the platform owes a shop more than was booked; below 0: less. */
export const adjustments = createPostingRoute('adjustment');
