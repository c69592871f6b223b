// Bundles the script tag's files from what TypeScript put into dist/:
// - dist/cdn/couponkit.js, an ES module that loads the rest as it is needed, from chunks/;
// - dist/cdn/couponkit.classic.js, everything in one classic script, for tag managers;
// - dist/cdn/chunks.json, which file loads which, for preloading and for the size budgets.
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';

const entry = resolve('dist/widget.js');

/** What every bundle for a page goes through; the size tests use it too. */
export const pagePlugins = [
  shareDecorate(),
  nodeResolve({ exportConditions: ['production', 'browser'] }),
  // nanostores asks for it.
  replace({ preventAssignment: true, 'process.env.NODE_ENV': '"production"' }),
  literalsHtmlCssMinifier({
    failOnError: true,
    include: '**/dist/**',
    // Spaces between inline elements are seen: one is kept.
    options: { minifyOptions: { conservativeCollapse: true } },
  }),
  minify(),
];

const { sideEffects } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What a shop's bundler reads in package.json: which modules of ours do something by themselves. */
export const treeshake = {
  moduleSideEffects: (id) =>
    !id.startsWith(resolve('dist')) || sideEffects.some((file) => id === resolve(file)),
};

export default [
  {
    input: { couponkit: entry },
    treeshake,
    plugins: [copyForEntry(), ...pagePlugins, listChunks()],
    preserveEntrySignatures: 'allow-extension',
    onwarn: fail,
    output: {
      dir: 'dist/cdn',
      format: 'es',
      chunkFileNames: ({ name }) => `chunks/${name === 'index' ? 'engine' : name}-[hash].js`,
      manualChunks: shareChunks(),
    },
  },
  {
    input: entry,
    treeshake,
    // A classic script is read in the encoding of the page, whatever that is.
    plugins: [...pagePlugins.slice(0, -1), minify({ ascii_only: true })],
    onwarn: fail,
    output: { file: 'dist/cdn/couponkit.classic.js', format: 'iife', inlineDynamicImports: true },
  },
];

function minify(format) {
  return terser({
    module: true,
    ecma: 2020,
    compress: { passes: 3 },
    format: { comments: false, ...format },
  });
}

/**
 * Files are compressed one by one, and each is known only when the one before it is there: so few are better. What the session or every
 * element needs is the core, and so is the little that adapters and the engine share; banner and claim button stand on one page.
 */
function shareChunks() {
  /** Module → what the entry loads that needs it. */
  let users;
  return (id, { getModuleInfo }) => {
    users ??= findUsers(getModuleInfo);
    const by = [...(users.get(id) ?? [])];
    const elements = by.filter((start) => start.includes('/elements/'));
    const isEveryone = elements.length === users.elements;
    if (by.some((start) => start.endsWith('/start-session.js')) || isEveryone) return 'core';
    if (by.length > 1 && by.length > elements.length) return 'core';
    return by.length > 0 && by.every((start) => /-(banner|claim)\.js$/.test(start)) ? 'offers' : undefined;
  };
}

function findUsers(getModuleInfo) {
  const users = new Map();
  const starts = getModuleInfo(entry).dynamicallyImportedIds;
  for (const start of starts) {
    const reached = new Set([start]);
    for (const id of reached) {
      users.set(id, (users.get(id) ?? new Set()).add(start));
      for (const next of getModuleInfo(id).importedIds) reached.add(next);
    }
  }
  users.elements = starts.filter((start) => start.includes('/elements/')).length;
  return users;
}

/**
 * Gives the entry a copy of its own of what it imports. A module that it shared with a chunk would stand in the entry, and the chunk would
 * import it from there: where a page loads the entry with a query or through a redirect, that is another module, and all would run twice.
 */
function copyForEntry() {
  const mark = '?entry';
  return {
    name: 'copy-for-entry',
    async resolveId(source, importer) {
      if (importer !== entry && !importer?.endsWith(mark)) return null;
      const found = await this.resolve(source, importer, { skipSelf: true });
      // Other plugins ask on their own, and get here, too.
      return found && { ...found, id: found.id.replace(mark, '') + mark };
    },
    // Only what the entry imports at once is copied; what it loads later is a chunk like any other.
    resolveDynamicImport: (source, importer) =>
      importer === entry || importer.endsWith(mark) ? resolve(importer, '..', source) : null,
    load: (id) => (id.endsWith(mark) ? readFile(id.slice(0, -mark.length), 'utf8') : null),
  };
}

/** TypeScript writes its helper for decorators into every file that has one; a page needs one of it. */
function shareDecorate() {
  const name = '\0decorate.js';
  const helper = /^var __decorate = [^]*?^};\n/m;
  return {
    name: 'share-decorate',
    resolveId: (source) => (source === name ? name : null),
    load: (id) =>
      id === name
        ? `export const __decorate = (decorators, target, key, given) => {
             let descriptor = given === null ? Object.getOwnPropertyDescriptor(target, key) : given;
             for (const decorate of decorators.reverse()) descriptor = decorate(target, key, descriptor) || descriptor;
             if (descriptor) Object.defineProperty(target, key, descriptor);
           };`
        : null,
    transform(code) {
      if (!helper.test(code)) return null;
      if (/= __decorate\(/.test(code)) this.error('Only members are decorated here, no classes.');
      return { code: code.replace(helper, `import { __decorate } from '${name}';\n`), map: null };
    },
  };
}

/** Writes `chunks.json` into an empty folder: for each file its modules, what it imports, and what it may load later. */
function listChunks() {
  return {
    name: 'list-chunks',
    // Names change with what is in a file: the old ones would stay.
    buildStart: () => rm('dist/cdn', { recursive: true, force: true }),
    generateBundle(_, bundle) {
      const list = {};
      for (const { fileName, modules, imports, dynamicImports } of Object.values(bundle)) {
        list[fileName] = {
          modules: Object.keys(modules).map((id) => relative('dist', id.replace('?entry', ''))),
          imports,
          dynamicImports,
        };
      }
      this.emitFile({ type: 'asset', fileName: 'chunks.json', source: `${JSON.stringify(list, null, 2)}\n` });
    },
  };
}

function fail({ message }) {
  throw new Error(message);
}
