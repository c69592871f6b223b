// What TypeScript knows of the elements in React, Vue and Svelte: a plugin of the analyzer that writes `dist/types/*.d.ts` from the
// manifest. Types of properties and events are those of the classes; the manifest says which there are.
import { mkdirSync, writeFileSync } from 'node:fs';

const heading = '// Written from custom-elements.json by the build.\n';

/** Returns the plugin. It has to stand behind those that complete the manifest. */
export function writeFrameworkTypes({ folder }) {
  return {
    name: 'write-framework-types',
    packageLinkPhase({ customElementsManifest: { modules } }) {
      const elements = modules
        .flatMap(({ path, declarations }) => declarations.map((element) => ({ ...element, path })))
        .filter(({ tagName }) => tagName);
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of Object.entries({ elements: describeElements(elements), react, vue, svelte }))
        writeFileSync(`${folder}/${name}.d.ts`, heading + text);
    },
  };
}

/** The one file that differs with the elements; the others are made of it by TypeScript. */
function describeElements(elements) {
  const imports = elements.map(
    ({ name, path }) => `import type { ${name} } from '${path.replace(/^dist/, '..')}';\n`,
  );
  const entries = elements.map(({ tagName, name, description, members, attributes, events }) => {
    const properties = members.filter(
      ({ kind, static: isStatic, readonly }) => kind === 'field' && !isStatic && !readonly,
    );
    // A property of the same name is set instead. One for yes and no is told in too many ways: by its property only.
    const others = attributes.filter(
      ({ name: attribute, fieldName, type }) =>
        fieldName && fieldName !== attribute && type?.text !== 'boolean',
    );
    return `
  /** ${description.replaceAll(/\s+/g, ' ')} */
  '${tagName}': {
    element: ${name};
    properties: Pick<${name}, ${quote(properties)}>;
    attributes: {${others.map(({ name: attribute, fieldName }) => ` '${attribute}': ${name}['${fieldName}'];`).join('')} };
    events: Pick<GlobalEventHandlersEventMap, ${quote(events)}>;
  };`;
  });
  return `${imports.join('')}
/** By tag: what a page may set on the element, and what it hears of it. */
export interface CouponElements {${entries.join('')}
}

/** What takes the events of an element, under names that begin with \`Prefix\`. */
export type CouponListeners<Tag extends keyof CouponElements, Prefix extends string> = {
  [Name in keyof CouponElements[Tag]['events'] as \`\${Prefix}\${Name & string}\`]?: (
    event: CouponElements[Tag]['events'][Name],
  ) => void;
};
`;
}

function quote(named) {
  return named.map(({ name }) => `'${name}'`).join(' | ') || 'never';
}

const react = `import type { ClassAttributes, HTMLAttributes } from 'react';
import type { CouponElements, CouponListeners } from './elements.js';

/** React 19 sets what the element has as a property, anything else as an attribute, and listens to what follows \`on\`. */
type Props<
  Tag extends keyof CouponElements,
  Own = CouponElements[Tag]['properties'] & CouponElements[Tag]['attributes'],
> = Partial<Own> &
  Omit<HTMLAttributes<CouponElements[Tag]['element']>, keyof Own> &
  ClassAttributes<CouponElements[Tag]['element']> &
  CouponListeners<Tag, 'on'>;

export type CouponProps = { [Tag in keyof CouponElements]: Props<Tag> };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends CouponProps {}
  }
}
`;

const vue = `import type { EmitFn, HTMLAttributes, PublicProps } from 'vue';
import type { CouponElements, CouponListeners } from './elements.js';

/** As Vue's own guide tells what it knows of custom elements. */
type Component<Tag extends keyof CouponElements, Own = CouponElements[Tag]['properties']> = new () => CouponElements[Tag]['element'] & {
  $props: Partial<Own> & Omit<HTMLAttributes, keyof Own> & PublicProps;
  $emit: EmitFn<Required<CouponListeners<Tag, ''>>>;
};

export type CouponComponents = { [Tag in keyof CouponElements]: Component<Tag> };

declare module 'vue' {
  interface GlobalComponents extends CouponComponents {}
}
`;

const svelte = `import type { HTMLAttributes } from 'svelte/elements';
import type { CouponElements, CouponListeners } from './elements.js';

/** Svelte sets what the element has as a property, anything else as an attribute. */
type Props<
  Tag extends keyof CouponElements,
  Own = CouponElements[Tag]['properties'] & CouponElements[Tag]['attributes'],
> = Partial<Own> &
  Omit<HTMLAttributes<CouponElements[Tag]['element']>, keyof Own> &
  CouponListeners<Tag, 'on' | 'on:'>;

export type CouponProps = { [Tag in keyof CouponElements]: Props<Tag> };

declare module 'svelte/elements' {
  interface SvelteHTMLElements extends CouponProps {}
}
`;
