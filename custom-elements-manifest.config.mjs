// The manifest of the elements: what editors, documentation and framework types are made from.

/** What elements inherit from is read, too, but it is no element. */
const bases = 'src/elements/internal/*-element.ts';

export default {
  globs: ['src/elements/*.ts', bases],
  outdir: 'dist',
  litelement: true,
  // package.json names the manifest itself.
  packagejson: false,
  plugins: [readTags(), describePackage()],
};

/** The tag of a class stands in the module's `HTMLElementTagNameMap`; it is defined elsewhere. */
function readTags() {
  return {
    name: 'read-tags',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'HTMLElementTagNameMap') return;
      for (const { name, type } of node.members) {
        const element = moduleDoc.declarations.find((declared) => declared.name === type.getText());
        Object.assign(element, { tagName: name.text, customElement: true });
      }
    },
  };
}

/** Leaves what a shop can use: public members of real elements, where the package has them. */
function describePackage() {
  return {
    name: 'describe-package',
    packageLinkPhase({ customElementsManifest: manifest }) {
      manifest.modules = manifest.modules.filter(({ path }) => !path.includes('/internal/'));
      for (const module of manifest.modules) {
        module.path = built(module.path);
        for (const { declaration } of module.exports) declaration.module = built(declaration.module);
        for (const element of module.declarations) {
          const hidden = new Set(
            element.members.filter(({ privacy }) => privacy && privacy !== 'public').map(({ name }) => name),
          );
          element.members = element.members.filter(({ name }) => !hidden.has(name));
          element.attributes = element.attributes.filter(({ fieldName }) => !hidden.has(fieldName));
        }
      }
    },
  };
}

function built(path) {
  return path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
}
