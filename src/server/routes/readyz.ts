import { answerJson, type Route } from '../route.js';

/** Whether requests can be answered: the store is asked. */
export const readyz: Route = {
  method: 'GET',
  path: '/readyz',
  access: 'public',
  async handle(_call, { ledger }) {
    await ledger.granted();
    return answerJson(200, { status: 'ok' });
  },
};
