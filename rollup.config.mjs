// Bundles the script tag's files from what TypeScript put into dist/:
// - dist/cdn/couponkit.js, an ES module that loads the rest as it is needed, from chunks/;
// - dist/cdn/couponkit.classic.js, everything in one classic script, for tag managers;
// - dist/cdn/chunks.json, which file loads which, for preloading and for the size budgets.
import { literalsHtmlCssMinifier } from '@literals/rollup-plugin-html-css-minifier';
import nodeResolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';

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
  terser({ module: true, ecma: 2020, compress: { passes: 3 }, format: { comments: false } }),
];

export default [
  {
    input: { couponkit: 'dist/widget.js' },
    plugins: [...pagePlugins, chunkList()],
    // Lazy chunks must never import the entry: a page may load it with a query or through a redirect, and would run it twice.
    preserveEntrySignatures: 'allow-extension',
    onwarn: fail,
    output: {
      dir: 'dist/cdn',
      format: 'es',
      chunkFileNames: 'chunks/[name]-[hash].js',
      manualChunks: sharedChunk,
    },
  },
  {
    input: 'dist/widget.js',
    plugins: pagePlugins,
    onwarn: fail,
    output: {
      file: 'dist/cdn/couponkit.classic.js',
      format: 'iife',
      inlineDynamicImports: true,
    },
  },
];
