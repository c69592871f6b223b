import type { Ledger, Period, Transfer } from '../ledgers/ledger.js';
import { answerProblem } from '../problem-details.js';
import type { Route } from '../route.js';
import { parseShopPeriod } from '../settlement/parse-shop-period.js';
import { streamText } from '../settlement/stream-text.js';
import { amountColumns, answerCsv, writeCsv, writeCsvRows, type Column } from '../settlement/write-csv.js';

/** Every entry that statements are made of, the oldest first, however many there are. */
export const settlementTransfers: Route = {
  method: 'GET',
  path: '/v1/settlements/transfers',
  access: 'secret',
  async handle({ request }, { ledger, book }) {
    const parsed = await parseShopPeriod(request, { ledger, book });
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { period, format } = parsed.value;
    const pages = readPages(ledger, period);
    if (format === 'csv')
      return answerCsv(await streamText(toCsv(pages)), `transfers-${period.from}-${period.to}`);
    return new Response(await streamText(toJson(pages)), { headers: { 'content-type': 'application/json' } });
  },
};

const pageSize = 2_000;

async function* readPages(
  { transfers }: Pick<Ledger, 'transfers'>,
  period: Period,
): AsyncGenerator<readonly Transfer[]> {
  for (let last: Transfer | undefined; ;) {
    const page = await transfers(period, last, pageSize);
    yield page;
    if (page.length < pageSize) return;
    last = page.at(-1);
  }
}

async function* toJson(pages: AsyncIterable<readonly Transfer[]>): AsyncGenerator<string> {
  let before = '{"transfers":[';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((transfer) => JSON.stringify(transfer)).join(',');
    before = ',';
  }
  yield before === ',' ? ']}' : `${before}]}`;
}

async function* toCsv(pages: AsyncIterable<readonly Transfer[]>): AsyncGenerator<string> {
  yield await writeCsv(columns, []);
  for await (const page of pages) yield await writeCsvRows(columns, page);
}

const columns: readonly Column<Transfer>[] = [
  ['id', ({ id }) => id],
  ['day', ({ day }) => day],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['kind', ({ kind }) => kind],
  ['order', ({ order }) => order],
  ['coupon', ({ coupon }) => coupon],
  ['debit', ({ debit }) => debit],
  ['credit', ({ credit }) => credit],
  ['currency', ({ currency }) => currency],
  ...amountColumns<Transfer>(['amount', ({ amount }) => amount]),
  ['note', ({ note }) => note],
];
