/** Files below a folder, compressed once and kept. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
/** A chunk's name changes with its content. */
const hashed = /-[\w-]{8}\.js$/;

/**
 * @param folder its `file:` address, with a slash at the end
 * @param prefix what stands before a file's name in addresses
 */
export function serveFiles(folder, prefix) {
  const kept = new Map();

  const read = (name) => {
    const file = new URL(name, folder);
    if (!/^[\w./-]+$/.test(name) || !file.href.startsWith(folder.href) || !existsSync(file)) return undefined;
    const changedAt = statSync(file).mtimeMs;
    if (kept.get(name)?.changedAt !== changedAt) {
      const plain = readFileSync(file);
      kept.set(name, { changedAt, plain, brotli: brotliCompressSync(plain) });
    }
    return kept.get(name);
  };

  return async (context, next) => {
    const name = context.req.path.slice(prefix.length);
    const type = types[extname(name)];
    const found = type && read(name);
    if (!found) return next();
    const packs = /\bbr\b/.test(context.req.header('Accept-Encoding') ?? '');
    return context.body(packs ? found.brotli : found.plain, 200, {
      'Content-Type': type,
      'Cache-Control': hashed.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: `"${found.changedAt}${packs ? '-br' : ''}"`,
      Vary: 'Accept-Encoding',
      ...(packs && { 'Content-Encoding': 'br' }),
    });
  };
}
