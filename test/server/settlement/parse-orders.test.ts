import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOrders, parseOrdersTable } from '../../../src/server/settlement/parse-orders.js';

async function tableOf(text: string): Promise<unknown> {
  const parsed = await parseOrdersTable(text);
  return parsed.ok ? parsed.value : parsed.problems.map(({ path, code }) => `${path} ${code}`);
}

test('reads minor units, with columns in any order and others beside', async () => {
  assert.deepEqual(await tableOf('\ufeffPaid,Shop,Order,discount\r\n-300,x,A-1,\r\n\r\n5,x,"A,2",7\r\n'), [
    { order: 'A-1', paid: -300 },
    { order: 'A,2', paid: 5, discount: 7 },
  ]);
});

test('reads amounts as people write them, where the currency is told', async () => {
  assert.deepEqual(
    await tableOf('order;currency;paidDecimal;discountDecimal\n1;CNY;12.5;0.05\n2;JPY;300;\n'),
    [
      { order: '1', currency: 'CNY', paid: 1250, discount: 5 },
      { order: '2', currency: 'JPY', paid: 300 },
    ],
  );
  assert.deepEqual(await tableOf('order\tpaidDecimal\n1\t12.5\n'), [
    'orders[0].paid not-an-integer',
    'orders[0].currency not-a-currency',
  ]);
});

test('says which column is missing', async () => {
  assert.deepEqual(await tableOf('number,amount\n1,2\n'), ['order missing-column', 'paid missing-column']);
  assert.deepEqual(await tableOf(''), ['order missing-column', 'paid missing-column']);
});

test('says which cell cannot be read', async () => {
  assert.deepEqual(await tableOf('order,paid,currency\n,1,\n2,1.5,\n3,"1,000",yuan\n4,,\n'), [
    'orders[0].order not-a-text',
    'orders[1].paid not-an-integer',
    'orders[2].paid not-an-integer',
    'orders[2].currency not-a-currency',
    'orders[3].paid required',
  ]);
});

test('refuses a number that a spreadsheet has cut', async () => {
  assert.deepEqual(await tableOf('order,paid\n2.02611E+17,1\n'), ['orders[0].order digits-lost']);
});

test('tells a hundred problems at the most', async () => {
  const rows = Array.from({ length: 500 }, () => 'x,y').join('\n');
  assert.equal(((await tableOf(`order,paid\n${rows}`)) as unknown[]).length, 100);
});

test('reads JSON', () => {
  const orders = [
    { order: '1', paid: -5 },
    { order: '2', paid: 0, discount: 3, currency: 'CNY', other: true },
  ];
  assert.deepEqual(parseOrders({ orders }), {
    ok: true,
    value: [orders[0], { order: '2', paid: 0, discount: 3, currency: 'CNY' }],
  });
  const wrong = parseOrders({ orders: [{ order: 1, paid: '5' }, null] });
  assert.deepEqual(!wrong.ok && wrong.problems.map(({ path, code }) => `${path} ${code}`), [
    'orders[0].order not-a-text',
    'orders[0].paid not-an-integer',
    'orders[1] not-an-object',
  ]);
});
