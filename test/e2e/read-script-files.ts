import { readdirSync, readFileSync } from 'node:fs';

/** Returns the script tag's files as they were built, by the path that each has beside `couponkit.js`. */
export function readScriptFiles(): ReadonlyMap<string, string> {
  const paths = ['couponkit.js', ...readdirSync('dist/cdn/chunks').map((name) => `chunks/${name}`)];
  return new Map(paths.map((path) => [path, readFileSync(`dist/cdn/${path}`, 'utf8')]));
}
