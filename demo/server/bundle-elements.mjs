/**
 * The SDK and the elements as a page with a bundler would have them, for the pages that try elements: the gallery and the themes. The shop's own
 * pages have the script tag instead.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import { rollup } from 'rollup';

const folder = new URL('../elements/', import.meta.url);

/** Answers `/elements/*.js`; the bundle is made when it is first asked for. */
export function serveElements() {
  let bundling;
  return async (context, next) => {
    bundling ??= bundle();
    const code = (await bundling).get(context.req.path.slice('/elements/'.length));
    if (code === undefined) return next();
    return context.body(code, 200, {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'no-cache',
    });
  };
}

/** @returns file name → code */
async function bundle() {
  const built = await rollup({
    input: readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => fileURLToPath(new URL(name, folder))),
    plugins: [
      nodeResolve({ exportConditions: ['production', 'browser'] }),
      // nanostores asks for it.
      replace({ preventAssignment: true, 'process.env.NODE_ENV': '"production"' }),
    ],
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await built.generate({ format: 'es', chunkFileNames: 'chunks/[name]-[hash].js' });
  await built.close();
  return new Map(output.map(({ fileName, code }) => [fileName, code]));
}
