/** Returns the path of a Chrome, Chromium or Edge, installing one on Debian as root; throws where there is none. */
export function findBrowser(): string;

/** Returns the options for `puppeteer.launch()`. */
export function launchOptions(): { executablePath: string; headless: boolean; args: string[] };
