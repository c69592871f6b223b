import { publicKeys } from '../keys.js';
import { answerJson, type Route } from '../route.js';

/** The public halves of the signing keys, for whoever verifies tokens. */
export const keys: Route = {
  method: 'GET',
  path: '/v1/keys',
  access: 'public',
  async handle(_call, services) {
    return answerJson(200, publicKeys(await services.keys()), { 'cache-control': 'public, max-age=60' });
  },
};
