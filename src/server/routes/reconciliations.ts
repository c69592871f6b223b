import type { Parsed } from '../../model/problem.js';
import { answerProblem } from '../problem-details.js';
import { readBody, readJson } from '../read-json.js';
import { answerJson, type Route } from '../route.js';
import { addDays } from '../settlement/create-days.js';
import { parseOrders, parseOrdersTable } from '../settlement/parse-orders.js';
import { parsePeriod } from '../settlement/parse-period.js';
import { reconcile, type Reconciliation, type TheirOrder } from '../settlement/reconcile.js';
import { amountColumns, answerCsv, writeCsv, type Column } from '../settlement/write-csv.js';

/** Compares the ledger's orders of some days with the merchant's list, JSON or a table: `?from=2026-11-22&to=2026-11-22&format=csv`. */
export const reconciliations: Route = {
  method: 'POST',
  path: '/v1/reconciliations',
  access: 'secret',
  async read(request) {
    const isTable = /^text\/csv\s*(;|$)/i.test(request.headers.get('content-type') ?? '');
    if (!isTable) return readJson(request, maxBytes);
    try {
      const bytes = await readBody(request, maxBytes);
      return bytes ? { value: new TextDecoder().decode(bytes) } : answerProblem('payload-too-large');
    } catch {
      return answerProblem('malformed-json');
    }
  },
  async handle({ request, body }, { ledger }) {
    const asked = parsePeriod(request);
    if (!asked.ok) return answerProblem('invalid-request', { problems: asked.problems });
    const theirs: Parsed<readonly TheirOrder[]> =
      typeof body === 'string' ? await parseOrdersTable(body) : parseOrders(body);
    if (!theirs.ok) return answerProblem('invalid-request', { problems: theirs.problems });
    const { period, format } = asked.value;
    const { from, to } = period;
    const ours = await ledger.orders({ from: addDays(from, -1), to: addDays(to, 1) });
    const reconciliation = reconcile(ours, theirs.value, period);
    if (format === 'json') return answerJson(200, reconciliation);
    return answerCsv(await writeCsv(columns, rowsOf(reconciliation)), `reconciliation-${from}-${to}`);
  },
};

/** A hundred thousand orders and more. */
const maxBytes = 16 * 1024 * 1024;

/** An order of which something is wrong. */
interface Row {
  readonly result: 'only-ours' | 'only-theirs' | 'different';
  readonly order: string;
  readonly day?: string;
  /** Empty: not known. */
  readonly currency: string;
  readonly ours: Partial<Amounts>;
  readonly theirs: Partial<Amounts>;
}
type Amounts = Reconciliation['different'][number]['ours'];

function rowsOf({ onlyOurs, onlyTheirs, different }: Reconciliation): Row[] {
  return [
    ...onlyOurs.map((ours): Row => ({ result: 'only-ours', ...ours, ours, theirs: {} })),
    ...onlyTheirs.map((theirs): Row => ({
      result: 'only-theirs',
      order: theirs.order,
      currency: theirs.currency ?? '',
      ours: {},
      theirs,
    })),
    ...different.map((row): Row => ({ result: 'different', ...row })),
  ];
}

const columns: readonly Column<Row>[] = [
  ['result', ({ result }) => result],
  ['order', ({ order }) => order],
  ['day', ({ day }) => day],
  ['currency', ({ currency }) => currency],
  ...amountColumns<Row>(
    ['oursPaid', ({ ours }) => ours.paid],
    ['theirsPaid', ({ theirs }) => theirs.paid],
    ['differencePaid', ({ ours, theirs }) => (ours.paid ?? 0) - (theirs.paid ?? 0)],
    ['oursDiscount', ({ ours }) => ours.discount],
    ['theirsDiscount', ({ theirs }) => theirs.discount],
  ),
];
