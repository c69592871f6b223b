import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

/** Whoever asks is told that the store does not answer before they lose their patience, milliseconds. */
const patienceMs = 1_000;

/** Whether requests can be answered: the store is asked. */
export const readyz: Route = {
  method: 'GET',
  path: '/readyz',
  access: 'public',
  async handle(_call, { ledger }) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), patienceMs);
    });
    try {
      // What reads the store, not only its clock.
      const first = await Promise.race([late, ledger.documents.version()]);
      return first === 'late' ? answerProblem('unavailable') : answerJson(200, { status: 'ok' });
    } finally {
      clearTimeout(timer);
    }
  },
};
