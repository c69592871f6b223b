import type { PropertyDeclaration } from 'lit';

/** An attribute that holds several values: `sale, eco`. */
export const commaList: PropertyDeclaration<readonly string[] | undefined> = {
  converter: (text) =>
    text
      ?.split(',')
      .map((each) => each.trim())
      .filter(Boolean),
};
