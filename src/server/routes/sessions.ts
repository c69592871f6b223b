import { signSession } from '../identity.js';
import { answerJson, type Route } from '../route.js';

/** Starts an anonymous session, or prolongs the one that asks. */
export const sessions: Route = {
  method: 'POST',
  path: '/v1/sessions',
  access: 'page',
  // A new session is a new shopper with a shopper's limits: fewer of them than of other requests.
  weight: 5,
  async handle({ identity, now }, { keys }) {
    return answerJson(201, await signSession(await keys(), now, identity?.signedIn ? undefined : identity));
  },
};
