import type { Parsed, Problem } from '../../model/problem.js';
import { currency } from '../../model/shared-shapes.js';
import { integer, list, object, parse, type Shape } from '../../model/shape.js';
import { shortText } from '../../protocol/parse-request.js';
import { fromDecimal } from './decimal.js';
import type { TheirOrder } from './reconcile.js';

/** The merchant's list of orders, from JSON or from a table. */

/** So many rows a list may have. */
const maxOrders = 200_000;
/** So many problems are told: whoever has a wrong column has as many as rows. */
const maxProblems = 100;

/** Returns the orders of `{ orders: [{ order, paid, discount?, currency? }] }`, or what is wrong with them: `orders[2].paid`. */
export function parseOrders(body: unknown): Parsed<readonly TheirOrder[]> {
  const parsed = parse(object({ orders }), body);
  return parsed.ok
    ? { ok: true, value: parsed.value.orders }
    : { ok: false, problems: parsed.problems.slice(0, maxProblems) };
}

/**
 * Returns the orders of a table with the columns `order`, `paid` and, if it has them, `discount` and `currency`. Amounts are minor units, or, in `paidDecimal`
 * and `discountDecimal`, as people write them; then the currency is needed. Columns may stand in any order, and a comma, a semicolon or a tab between them.
 * `orders[0]` is the row below the names.
 */
export async function parseOrdersTable(text: string): Promise<Parsed<readonly TheirOrder[]>> {
  const { default: papaparse } = await import('papaparse');
  const { data, meta } = papaparse.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t'],
    transformHeader: (name) => name.trim().toLowerCase(),
  });
  const missing = [['order'], ['paid', 'paiddecimal']].flatMap(([name, ...others]): Problem[] =>
    [name!, ...others].some((each) => meta.fields?.includes(each))
      ? []
      : [{ path: name!, severity: 'error', code: 'missing-column', params: {} }],
  );
  return missing.length > 0 ? { ok: false, problems: missing } : parseOrders({ orders: data.map(orderOf) });
}

/** A spreadsheet has shown a long number so, and lost its last digits. */
const rounded = /^\d(?:[.,]\d+)?E\+\d+$/i;

const orders: Shape<readonly TheirOrder[]> = (value, path, report) => {
  if (Array.isArray(value) && value.length > maxOrders)
    return (report(path, 'too-many', { max: maxOrders }), []);
  return list<TheirOrder>(object({ order, paid: whole, 'discount?': whole, 'currency?': currency }))(
    value,
    path,
    report,
  );
};

const whole = integer(Number.MIN_SAFE_INTEGER);

const order: Shape<string> = (value, path, report) => {
  const clean = shortText(value, path, report);
  if (rounded.test(clean)) report(path, 'digits-lost');
  return clean;
};

/** What cannot be read stays as it is, for the shape to refuse. */
function orderOf(row: Readonly<Record<string, string | undefined>>): unknown {
  const cell = (name: string): string => (row[name] ?? '').trim();
  const code = cell('currency');
  const amount = (name: string): unknown => {
    const [minor, decimal] = [cell(name), cell(`${name}decimal`)];
    if (minor) return /^-?\d+$/.test(minor) ? Number(minor) : minor;
    if (!decimal) return undefined;
    return (/^[A-Z]{3}$/.test(code) ? fromDecimal(decimal, code) : undefined) ?? decimal;
  };
  const isCurrencyNeeded = cell('paiddecimal') !== '' || cell('discountdecimal') !== '';
  return {
    order: cell('order'),
    paid: amount('paid'),
    discount: amount('discount'),
    ...((code || isCurrencyNeeded) && { currency: code }),
  };
}
