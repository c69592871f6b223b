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

/** Nothing here changes an export after it is made, or looks at a namespace as such. */
const terse = {
  freeze: false,
  externalLiveBindings: false,
  generatedCode: { preset: 'es2015', symbols: false },
};

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
    plugins: [
      copyForEntry(),
      copySeldomShared(),
      cutLanguages(),
      loadTogether(),
      ...pagePlugins,
      listChunks(),
    ],
    preserveEntrySignatures: 'allow-extension',
    onwarn: fail,
    output: {
      dir: 'dist/cdn',
      format: 'es',
      chunkFileNames: ({ name, facadeModuleId }) =>
        `chunks/${name}${/\?(later|checkout|campaigns)$/.exec(facadeModuleId)?.[0].replace('?', '-') ?? ''}-[hash:7].js`,
      // Names that differ in case alone are one on some hosts.
      hashCharacters: 'base36',
      manualChunks: shareChunks(),
      ...terse,
    },
  },
  {
    input: entry,
    treeshake,
    // A classic script is read in the encoding of the page, whatever that is.
    plugins: [...pagePlugins.slice(0, -1), minify({ ascii_only: true })],
    onwarn: fail,
    output: { file: 'dist/cdn/couponkit.classic.js', format: 'iife', inlineDynamicImports: true, ...terse },
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

/** What the entry loads for few pages. */
const seldom = /\/(more-elements|page-extras|platform-source|read-json)\.js$/;

/**
 * Files are compressed one by one, so few are better. What the session or every element needs is the core, and so is the little that
 * adapters and the engine share; engine and desk come together; banner and claim button stand on one page. What is loaded later is on its own.
 */
function shareChunks() {
  /** Module → the modules that are loaded by `import()` and need it. */
  let users;
  return (id, { getModuleIds, getModuleInfo }) => {
    users ??= findUsers([...getModuleIds()].map(getModuleInfo), getModuleInfo);
    const { first, later } = users.get(id) ?? { first: [], later: [] };
    const elements = first.filter((start) => start.includes('/elements/'));
    const isEveryone = elements.length === users.elements;
    // What most of the rarer elements show comes together, too, and what those with campaigns do.
    const rare = later.filter((start) => start.includes('/elements/coupon-'));
    if (first.length === 0 && rare.length === later.length && rare.length > 1) {
      if (rare.length > users.rare / 2) return 'cards';
      if (rare.every((start) => /-(invite|pack|wheel)\.js$/.test(start))) return 'campaigns';
    }
    if (isEveryone || first.some((start) => start.endsWith('/start-session.js'))) return 'core';
    const isOnlyFor = (starts) => first.length > 0 && first.every((start) => starts.test(start));
    // One is of no use without the other, nor coupons of the page without the engine. What is loaded later must not bring them.
    const isOfEngine = first.some((start) => /\/(create-desk|page-engine)\.js$/.test(start));
    if (isOfEngine && isOnlyFor(/\/(create-desk|page-engine|local-source)\.js$/))
      return later.length > 0 ? 'core' : 'engine';
    // A platform's coupons come from a feed, as those of the page do.
    if (isOnlyFor(/\/local-source\.js$/)) return 'feed';
    if (first.length > 1 && first.length > elements.length) return 'core';
    return isOnlyFor(/-(banner|claim)\.js$/) ? 'offers' : undefined;
  };
}

function findUsers(modules, getModuleInfo) {
  const users = Object.assign(new Map(), { elements: 0, rare: 0 });
  for (const { id: start, dynamicImporters } of modules) {
    // What is asked for where the engine is there already: what they share with it stays with it.
    const isWithEngine =
      /\/(preview-refunds|suggest|standard-check|adapters\/(?!http|local|internal)[a-z]+)\.js$/.test(start);
    if (dynamicImporters.length === 0 || isWithEngine) continue;
    const isFirst = dynamicImporters.includes(entry) && !seldom.test(start);
    if (start.includes('/elements/coupon-')) users[isFirst ? 'elements' : 'rare']++;
    const reached = new Set([start]);
    for (const id of reached) {
      if (!users.has(id)) users.set(id, { first: [], later: [] });
      users.get(id)[isFirst ? 'first' : 'later'].push(start);
      for (const next of getModuleInfo(id).importedIds) reached.add(next);
    }
  }
  return users;
}

/** The entry, and the list of the rarer elements, ask for a file together with what that imports, and would be known only when it is there. The core it asks for anyway. */
function loadTogether() {
  return {
    name: 'load-together',
    renderDynamicImport({ getTargetChunkImports, targetModuleId, chunk: { isEntry, facadeModuleId } }) {
      const others = (getTargetChunkImports() ?? []).filter(({ chunk }) => chunk && chunk.name !== 'core');
      const isList = isEntry || facadeModuleId?.endsWith('/more-elements.js');
      if (!isList || others.length === 0 || seldom.test(targetModuleId)) return null;
      const imports = others.map(({ resolvedImportPath }) => `import(${resolvedImportPath}),`);
      return { left: `(${imports.join('')}import(`, right: '))' };
    },
  };
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

/**
 * A few modules that two files need, which pages seldom load both, stand in each of them: a third file, or the core, would be more for every page.
 * They keep nothing, so two of them are as good as one.
 */
function copySeldomShared() {
  // What banner and claim button are made of.
  const offers =
    'claiming-element|coupon-ticket|describe-reason|standing|claim-events|claim-styles|dismissals|coupon-list|parse-decimal';
  /** The module, whoever gets a copy of it, and the mark of that copy. */
  const copies = [
    // The cart shows the same cards, but later.
    [RegExp(`/(${offers})\\.js$`), /\/internal\/cart-[\w-]+\.js$|\?cart$/, '?cart'],
    [/\/directives\/live\.js$/, /\/internal\/cart-[\w-]+\.js$|\?cart$/, '?cart'],
    [/\/directive(-helpers)?\.js$/, /\?cart$/, '?cart'],
    // So do the elements that fewer pages have, and the notice that a link was followed.
    [/\/describe-reason\.js$/, /\/link-notice\.js$/, '?link'],
    [
      /\/(cart-(code-form|events|panel|announcer|source)|code-form-styles)\.js$/,
      /\/elements\/(coupon-(wallet|nudge)|internal\/(wallet|nudge)-[\w-]+)\.js$|\?more$/,
      '?more',
    ],
    [/\/tell-time\.js$/, /\/internal\/campaign-/, '?more'],
    [
      RegExp(`/(${offers})\\.js$`),
      RegExp(`/elements/(?!coupon-(banner|claim)\\.js$|internal/(${offers}|cart-[\\w-]+)\\.js$)|\\?more$`),
      '?more',
    ],
    // The server's adapter leaves codes to the server, and loads later what counts carts.
    [
      /\/(normalize-code|hash-cart|create-idempotency-key)\.js$/,
      /\/adapters\/(local|internal\/create-feed)\.js$/,
      '?local',
    ],
    [/\/canonical-(cart|json)\.js$/, /\?local$/, '?local'],
    // A page has the server's adapter or a platform's.
    [/\/(send-json|read-bounded)\.js$/, /\/ask-platform\.js$|\?platform$/, '?platform'],
    // The engine needs less of it.
    [/\/money\/allocate\.js$/, /\/adapters\/internal\/[\w-]+\.js$/, '?platform'],
    [/\/(coupon-error|divide|round-shares)\.js$/, /\?platform$/, '?platform'],
  ];
  const marked = /\?(cart|link|local|more|platform)$/;
  return {
    name: 'copy-seldom-shared',
    async resolveId(source, importer = '') {
      const [, , mark] = copies.find(([module, user]) => module.test(source) && user.test(importer)) ?? [];
      if (!mark) return null;
      const found = await this.resolve(source, importer.replace(marked, ''), { skipSelf: true });
      // Other plugins ask on their own, and get here, too.
      return found && { ...found, id: found.id.replace(marked, '') + mark };
    },
    load: (id) => (marked.test(id) ? readFile(id.replace(marked, ''), 'utf8') : null),
  };
}

/** Cuts each language: what is said first, and a file for each part of `laterSections`. */
function cutLanguages() {
  return {
    name: 'cut-languages',
    resolveId: (source) => (/\?(later|checkout|campaigns)$/.test(source) ? source : null),
    async load(id) {
      const [file, part] = id.split('?');
      if (!file.startsWith(resolve('dist/locales'))) return null;
      const { messages } = await import(file);
      const { laterSections } = await import(resolve('dist/i18n/later-sections.js'));
      const parts = Object.entries(laterSections);
      const partOf = (section) => parts.find(([, sections]) => sections.includes(section))?.[0];
      const isWanted = (key) => partOf(key.split('.')[0]) === part;
      const code = `export const messages = ${JSON.stringify(messages, Object.keys(messages).filter(isWanted))};`;
      if (id !== file) return code;
      const choice = parts.reduceRight((rest, [name]) => {
        const load = `import('${id}?${name}')`;
        return rest ? `part === '${name}' ? ${load} : ${rest}` : load;
      }, '');
      return `${code} export const loadLater = (part) => ${choice};`;
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
