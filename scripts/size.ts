// Prints what each page loads before its first paint: `npm run size`, after `npm run build`.
import { measureSizes } from './measure-sizes.js';

const sizes = await measureSizes();
/** What comes next stands below the page that loads it. */
const indent = (name: string): string => (name.startsWith('then') ? `  ${name}` : name);
const width = Math.max(...sizes.map(({ name }) => indent(name).length));
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(2)} kB`.padStart(9);

console.log('Brotli, 1 kB = 1000 bytes\n');
for (const { name, bytes, goal, files } of sizes) {
  console.log(`${indent(name).padEnd(width)} ${kB(bytes)}${goal ? `  goal ${kB(goal)}` : ''}`);
  if (process.argv.includes('--files')) for (const file of files) console.log(`    ${file}`);
}
