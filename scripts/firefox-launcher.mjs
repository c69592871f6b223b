// Runs the element tests in Firefox: puppeteer drives it by WebDriver BiDi. That protocol has no way yet to say what the
// shopper's system prefers, so `emulateMedia` asks the browser itself.
import { chromeLauncher } from '@web/test-runner';
import puppeteer from 'puppeteer-core';
import { launchOptions } from './find-browser.mjs';

/** What makes the browser believe that its system prefers something. */
const preferences = {
  'prefers-reduced-motion': (value) =>
    `Services.prefs.setIntPref('ui.prefersReducedMotion', ${Number(value === 'reduce')})`,
  'prefers-color-scheme': (value) =>
    `gBrowser.selectedBrowser.browsingContext.prefersColorSchemeOverride = '${value === 'no-preference' ? 'none' : value}'`,
};

/** Returns the launcher; throws where there is no Firefox. */
export function firefoxLauncher(options) {
  return chromeLauncher({
    ...options,
    puppeteer,
    launchOptions: launchOptions('firefox'),
    async createPage({ context }) {
      const page = await context.newPage();
      page.emulateMediaFeatures = (features) => emulateMediaFeatures(page, features);
      const press = page.keyboard.press.bind(page.keyboard);
      // The protocol knows it by what it writes.
      page.keyboard.press = (key, options) => press(key === 'Space' ? ' ' : key, options);
      return page;
    },
  });
}

async function emulateMediaFeatures(page, features) {
  const { connection } = page.browser();
  const { result } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  for (const { name, value } of features) {
    await connection.send('script.evaluate', {
      expression: preferences[name](value),
      target: { context: result.contexts[0].context },
      awaitPromise: false,
    });
    // The page hears of it later; of schemes there is none that is no preference.
    if (name === 'prefers-reduced-motion' || value !== 'no-preference')
      await page.waitForFunction((query) => matchMedia(query).matches, {}, `(${name}: ${value})`);
  }
}
