import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Texts {
  readonly en: string;
  readonly 'zh-Hans': string;
  readonly 'zh-Hant': string;
}

interface Scene {
  readonly id: string;
  readonly coupons: readonly string[];
  readonly campaigns?: readonly string[];
  readonly shopper?: string;
  readonly cart: Readonly<Record<string, number>>;
  readonly title: Texts;
  readonly text: Texts;
  readonly try: Texts;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../demo/${name}`, import.meta.url), 'utf8'));
const { scenes } = read('scenes.json') as { readonly scenes: readonly Scene[] };
const { coupons, campaigns } = read('coupons.json') as {
  readonly coupons: readonly { readonly coupon: { readonly id: string } }[];
  readonly campaigns: readonly { readonly id: string }[];
};
const { products } = read('catalog.json') as { readonly products: readonly { readonly id: string }[] };
const page = readFileSync(new URL('../../docs/scenes.md', import.meta.url), 'utf8');
const [, ...sections] = page.split(/^## /m);

test('the page about scenes has a section for each, in their order', () => {
  assert.deepEqual(
    sections.map((section) => section.split('\n')[0]),
    scenes.map(({ title }) => `${title['zh-Hans']} · ${title.en}`),
  );
});

for (const [index, scene] of scenes.entries()) {
  test(`the page shows what the merchant has written for ${scene.id}, and what the shopper sees`, () => {
    const shown = [...sections[index]!.matchAll(/```json\n(.*?)```/gs)].map(([, code]) => JSON.parse(code!));
    const written = [
      ...scene.coupons.map((id) => coupons.find(({ coupon }) => coupon.id === id)),
      ...(scene.campaigns ?? []).map((id) => campaigns.find((campaign) => campaign.id === id)),
    ];
    assert.ok(written.every(Boolean), 'the demo has them');
    assert.deepEqual(shown, written);
    const words = sections[index]!.replace(/\s+/g, ' ');
    assert.ok(words.includes(scene.text.en));
    assert.match(words, /\*\*The shop does:\*\* \S/);
  });

  test(`${scene.id} stands in every language, and its cart in the catalogue`, () => {
    for (const texts of [scene.title, scene.text, scene.try]) {
      assert.deepEqual(Object.keys(texts), ['en', 'zh-Hans', 'zh-Hant']);
    }
    for (const product of Object.keys(scene.cart)) assert.ok(products.some(({ id }) => id === product));
  });
}
