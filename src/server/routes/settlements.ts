import type { Statement } from '../ledgers/ledger.js';
import { answerProblem } from '../problem-details.js';
import { answerJson, type Route } from '../route.js';
import { parseShopPeriod } from '../settlement/parse-shop-period.js';
import { amountColumns, answerCsv, writeCsv, type Column } from '../settlement/write-csv.js';

/** What the platform owes each shop for coupons, day by day: `?from=2026-11-01&to=2026-11-30&shop=shanhai&format=csv`. */
export const settlements: Route = {
  method: 'GET',
  path: '/v1/settlements',
  access: 'secret',
  async handle({ request }, { ledger, book }) {
    const parsed = await parseShopPeriod(request, { ledger, book });
    if (!parsed.ok) return answerProblem('invalid-request', { problems: parsed.problems });
    const { period, format } = parsed.value;
    // A day that is over is told as it will stay.
    await ledger.closeDays();
    const statements = await ledger.statements(period);
    if (format === 'json') return answerJson(200, { statements });
    return answerCsv(await writeCsv(columns, statements), `settlements-${period.from}-${period.to}`);
  },
};

const columns: readonly Column<Statement>[] = [
  ['day', ({ day }) => day],
  ['shop', ({ shop }) => shop],
  ['currency', ({ currency }) => currency],
  ['closed', ({ closed }) => closed],
  ...amountColumns<Statement>(
    ['opening', ({ opening }) => opening],
    ['redemptions', ({ redemptions }) => redemptions],
    ['reversals', ({ reversals }) => reversals],
    ['adjustments', ({ adjustments }) => adjustments],
    ['payouts', ({ payouts }) => payouts],
    ['closing', ({ closing }) => closing],
    ['paid', ({ paid }) => paid],
    ['borneByShop', ({ borneByShop }) => borneByShop],
  ),
];
