// Runs the tests that need no page of their own on node:test: `node scripts/test-node.mjs unit|package|e2e|faults|platforms|live [files or words…]`.
// (Node 20 knows no file patterns, so the files are collected here.)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { argv, execPath } from 'node:process';

/** Folders with a runner or a command of their own; everything else is a unit test. */
const apart = ['elements', 'package', 'e2e', 'faults', 'platforms'];
/** Tests that need minutes and a platform which not every `npm test` installs: `npm run test:medusa`. */
const live = '.live.test.ts';

/** How many files at a time. Two cores are what a small CI machine has; what opens browsers and servers waits more than it computes. */
const together = { unit: 2, e2e: 2 };
/** Counts milliseconds: by itself, after the others. */
const timed = /\/e2e\/(layout-shift|long-lists|one-click)\.test\.ts$/;

const [part, ...words] = argv.slice(2);
const files = readdirSync('test', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules/'))
  .filter((file) => {
    if (part === 'live' || file.endsWith(live)) return part === 'live' && file.endsWith(live);
    const [folder] = file.split('/');
    return part === 'unit' ? !apart.includes(folder) : folder === part;
  })
  .map((file) => `test/${file}`)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();

if (files.length === 0) {
  console.error(`No test files for "${[part, ...words].join(' ')}".`);
  process.exitCode = 1;
} else {
  await run(
    files.filter((file) => !timed.test(file)),
    together[part] ?? 1,
  );
  await run(
    files.filter((file) => timed.test(file)),
    1,
  );
}

async function run(files, concurrency) {
  if (files.length === 0) return;
  const child = spawn(
    execPath,
    ['--import', 'tsx', '--test', `--test-concurrency=${concurrency}`, '--test-reporter=spec', ...files],
    { stdio: 'inherit' },
  );
  const [code] = await once(child, 'exit');
  process.exitCode ||= code ?? 1;
}
