import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A piece of the built server's text, and what stands in its place in a server with a fault. */
export interface Mutation {
  /** In `dist/`. */
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Returns the folder of a copy of `dist/` with these faults.
 * @throws Error where a text is not there exactly once: the server has changed, and so must the control
 */
export function mutateServer(mutations: readonly Mutation[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'couponkit-mutant-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true, filter: (path) => !/cdn|\.build|\.d\.ts$/.test(path) });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, text, by } of mutations) {
    const path = join(dist, file);
    const parts = readFileSync(path, 'utf8').split(text);
    if (parts.length !== 2) throw new Error(`${file}: "${text}" is there ${parts.length - 1} times`);
    writeFileSync(path, parts.join(by));
  }
  return dist;
}
