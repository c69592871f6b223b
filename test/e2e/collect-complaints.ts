import type { Page } from 'puppeteer-core';

/** Returns what the browser complains of on a page from now on: errors, warnings, exceptions. The list grows. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}
