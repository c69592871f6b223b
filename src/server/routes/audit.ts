import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';

const maxEntries = 1_000;

/** The audit log behind an entry, the oldest first: `?after=0&limit=100`. */
export const audit: Route = {
  method: 'GET',
  path: '/v1/audit',
  access: 'secret',
  async handle({ request }, { ledger }) {
    const query = new URL(request.url).searchParams;
    const after = Number(query.get('after') ?? 0);
    const limit = Number(query.get('limit') ?? 100);
    const problems = [
      ...(isWithin(after, 0, Number.MAX_SAFE_INTEGER) ? [] : ['after']),
      ...(isWithin(limit, 1, maxEntries) ? [] : ['limit']),
    ].map((path) => ({ path, severity: 'error', code: 'not-an-integer', params: {} }) as const);
    if (problems.length > 0) return answerProblem('invalid-request', { problems });
    return answerJson(200, { entries: await ledger.audit(after, limit) });
  },
};

function isWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
