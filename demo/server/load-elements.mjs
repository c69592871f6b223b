/** Every element, with the states that its page shows, and what the manifest says of it. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../elements/', import.meta.url);
const manifest = new URL('../../dist/custom-elements.json', import.meta.url);

/** @returns `[{ tag, states, manifest }]` in the order of their names */
export async function loadElements() {
  const declarations = JSON.parse(readFileSync(manifest, 'utf8')).modules.flatMap(
    (module) => module.declarations,
  );
  const names = readdirSync(folder).filter((name) => /^coupon-[a-z]+\.js$/.test(name));
  const loaded = await Promise.all(
    names.map(async (name) => {
      const tag = name.replace('.js', '');
      const { states } = await import(new URL(name, folder));
      return { tag, states, manifest: declarations.find(({ tagName }) => tagName === tag) };
    }),
  );
  // One that is not built yet has nothing to show.
  return loaded.filter((element) => element.manifest);
}
