import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine, StartError } from '../../src/server/command-line.js';

const files = ['--coupons', 'c.json', '--catalog', 'p.json'];

test('has a default for everything but the two files', () => {
  assert.deepEqual(parseCommandLine(files), {
    port: 8787,
    host: '127.0.0.1',
    store: { file: './couponkit.db' },
    storeConnections: 10,
    coupons: 'c.json',
    catalog: 'p.json',
    origins: [],
    publishableKey: undefined,
    shopperKeys: undefined,
    addressRate: 3000,
    shopperRate: 120,
    holdSeconds: 900,
    timeZone: 'UTC',
    metricsPort: undefined,
    log: 'error',
    drainMs: 200,
    trustProxy: false,
    rotateKeys: false,
  });
});

test('takes a file or a database for a store', () => {
  const storeOf = (store: string) => parseCommandLine([...files, '--store', store]).store;
  assert.deepEqual(storeOf('file:/var/lib/couponkit.db'), { file: '/var/lib/couponkit.db' });
  for (const postgres of ['postgres://user:pw@host:5433/db?sslmode=verify-full', 'postgresql://host/db']) {
    assert.deepEqual(storeOf(postgres), { postgres });
  }
});

test('tells nobody the password of a store whose address is wrong', () => {
  assert.throws(
    () => parseCommandLine([...files, '--store', 'mysql://user:hidden@host/db']),
    (error) => error instanceof StartError && !error.message.includes('hidden'),
  );
});

test('takes origins in one list, and one by one', () => {
  const args = [
    ...files,
    '--origins',
    'http://localhost:8000,https://a.example',
    '--origins',
    'https://b.example',
  ];
  assert.deepEqual(parseCommandLine(args).origins, [
    'http://localhost:8000',
    'https://a.example',
    'https://b.example',
  ]);
});

for (const [args, message] of [
  [[], /^--coupons: .*--coupons coupons\.json/],
  [['--coupons', 'c.json'], /^--catalog: /],
  [[...files, '--port', '99999'], /^--port: "99999"/],
  [[...files, '--port', '-1'], /--port/],
  [[...files, '--port', '8e3'], /^--port: "8e3"/],
  [[...files, '--store', './db'], /^--store: neither a file/],
  [[...files, '--store-connections', '0'], /^--store-connections: "0"/],
  [[...files, '--origins', 'localhost:8000'], /^--origins: "localhost:8000"/],
  [[...files, '--origins', '*'], /^--origins: "\*"/],
  [[...files, '--origins', 'http://localhost:8000/'], /did you mean http:\/\/localhost:8000\?/],
  [[...files, '--publishable-key', 'demo'], /^--publishable-key: "demo"/],
  [[...files, '--address-rate', '0'], /^--address-rate: "0"/],
  [[...files, '--shopper-rate', '0'], /^--shopper-rate: "0"/],
  [[...files, '--hold-seconds', '1.5'], /^--hold-seconds: "1.5"/],
  [[...files, '--time-zone', 'Shanghai'], /^--time-zone: "Shanghai"/],
  [[...files, '--metrics-port', 'none'], /^--metrics-port: "none"/],
  [[...files, '--log', 'debug'], /^--log: "debug" is none of off, error, info/],
  [[...files, '--drain-ms', '-1'], /--drain-ms/],
  [[...files, '--colour', 'red'], /--colour/],
  [[...files, 'stray'], /stray/],
] as const) {
  test(`names the flag that is wrong in "${args.slice(args.length > 4 ? 4 : 0).join(' ')}"`, () => {
    assert.throws(
      () => parseCommandLine(args),
      (error) => error instanceof StartError && message.test(error.message),
    );
  });
}
