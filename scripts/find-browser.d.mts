export type BrowserName = 'chromium' | 'firefox';

/** Returns the path of a Chrome, Chromium or Edge, or of a Firefox, installing one on Debian as root; throws where there is none. */
export function findBrowser(name?: BrowserName): string;

/** Returns the options for `puppeteer.launch()`. */
export function launchOptions(name?: BrowserName): {
  browser: 'chrome' | 'firefox';
  executablePath: string;
  headless: boolean;
  args: string[];
};
