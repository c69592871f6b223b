/** How the pages on which elements are tried are to look: `?theme=festive&dir=rtl`. */
import { readdirSync } from 'node:fs';

/** The files of `demo/themes/`. */
export const themes = readdirSync(new URL('../themes/', import.meta.url))
  .filter((name) => name.endsWith('.css'))
  .map((name) => name.replace('.css', ''))
  .sort((a, b) => (a === 'plain' ? -1 : b === 'plain' ? 1 : a.localeCompare(b)));

/** @returns `{ tryout: { theme, dir, search }, theme? }`; `search` keeps them in links; the dark theme is for dark pages */
export function readTryout(context) {
  const { theme: wanted, dir } = context.req.query();
  const theme = themes.includes(wanted) ? wanted : 'plain';
  const isRtl = dir === 'rtl';
  const search = new URLSearchParams({
    ...(theme !== 'plain' && { theme }),
    ...(isRtl && { dir: 'rtl' }),
  }).toString();
  return {
    tryout: { theme, dir: isRtl ? 'rtl' : 'ltr', search: search && `?${search}` },
    ...(theme === 'dark' && { theme: 'dark' }),
  };
}
