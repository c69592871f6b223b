import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openShop, type Shop } from './open-shop.js';

const tags = readdirSync(new URL('../../src/elements/', import.meta.url))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace('.ts', ''))
  .sort();

/** Rules that real shops have, and worse. The size of text is inherited on purpose, so it stays as it is around the elements. */
const hostile = `
  * { all: unset; color: lime !important; background: fuchsia; font-family: cursive; }
  body, main, figure, .stage, .stage > * { font-style: italic; font-weight: 900; letter-spacing: 0.4em;
    line-height: 3; text-align: end; text-indent: 4em; text-transform: uppercase; white-space: pre; word-spacing: 2em; }
  button, a, input, p, span, b, ul, li, h2, h3, dl, dt, dd, section, dialog, svg, [part], .button, .card, .ticket, .panel, .face, .title {
    all: unset; padding: 40px !important; border: 9px dotted lime !important; font-size: 48px !important;
    text-transform: uppercase !important; transform: rotate(4deg) !important; box-sizing: content-box !important; }
  ::before, ::after { content: 'leak' !important; }
`;

/** What would be seen of a leak, beside sizes, which follow the place. */
const looks = [
  'background-color',
  'border-block-start-color',
  'border-block-start-style',
  'border-block-start-width',
  'border-start-start-radius',
  'box-sizing',
  'color',
  'cursor',
  'display',
  'font-family',
  'font-size',
  'font-style',
  'font-variant-numeric',
  'font-weight',
  'letter-spacing',
  'line-height',
  'list-style-type',
  'opacity',
  'padding-inline-start',
  'position',
  'text-align',
  'text-indent',
  'text-transform',
  'transform',
  'white-space',
  'word-spacing',
];

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('styles keep to their side', () => {
  for (const tag of tags) {
    it(`nothing of the page leaks into ${tag}`, async () => {
      const { page, go, leave } = await shop.visit({ reducedMotion: true });
      await page.setBypassCSP(true);
      // A theme that says the font, as this one does, keeps the page's out.
      await go(`/en/elements/${tag}/?theme=festive`);
      await page.waitForSelector('[data-shown=all]');
      const { before, after } = await readInside(page, tag);
      assert.ok(before.length > looks.length);
      assert.deepEqual(differences(before, after), []);
      await leave();
    });

    it(`nothing of ${tag} leaks into the page`, async () => {
      const { page, go, leave } = await shop.visit({ reducedMotion: true });
      await page.setJavaScriptEnabled(false);
      await go(`/en/elements/${tag}/`);
      const before = await readOutside(page, tag);
      await page.setJavaScriptEnabled(true);
      await go(`/en/elements/${tag}/`);
      await page.waitForSelector('[data-shown=all]');
      const after = await readOutside(page, tag);
      assert.ok(before.length > looks.length);
      assert.deepEqual(differences(before, after), []);
      await leave();
    });
  }
});

interface Looks {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** The looks of everything in the shadow trees of an element's places, without and with the hostile rules, in one go, so that nothing else happens. */
async function readInside(page: Page, tag: string): Promise<Looks> {
  return page.evaluate(
    (name, properties, rules) => {
      const elements = [...document.querySelectorAll<HTMLElement>(`.stage ${name}`)];
      // How much room an element has is the page's to say.
      for (const { style, offsetWidth } of elements) {
        style.setProperty('display', 'block', 'important');
        style.setProperty('inline-size', `${offsetWidth}px`, 'important');
      }
      const roots = elements.map((each) => each.shadowRoot!);
      // A slot shows what is the page's own.
      const nodes = roots.flatMap((root) => [...root.querySelectorAll('*:not(slot, svg *)')]);
      for (const { shadowRoot } of nodes)
        nodes.push(...(shadowRoot?.querySelectorAll('*:not(slot, svg *)') ?? []));
      const [before, after] = ['', rules].map((text) => {
        document.head.append(Object.assign(document.createElement('style'), { textContent: text }));
        return nodes.flatMap((node) =>
          [undefined, '::before', '::after'].flatMap((pseudo) => {
            const style = getComputedStyle(node, pseudo);
            if (pseudo && style.content === 'none') return [];
            const place = `${node.localName}.${node.className}${pseudo ?? ''}`;
            return properties.map((property) => `${place} ${property}: ${style.getPropertyValue(property)}`);
          }),
        );
      });
      return { before: before!, after: after! };
    },
    tag,
    looks,
    hostile,
  );
}

/** The looks of everything of the page itself, and what it has of style sheets. */
async function readOutside(page: Page, tag: string): Promise<readonly string[]> {
  return page.evaluate(
    (name, properties) => [
      `${document.styleSheets.length} + ${document.adoptedStyleSheets.length} style sheets`,
      ...[...document.querySelectorAll('*')]
        .filter((node) => !node.closest(`head, ${name}`))
        .flatMap((node) => {
          const style = getComputedStyle(node);
          return properties.map(
            (property) =>
              `${node.localName}.${node.className} ${property}: ${style.getPropertyValue(property)}`,
          );
        }),
    ],
    tag,
    looks,
  );
}

function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  const all = before.flatMap((was, index) => (was === after[index] ? [] : `${was} → ${after[index]}`));
  const counts = before.length === after.length ? [] : [`${before.length} → ${after.length} looks`];
  return [...new Set([...all.slice(0, 20), ...counts])];
}
