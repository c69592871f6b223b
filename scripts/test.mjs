// `npm test`: the build and every `test:*` script of package.json, one after the other, and at the end one line:
// `N passed, N failed`. A step without counts of its own counts as one; so does one that crashes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { argv, platform, stdout } from 'node:process';
import { stripVTControlCharacters } from 'node:util';

/** Longer than any step takes; one that hangs must not hang the rest. */
const stepTimeoutMs = 10 * 60 * 1000;

/** Takes minutes, and installs a PostgreSQL and 1,000 packages: where it is asked for. */
const onRequest = ['test:medusa'];

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const wanted = argv.slice(2);
const steps = ['build', ...Object.keys(scripts).filter((name) => name.startsWith('test:'))].filter(
  (name) => !onRequest.includes(name) || wanted.includes(name),
);
const total = { passed: 0, failed: 0 };

for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step)) continue;
  const started = Date.now();
  console.log(`\n▶ npm run ${step}`);
  const { output, succeeded } = await run(step);
  const { passed, failed } = count(output) ?? { passed: succeeded ? 1 : 0, failed: 0 };
  total.passed += passed;
  // A runner that fails without naming a test is a failure, too.
  total.failed += failed > 0 || succeeded ? failed : 1;
  console.log(`◼ ${step}: ${succeeded ? 'ok' : 'failed'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  // Nothing that follows can be true of a build that failed.
  if (step === 'build' && !succeeded) break;
}
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);

function run(step) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', step], {
      // No input: nothing may wait for an answer. A group of its own, so that all of it can be ended.
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: platform !== 'win32',
      shell: platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        stdout.write(text);
      });
    }
    const timer = setTimeout(() => {
      console.error(`${step} took longer than ${stepTimeoutMs / 60_000} minutes: ended.`);
      if (platform === 'win32') child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    }, stepTimeoutMs);
    child.on('error', (error) => console.error(error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ output, succeeded: code === 0 });
    });
  });
}

/** Reads what the runners print: node:test's summary, or the element runner's line. */
function count(output) {
  const text = stripVTControlCharacters(output);
  const sum = (pattern) => {
    const found = [...text.matchAll(pattern)];
    return found.length > 0 ? found.reduce((all, [, number]) => all + Number(number), 0) : undefined;
  };
  const passed = sum(/^ℹ pass (\d+)$/gm) ?? sum(/^(\d+) passed, \d+ failed$/gm);
  const failed = sum(/^ℹ (?:fail|cancelled) (\d+)$/gm) ?? sum(/^\d+ passed, (\d+) failed$/gm);
  return passed === undefined ? undefined : { passed, failed: failed ?? 0 };
}
