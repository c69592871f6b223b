// Tests of elements run in a real Chromium, on the sources: `npm run test:elements -- test/elements/coupon-cart.test.ts` runs one file.
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher, defaultReporter } from '@web/test-runner';
import { launchOptions } from './scripts/find-browser.mjs';

/** Only the tab in front gets frames, and tests of what is painted need them. */
const concurrency = 1;

export default {
  files: ['test/elements/**/*.test.ts'],
  concurrency,
  browsers: [chromeLauncher({ launchOptions: launchOptions(), concurrency })],
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

/** Ends the output with `N passed, N failed`; a file that could not be run counts as one failure. */
function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      let passed = 0;
      let failed = 0;
      const count = (suite) => {
        for (const test of suite.tests) if (!test.skipped) test.passed ? passed++ : failed++;
        for (const inner of suite.suites) count(inner);
      };
      for (const session of sessions) {
        const failedBefore = failed;
        if (session.testResults) count(session.testResults);
        if (!session.passed && failed === failedBefore) failed++;
      }
      console.log(`${passed} passed, ${failed} failed`);
    },
  };
}
