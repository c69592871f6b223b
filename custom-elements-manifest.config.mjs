// The manifest of the elements: what editors, documentation and framework types are made from.
import { writeFrameworkTypes } from './scripts/framework-types.mjs';

/** What elements inherit from is read, too, but it is no element. */
const bases = 'src/elements/internal/*-element.ts';

export default {
  globs: ['src/elements/*.ts', bases],
  outdir: 'dist',
  litelement: true,
  // package.json names the manifest itself.
  packagejson: false,
  plugins: [readTags(), describePackage(), writeFrameworkTypes({ folder: 'dist/types' })],
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
        // (Types of events.)
        module.exports = module.exports.filter(({ name }) => name !== '*');
        for (const { declaration } of module.exports) declaration.module = built(declaration.module);
        // What else stands in the file is its own business.
        module.declarations = module.declarations.filter(({ customElement }) => customElement);
        for (const element of module.declarations) {
          const hidden = new Set(
            element.members.filter(({ privacy }) => privacy && privacy !== 'public').map(({ name }) => name),
          );
          element.members = element.members.filter(
            // A field that nobody declares is one of something else: the analyzer reads `this.#form.isOpen = true` as its own.
            ({ name, kind, privacy }) => !hidden.has(name) && (kind !== 'field' || privacy),
          );
          element.attributes = (element.attributes ?? []).filter(({ fieldName }) => !hidden.has(fieldName));
        }
      }
    },
  };
}

function built(path) {
  return path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');
}
