/** Keeps a feed in a file: read to see what it holds, and written whole or not at all. */
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { isObject } from '../model/shape.js';
import { ImportError } from './importer.js';

/** What a file of coupons says, whatever else is in it. */
export interface FeedContent {
  readonly coupons: readonly unknown[];
  /** `$schema`, campaigns and the like: they stay as they are. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** Where editors find what a feed may say. */
const schema = 'https://unpkg.com/couponkit/dist/coupon-feed.schema.json';

/**
 * Returns what the file holds; nothing where there is none.
 * @param isForced whether a file that is no feed counts as none
 * @throws ImportError where it is something else
 */
export async function readFeed(path: string, isForced = false): Promise<FeedContent> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{"coupons":[]}';
    throw new ImportError(`${path} cannot be read (${error.code})`, { cause: error });
  });
  const { coupons, ...others } = parse(text);
  if (Array.isArray(coupons)) return { coupons, others };
  if (isForced) return { coupons: [], others: {} };
  throw new ImportError(
    `${path} is there, and is no feed of coupons: choose another file, or write over it with --force`,
  );
}

/** Returns whether the file is another one now. @throws ImportError where it cannot be written; then it is as it was */
export async function writeFeed(path: string, { coupons, others }: FeedContent): Promise<boolean> {
  const text = `${JSON.stringify({ $schema: schema, ...others, coupons }, null, 2)}\n`;
  const target = await realpath(path).catch(() => path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    if ((await readFile(target, 'utf8').catch(() => undefined)) === text) return false;
    const mode = (await stat(target).catch(() => undefined))?.mode;
    await writeFile(draft, text, { flag: 'wx', ...(mode !== undefined && { mode }) });
    await rename(draft, target);
    return true;
  } catch (cause) {
    await rm(draft, { force: true });
    throw new ImportError(`${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (isObject(content)) return content;
    return Array.isArray(content) ? { coupons: content } : {};
  } catch {
    return {};
  }
}
