// Prints what each page loads before its first paint: `npm run size`, after `npm run build`.
import { measureSizes } from './measure-sizes.js';

const sizes = await measureSizes();
const width = Math.max(...sizes.map(({ name }) => name.length));
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(2)} kB`.padStart(9);

console.log('Brotli, 1 kB = 1000 bytes\n');
for (const { name, bytes, budget, files } of sizes) {
  console.log(`${name.padEnd(width)} ${kB(bytes)}${budget ? `  of ${kB(budget)}` : ''}`);
  if (process.argv.includes('--files')) for (const file of files) console.log(`    ${file}`);
}
