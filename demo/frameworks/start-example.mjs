#!/usr/bin/env node
// A page in React or in Vue, with couponkit's server behind it: `node demo/frameworks/start-example.mjs react`. Ctrl+C ends both.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compileScript, parse } from 'vue/compiler-sfc';
import { startCouponServer } from '../server/coupon-server.mjs';
import { loadShop } from '../server/load-shop.mjs';
import { setDates } from '../server/set-dates.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const mains = { react: 'react/main.tsx', vue: 'vue/main.ts' };
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

/**
 * @param framework `react` or `vue`
 * @param options `{ port?, couponPort? }`
 * @returns `{ address, stop() }`
 */
export async function startExample(framework, { port = 8000, couponPort = 8787 } = {}) {
  const address = `http://localhost:${port}`;
  const scripts = await bundle(join(here, mains[framework]));
  const folder = await mkdtemp(join(tmpdir(), 'couponkit-example-'));
  const { coupons } = loadShop();
  await writeFile(join(folder, 'coupons.json'), JSON.stringify(setDates(coupons, Date.now())));
  const couponServer = await startCouponServer({
    port: couponPort,
    store: join(folder, 'coupons.db'),
    coupons: join(folder, 'coupons.json'),
    catalog: join(here, '../catalog.json'),
    origins: [address],
  });
  const pages = createServer(async ({ url }, response) => {
    const path = url === '/' ? '/index.html' : new URL(url, address).pathname;
    response.setHeader('Content-Type', `${types[extname(path)]}; charset=utf-8`);
    response.end(
      scripts.get(path) ?? (await readPage(path, couponPort).catch(() => void (response.statusCode = 404))),
    );
  });
  await once(pages.listen(port, '127.0.0.1'), 'listening');
  return {
    address,
    async stop() {
      pages.closeAllConnections();
      await new Promise((resolve) => pages.close(resolve));
      await couponServer.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves to what the browser loads, by path. What the elements load later stays in files of its own. */
async function bundle(main) {
  const { outputFiles } = await build({
    entryPoints: [main],
    bundle: true,
    format: 'esm',
    splitting: true,
    minify: true,
    target: 'es2022',
    outdir: here,
    entryNames: 'main',
    write: false,
    logLevel: 'error',
    jsx: 'automatic',
    // Inside of couponkit's own package `sideEffects` would speak of these files, too, and leave out what defines the elements.
    ignoreAnnotations: true,
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [vuePages()],
  });
  return new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]));
}

/** Compiles `.vue` files. (With Vite, `@vitejs/plugin-vue` does.) */
function vuePages() {
  return {
    name: 'vue-pages',
    setup({ onLoad }) {
      onLoad({ filter: /\.vue$/ }, async ({ path }) => {
        const { descriptor } = parse(await readFile(path, 'utf8'), { filename: path });
        const { content } = compileScript(descriptor, {
          id: basename(path),
          inlineTemplate: true,
          templateOptions: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('coupon-') } },
        });
        return { contents: content, loader: 'ts' };
      });
    },
  };
}

async function readPage(path, couponPort) {
  if (path.startsWith('/images/')) return readFile(join(here, '..', 'images', basename(path)));
  const text = await readFile(join(here, basename(path)), 'utf8');
  return text.replace('localhost:8787', `localhost:${couponPort}`);
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const framework = argv[2] ?? 'react';
  const { address, stop } = await startExample(framework);
  console.log(`${framework}: ${address}/`);
  process.once('SIGINT', () => void stop()).once('SIGTERM', () => void stop());
}
