import { randomUUID } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createKeys, rotateKeys, type Keys } from './keys.js';
import { parseKeys } from './parse-keys.js';

/**
 * Returns the keys kept in a file, which only its owner can read; makes them where there is none. Where two processes start at
 * once, both get the same.
 * @throws Error where the file cannot be read or written, or is not a file of keys
 */
export async function loadKeys(path: string): Promise<Keys> {
  return readKeys(path) ?? (await makeKeys(path));
}

/** Makes a new signing key, and returns the keys as they are then. */
export async function rotateKeyFile(path: string): Promise<Keys> {
  const keys = await rotateKeys(await loadKeys(path));
  const draft = writeDraft(path, keys);
  renameSync(draft, path);
  return keys;
}

function readKeys(path: string): Keys | undefined {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = parseKeys(parseJson(content));
  if (!parsed.ok) throw new Error(`${path} is not a file of keys: ${parsed.problems[0]!.path} is wrong`);
  return parsed.value;
}

async function makeKeys(path: string): Promise<Keys> {
  const made = await createKeys();
  const draft = writeDraft(path, made);
  try {
    // Unlike a rename, a link fails where another process was first.
    linkSync(draft, path);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKeys(path) ?? made;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, content: Keys): string {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(content, undefined, 2) + '\n', { mode: 0o600, flag: 'wx' });
  chmodSync(draft, 0o600);
  return draft;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
