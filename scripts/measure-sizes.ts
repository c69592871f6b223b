/**
 * How many bytes does a page load before its first paint, of the rarer elements until all of them is there? From what rollup built: the script, what it starts at once on such a page,
 * and all that these import. Brotli (quality 11), each file by itself as a server sends it; 1 kB is 1000 bytes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { constants, brotliCompressSync } from 'node:zlib';
import { rollup } from 'rollup';
import { pagePlugins, treeshake } from '../rollup.config.mjs';

export interface Size {
  readonly name: string;
  /** Brotli. */
  readonly bytes: number;
  /** Brotli; what we want. Absent: shown for comparison only. */
  readonly goal?: number;
  /** The files that add up to it. */
  readonly files: readonly string[];
}

/** What the build writes of each file of `dist/cdn/`: names of files there, and of modules in `dist/`. */
export interface Chunk {
  readonly modules: readonly string[];
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

const cdn = 'dist/cdn';
const entry = 'couponkit.js';
const engine = 'engine/standard-engine.js';

/** What the script starts at once wherever one of its elements is on the page: with the reference server, or with a platform. */
const session = ['widget/start-session.js', 'adapters/http.js'];
const platformSession = [
  'widget/start-session.js',
  'widget/platform-source.js',
  'stores/follow-cart.js',
  'engine/standard-check.js',
];
/** What it loads beside them for the elements that fewer pages have: their list, and what they say. */
const moreElements = 'widget/more-elements.js';
/** Those that show campaigns. */
const withCampaigns = ['invite', 'pack', 'wheel'];
/** What such a page asks the server with. */
const campaigns = ['stores/create-campaigns.js', 'adapters/internal/http-campaign-calls.js'];
const banner = 'elements/coupon-banner.js';
const claim = 'elements/coupon-claim.js';
const cart = 'elements/coupon-cart.js';
const cartParts = 'elements/internal/cart-parts.js';
/** What the session loads beside the engine. */
const desk = 'stores/create-desk.js';
/** The parts of the languages that the rarer elements say. */
const laterParts = ['later', 'campaigns'];

export async function measureSizes(): Promise<readonly Size[]> {
  const chunks = readChunks();
  const largestLanguage = largest(
    chunks,
    readdirSync('dist/locales')
      .filter((file) => file.endsWith('.js'))
      .map((file) => `locales/${file}`),
  );
  const load = (name: string, modules: readonly string[], goal?: number, start = session): Size => {
    const files = closure(chunks, [
      entry,
      ...[largestLanguage, ...start, ...modules].map((module) => fileOf(chunks, module)),
    ]);
    return { name, files, bytes: sum(files), ...(goal && { goal }) };
  };

  const own = (name: string): Size =>
    load(`page of a coupon-${name}`, [
      moreElements,
      `elements/coupon-${name}.js`,
      ...laterParts.map((part) => `${largestLanguage}?${part}`),
      ...(withCampaigns.includes(name) ? campaigns : []),
    ]);
  const rarer = readdirSync('dist/elements')
    .flatMap((file) => /^coupon-(\w+)\.js$/.exec(file)?.[1] ?? [])
    .filter((name) => !['banner', 'cart', 'claim'].includes(name));

  const onPlatform = (name: string): Size =>
    load(
      `cart page of a shop on ${name}`,
      [cart, engine, desk, `adapters/${name}.js`],
      undefined,
      platformSession,
    );
  const platforms = readdirSync('dist/adapters')
    .flatMap((file) => /^(\w+)\.js$/.exec(file)?.[1] ?? [])
    .filter((name) => !['adapter', 'http', 'local', 'platform'].includes(name));

  const productPage = load('product page: banner and claim', [banner, claim], 14_000);
  const cartPage = load('cart page: cart and engine', [cart, engine, desk], 20_000);
  /** What the page loads next, without any act of the shopper. */
  const then = (name: string, page: Size, modules: readonly string[]): Size => {
    const loaded = closure(
      chunks,
      modules.map((module) => fileOf(chunks, module)),
    );
    const files = loaded.filter((file) => !page.files.includes(file));
    return { name: `then, ${name}`, files, bytes: sum(files) };
  };
  return [
    await bundle('Lit alone', `export { LitElement, html, css, nothing } from 'lit';`),
    productPage,
    then('when the offers arrive: the engine', productPage, [engine, desk]),
    cartPage,
    then('after the first picture: the rest of the panel', cartPage, [cartParts, `${largestLanguage}?later`]),
    load('all three elements and engine', [banner, claim, cart, engine, desk], 24_000),
    ...rarer.map(own),
    ...platforms.map(onPlatform),
    await bundle(
      'couponkit/engine alone',
      `export { allocate, best, check, quote } from './dist/engine/index.js';`,
      6000,
    ),
    { name: 'couponkit.classic.js, everything', files: [], bytes: brotli(`${cdn}/couponkit.classic.js`) },
  ];
}

export function readChunks(): Readonly<Record<string, Chunk>> {
  return JSON.parse(readFileSync(`${cdn}/chunks.json`, 'utf8')) as Record<string, Chunk>;
}

/** Returns the files with all that they import, before any code of them runs. */
export function closure(
  chunks: Readonly<Record<string, Chunk>>,
  files: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  const add = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    chunks[file]!.imports.forEach(add);
  };
  files.forEach(add);
  return [...found];
}

/** Returns the file that holds a module of `dist/`. */
export function fileOf(chunks: Readonly<Record<string, Chunk>>, module: string): string {
  for (const file in chunks) if (chunks[file]!.modules.includes(module)) return file;
  throw new Error(`No file of ${cdn} holds "${module}".`);
}

/**
 * Bundles a module of a few lines as a page's bundler would.
 * @param late whether what is only loaded later is in it, too
 */
export async function bundleCode(code: string, late = true): Promise<string> {
  const id = 'measured.js';
  const build = await rollup({
    input: id,
    logLevel: 'silent',
    treeshake,
    plugins: [
      {
        name: 'measured',
        resolveId: (source, importer) =>
          source === id
            ? id
            : importer === id && source.startsWith('.')
              ? `${process.cwd()}/${source}`
              : null,
        resolveDynamicImport: (source) => (late ? null : { id: `later:${String(source)}`, external: true }),
        load: (source) => (source === id ? code : null),
      },
      ...pagePlugins,
    ],
  });
  const { output } = await build.generate({ format: 'es', inlineDynamicImports: true });
  await build.close();
  return output[0].code;
}

async function bundle(name: string, code: string, goal?: number): Promise<Size> {
  return { name, files: [], bytes: compress(await bundleCode(code)), ...(goal && { goal }) };
}

function largest(chunks: Readonly<Record<string, Chunk>>, modules: readonly string[]): string {
  const size = (module: string): number => brotli(`${cdn}/${fileOf(chunks, module)}`);
  return [...modules].sort((a, b) => size(b) - size(a))[0]!;
}

function sum(files: readonly string[]): number {
  return files.reduce((total, file) => total + brotli(`${cdn}/${file}`), 0);
}

function brotli(path: string): number {
  return compress(readFileSync(path));
}

function compress(content: string | Buffer): number {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
