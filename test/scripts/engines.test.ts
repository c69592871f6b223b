import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { env, execPath } from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const script = `
  process.argv.push('--group', 'firefox');
  await import("./web-test-runner.config.mjs");`;
const load = (CI: string) =>
  promisify(execFile)(execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
    env: { ...env, CI, FIREFOX_PATH: 'nowhere' },
  }).then(
    ({ stderr }) => ({ stderr, failed: false }),
    ({ stderr }: { stderr: string }) => ({ stderr, failed: true }),
  );

test('an engine that is not here is left out aloud', async () => {
  const { stderr } = await load('');
  assert.match(stderr, /NOT TESTED IN FIREFOX: FIREFOX_PATH is "nowhere"/);
});

test('on a CI machine it is a failure, and so is having none at all', async () => {
  const missing = /FIREFOX_PATH is "nowhere"/;
  for (const CI of ['true', '']) {
    const { stderr, failed } = await load(CI);
    assert.ok(failed);
    assert.match(stderr, missing);
  }
});
