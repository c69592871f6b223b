// Writes what each element can be styled by into docs/theming.md, from the manifest: `node scripts/document-elements.mjs` after a build.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const page = fileURLToPath(new URL('../docs/theming.md', import.meta.url));
const manifest = new URL('../dist/custom-elements.json', import.meta.url);
const mark = '<!-- manifest -->\n';

const kinds = [
  ['custom property', 'cssProperties', (name) => `\`${name}\``],
  ['part', 'cssParts', (name) => `\`::part(${name})\``],
  ['state', 'cssStates', (name) => `\`:state(${name})\``],
  ['slot', 'slots', (name) => (name ? `\`${name}\`` : 'default')],
];

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await documentElements());

/** Returns the page as it has to be. */
export async function documentElements() {
  const [text] = readFileSync(page, 'utf8').split(mark);
  const elements = JSON.parse(readFileSync(manifest, 'utf8'))
    .modules.flatMap(({ declarations }) => declarations)
    .filter(({ tagName }) => tagName);
  const sections = elements.map(describe).join('\n');
  return format(`${text}${mark}\n${sections}`, { ...(await resolveConfig(page)), parser: 'markdown' });
}

function describe(element) {
  const tables = kinds
    .filter(([, list]) => element[list]?.length > 0)
    .map(([kind, list, write]) => {
      const rows = element[list].map(({ name, default: initial, description = '' }) => {
        const said = initial ? `${description} Default \`${initial}\`.` : description;
        return `| ${write(name)} | ${said.replace(/\s+/g, ' ').replaceAll('|', '\\|')} |`;
      });
      return `| ${kind} | |\n| --- | --- |\n${rows.join('\n')}\n`;
    });
  return `### \`<${element.tagName}>\`\n\n${tables.join('\n')}`;
}
