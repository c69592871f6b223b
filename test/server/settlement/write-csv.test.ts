import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountColumns, answerCsv, writeCsv, type Column } from '../../../src/server/settlement/write-csv.js';

interface Row {
  readonly text: string;
  readonly amount?: number;
  readonly currency: string;
}
const columns: readonly Column<Row>[] = [
  ['text', ({ text }) => text],
  ...amountColumns<Row>(['amount', ({ amount }) => amount]),
];
const linesOf = async (rows: readonly Row[]): Promise<string[]> =>
  (await writeCsv(columns, rows)).split('\r\n');

test('is in UTF-8 with a byte order mark, each row ended by CRLF', async () => {
  const answer = answerCsv(await writeCsv(columns, [{ text: '山海', amount: 5, currency: 'CNY' }]), 'name');
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
  assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="name.csv"');
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(bytes.toString('utf8'), '\ufefftext,amount,amountDecimal\r\n山海,5,0.05\r\n');
});

test('quotes what would break a column', async () => {
  const [, row] = await linesOf([{ text: 'a, "b"', amount: 1, currency: 'JPY' }]);
  assert.equal(row, '"a, ""b""",1,1');
});

test('lets no cell be a formula, and negative amounts be amounts', async () => {
  for (const text of ['=1+1', '+1', '-1+cmd', '@SUM(A1)', '\t=1', '＝1']) {
    const [, row] = await linesOf([{ text, amount: -105, currency: 'CNY' }]);
    assert.ok(row!.startsWith(`"'${text}"`) || row!.startsWith(`'${text}`), `${text} became ${row}`);
    assert.ok(row!.endsWith(',-105,-1.05'), row);
  }
});

test('leaves cells empty where nothing is known', async () => {
  const lines = await linesOf([
    { text: 'a', currency: 'CNY' },
    { text: 'b', amount: 3, currency: '' },
  ]);
  assert.deepEqual(lines, ['\ufefftext,amount,amountDecimal', 'a,,', 'b,3,', '']);
});
