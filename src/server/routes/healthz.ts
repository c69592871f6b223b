import { answerJson, type Route } from '../route.js';

/** Whether the process is alive. */
export const healthz: Route = {
  method: 'GET',
  path: '/healthz',
  access: 'public',
  async handle() {
    return answerJson(200, { status: 'ok' });
  },
};
