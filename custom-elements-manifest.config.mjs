// The manifest of the elements: what editors, documentation and framework types are made from.
export default {
  globs: ['src/elements/*.ts'],
  outdir: 'dist',
  litelement: true,
  // package.json names the manifest itself.
  packagejson: false,
};
