import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Imports a package that only benchmarks use. They are installed into bench/peers the first time that one is asked for, so that who builds and tests couponkit
 * need not have them. Their install scripts are not run.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  // Of the package, not of the compiled copy that runs (run.mjs).
  const folder = join(process.cwd(), 'bench/peers/');
  if (!existsSync(`${folder}node_modules`)) {
    console.log('Installing what the benchmarks measure beside, once (about 20 s, 200 MB) …');
    const flags = [
      '--ignore-scripts',
      '--legacy-peer-deps',
      // One of them asks for a newer Node than it needs here.
      '--engine-strict=false',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--silent',
    ];
    execFileSync('npm', ['install', ...flags], { cwd: folder, shell: process.platform === 'win32' });
  }
  const file = createRequire(`${folder}package.json`).resolve(name);
  return (await import(pathToFileURL(file).href)) as T;
}
