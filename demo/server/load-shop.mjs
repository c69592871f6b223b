/** What the shop sells, and in which words: the files that a merchant would have in a database. */
import { readFileSync } from 'node:fs';

export const languages = ['en', 'zh-Hans', 'zh-Hant'];

/** The shops in the order of the home page; each with the product that is shown large, the one that has a place of its own, and the coupon that it announces. */
const shops = [
  { id: 'qingjin', featured: 'cashmere-coat', coupon: 'qingjin-tiers' },
  { id: 'pingchang', featured: 'turntable', apart: 'soapberry-wash', coupon: 'tingsong-day' },
];

export function loadShop() {
  const catalog = readJson('catalog.json');
  const products = new Map(catalog.products.map((product) => [product.id, product]));
  const texts = Object.fromEntries(
    languages.map((language) => [language, readJson(`texts/${language}.json`)]),
  );
  return {
    catalog,
    products,
    shops,
    coupons: readJson('coupons.json'),
    scenes: readJson('scenes.json').scenes,
    wordsOf: (language) => wordsOf(language, texts[language]),
  };
}

/** Texts and formats of one language. */
function wordsOf(language, texts) {
  // Taiwan's habits, in the currency of the shop.
  const money = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  });
  return {
    language,
    /** A text, with `{names}` filled. */
    t(key, params = {}) {
      if (!Object.hasOwn(texts, key)) throw new Error(`demo/texts/${language}.json has no "${key}"`);
      return texts[key].replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
    },
    /** A text that the catalogue has in every language. */
    pick: (text) => text[language],
    /** Minor units → `¥5,680`. */
    money: (amount) => money.format(amount / 100),
  };
}

function readJson(name) {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}
