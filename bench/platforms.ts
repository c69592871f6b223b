/** `npm run bench:platforms [trials]`: how often preview and verdict agree to the cent on the platforms that start here. docs/platforms.md says what it gave. */
import { argv } from 'node:process';
import { measureAgreement, type Agreement } from '../test/platforms/vendure/agreement.js';
import { createGrossChannel } from '../test/platforms/vendure/create-gross-channel.js';
import { startVendure } from '../test/platforms/vendure/start-vendure.js';
import { percentage, printTable } from './print-table.js';

const trials = Number(argv[2] ?? 200);
const seed = 20261122;

const vendure = await startVendure();
try {
  const channel = await createGrossChannel(vendure);
  const results: readonly [string, Agreement][] = [
    ['Vendure, prices without tax', await measureAgreement(vendure, { trials, seed })],
    ['Vendure, prices with tax', await measureAgreement(vendure, { trials, seed, channel })],
  ];
  printTable(
    `Preview and verdict agree to the cent, on ${trials} random carts and sets of codes (seed ${seed})`,
    ['', 'amount due', 'and each line'],
    results.map(([name, { agreed, agreedByLine }]) => [
      name,
      percentage(agreed / trials),
      percentage(agreedByLine / trials),
    ]),
  );
  for (const [name, { reasons }] of results)
    printTable(
      `${name}: why not`,
      ['', 'carts'],
      [...reasons].map(([reason, count]) => [reason, String(count)]),
    );
} finally {
  await vendure.stop();
}
