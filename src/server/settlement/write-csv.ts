import { toDecimal } from './decimal.js';

/**
 * Tables for whoever opens them in Excel: a comma between columns and CRLF behind each row (RFC 4180), in UTF-8 with a byte order mark, without which
 * Excel takes Chinese for something else.
 */

/** A column's name, and what stands in it. */
export type Column<T> = readonly [name: string, valueOf: (row: T) => string | number | boolean | undefined];

/** Stands first in the file. */
export const byteOrderMark = '\ufeff';

/** What a spreadsheet would run as a formula; a negative number is none. */
const formula = /^(?!-\d+(?:\.\d+)?$)[=+\-@\t\r\n＝＋－＠]/u;

/** Returns the row of names, then a row each. */
export async function writeCsv<T>(columns: readonly Column<T>[], rows: readonly T[]): Promise<string> {
  return (
    byteOrderMark + (await writeRows([columns.map(([name]) => name)])) + (await writeCsvRows(columns, rows))
  );
}

/** Returns a row each, without the names. */
export async function writeCsvRows<T>(columns: readonly Column<T>[], rows: readonly T[]): Promise<string> {
  return writeRows(rows.map((row) => columns.map(([, valueOf]) => valueOf(row) ?? '')));
}

/** Returns two columns for each amount in minor units: first all as they are (`paid`), then all as people write them (`paidDecimal`), where the currency is known. */
export function amountColumns<T extends { readonly currency: string }>(
  ...amounts: readonly (readonly [name: string, amountOf: (row: T) => number | undefined])[]
): Column<T>[] {
  return [
    ...amounts,
    ...amounts.map(([name, amountOf]): Column<T> => [
      `${name}Decimal`,
      (row) => {
        const amount = amountOf(row);
        return amount === undefined || !row.currency ? undefined : toDecimal(amount, row.currency);
      },
    ]),
  ];
}

/** Returns the answer with a table, as a file of this name. */
export function answerCsv(body: string | ReadableStream<Uint8Array>, name: string): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  });
}

async function writeRows(rows: readonly (readonly (string | number | boolean)[])[]): Promise<string> {
  if (rows.length === 0) return '';
  // Only whoever asks for a table needs it.
  const { default: papaparse } = await import('papaparse');
  return `${papaparse.unparse(rows as unknown[][], { escapeFormulae: formula, newline: '\r\n' })}\r\n`;
}
