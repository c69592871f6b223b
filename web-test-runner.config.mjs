// Tests of elements run in real browsers of three engines, on the sources: `npm run test:elements -- test/elements/coupon-cart.test.ts`
// runs one file, `--group firefox` (or `chromium`, `webkit`) runs one engine.
import { argv, env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher, defaultReporter } from '@web/test-runner';
import puppeteer from 'puppeteer-core';
import { launchOptions } from './scripts/find-browser.mjs';
import { firefoxLauncher } from './scripts/firefox-launcher.mjs';
import { webkitLauncher } from './scripts/webkit-launcher.mjs';

/** Only the tab in front gets frames, and tests of what is painted need them. */
const concurrency = 1;

const engines = {
  chromium: () => chromeLauncher({ launchOptions: launchOptions(), puppeteer, concurrency }),
  firefox: () => firefoxLauncher({ concurrency }),
  webkit: () => webkitLauncher(),
};

const wanted = argv.includes('--group') ? [argv[argv.indexOf('--group') + 1]] : Object.keys(engines);
const skipped = [];
const browsers = wanted.flatMap((name) => launch(name) ?? []);
if (browsers.length === 0)
  throw new Error(skipped.join('\n') || `The engines are: ${Object.keys(engines).join(', ')}.`);

export default {
  files: ['test/elements/**/*.test.ts'],
  concurrency,
  // All at once: while one waits for a frame, another computes.
  concurrentBrowsers: browsers.length,
  browsers,
  // The runner looks for a group that is asked for.
  groups: argv.includes('--group') ? [{ name: wanted[0], browsers }] : [],
  // Dependencies are taken as a shop's bundle takes them.
  nodeResolve: { exportConditions: ['production', 'browser'] },
  plugins: [
    ownSources(),
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('./tsconfig.page.json', import.meta.url)) }),
  ],
  // nanostores asks `process.env.NODE_ENV`, which bundles have replaced.
  testRunnerHtml: (testFramework) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>couponkit tests</title>
  </head>
  <body>
    <script>
      window.process = { env: { NODE_ENV: 'production' } };
    </script>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`,
  testFramework: { config: { timeout: 5000 } },
  reporters: [defaultReporter({ reportTestProgress: false }), countReporter()],
};

/** What the demo's pages import by the package's name is the sources here. */
function ownSources() {
  return {
    name: 'own-sources',
    resolveImport({ source }) {
      const [, path] = /^couponkit(?:\/(.*))?$/.exec(source) ?? [];
      if (path === 'engine') return '/src/engine/index.ts';
      return source.startsWith('couponkit') ? `/src/${path ?? 'index'}.ts` : undefined;
    },
  };
}

/** Returns the launcher of an engine. One that is not here is left out, aloud; on a CI machine that is a failure. */
function launch(name) {
  try {
    return engines[name]?.();
  } catch (error) {
    if (env.CI === 'true') throw error;
    skipped.push(`⚠ NOT TESTED IN ${name.toUpperCase()}: ${error.message}`);
    console.error(skipped.at(-1));
    return undefined;
  }
}

/** Ends the output with `N passed, N failed` over all engines; a file that could not be run counts as one failure. */
function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const engine = new Map();
      for (const { browser, testResults, passed } of sessions) {
        const counts = engine.get(browser.name) ?? { passed: 0, failed: 0 };
        engine.set(browser.name, counts);
        const failedBefore = counts.failed;
        if (testResults) count(testResults, counts);
        if (!passed && counts.failed === failedBefore) counts.failed++;
      }
      for (const [name, { passed, failed }] of engine)
        console.log(`${name}: ${passed} passed, ${failed} failed`);
      for (const line of skipped) console.log(line);
      const all = [...engine.values()];
      const sum = (outcome) => all.reduce((total, counts) => total + counts[outcome], 0);
      console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
    },
  };
}

function count(suite, counts) {
  for (const test of suite.tests) if (!test.skipped) counts[test.passed ? 'passed' : 'failed']++;
  for (const inner of suite.suites) count(inner, counts);
}
