/** The states of `<coupon-nudge>`. */
import { offer, shopReduction } from './examples.js';
import { find, press } from './press.js';

const content = {
  en: 'Free shipping from ¥299 on',
  'zh-Hans': '满299元包邮',
  'zh-Hant': '滿299元免運',
};

/** 满300减50. */
const fifty = {
  id: 'site-50',
  currency: 'CNY',
  title: { en: '¥50 off ¥300', 'zh-Hans': '满300减50', 'zh-Hant': '滿300折50' },
  conditions: { minSpend: 30_000 },
  benefit: { kind: 'amount', amount: 5000 },
};
/** 第二件半价. */
const second = {
  id: 'second-half',
  currency: 'CNY',
  title: { en: 'The second tea at half price', 'zh-Hans': '茶叶第二件半价', 'zh-Hant': '茶葉第二件半價' },
  scope: { products: ['white-tea'] },
  benefit: { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 50 },
};
/** 衬衫 + 领带. */
const set = {
  id: 'shirt-and-tie',
  currency: 'CNY',
  title: { en: 'Shirt and tie', 'zh-Hans': '衬衫领带套装', 'zh-Hant': '襯衫領帶套裝' },
  benefit: {
    kind: 'bundle',
    parts: [{ scope: { products: ['linen-shirt'] } }, { scope: { products: ['knit-tie'] } }],
    amount: 8000,
  },
};

const line = (product, unitPrice, quantity = 1) => ({ id: product, product, unitPrice, quantity });
const cartOf = (...lines) => ({ currency: 'CNY', lines });
const near = cartOf(line('celadon-cups', 12_500, 2));
const far = cartOf(line('celadon-cups', 9900));

const products = [
  { product: 'tea-sampler', title: 'Tea sampler 茶样', unitPrice: 5900, image: '/images/tea-sampler.svg' },
  { product: 'gaiwan', title: 'Gaiwan 盖碗', unitPrice: 8800, image: '/images/gaiwan.svg' },
  { product: 'knit-tie', title: 'Knit tie 针织领带', unitPrice: 19_800, image: '/images/knit-tie.svg' },
  { product: 'incense', title: 'Incense 线香', unitPrice: 2600, image: '/images/lacquer-box.svg' },
];
const addProducts = (element) => {
  element.products = products;
};

/** A page that does what it is asked for. */
const fulfil = (element) => {
  const change = ({ product, quantity }, sign) => {
    const { lines, ...cart } = element.session.$cart.get();
    const { unitPrice } = products.find((each) => each.product === product);
    const known = lines.some((each) => each.product === product)
      ? lines
      : [...lines, line(product, unitPrice, 0)];
    const next = known.map((each) =>
      each.product === product ? { ...each, quantity: each.quantity + sign * quantity } : each,
    );
    element.session.setCart({ ...cart, lines: next.filter((each) => each.quantity > 0) });
  };
  element.addEventListener('coupon-add-items', ({ detail }) => {
    for (const each of detail.lines) change(each, 1);
  });
  element.addEventListener('coupon-remove-items', ({ detail }) => {
    for (const each of detail.lines) change(each, -1);
  });
};

export const states = [
  {
    name: 'gap',
    title: { en: 'A little is missing', 'zh-Hans': '还差一点', 'zh-Hant': '還差一點' },
    facts: { offers: [offer(fifty)], cart: near },
    content,
  },
  {
    name: 'with-products',
    title: { en: 'What fills the gap', 'zh-Hans': '凑单好物', 'zh-Hant': '湊單好物' },
    facts: { offers: [offer(fifty)], cart: near },
    content,
    act: (element) => {
      addProducts(element);
      fulfil(element);
      return find(element, '[part=product]');
    },
  },
  {
    name: 'adding',
    title: { en: 'Being added', 'zh-Hans': '加购中', 'zh-Hant': '加購中' },
    facts: { offers: [offer(fifty)], cart: near },
    content,
    act: async (element) => {
      addProducts(element);
      await press(element, '[part=button]');
    },
  },
  {
    name: 'reached',
    title: { en: 'Reached, with a way back', 'zh-Hans': '已凑成，可撤销', 'zh-Hant': '已湊成，可復原' },
    facts: { offers: [offer(fifty)], cart: near },
    content,
    act: async (element) => {
      addProducts(element);
      fulfil(element);
      await press(element, '[part=button]');
      await find(element, '[part=undo]');
    },
  },
  {
    name: 'quantity',
    title: { en: 'One more item', 'zh-Hans': '再买一件', 'zh-Hant': '再買一件' },
    facts: { offers: [offer(second)], cart: cartOf(line('white-tea', 26_800)) },
    content,
  },
  {
    name: 'bundle',
    title: { en: 'The rest of a set', 'zh-Hans': '凑成套装', 'zh-Hant': '湊成套裝' },
    facts: { offers: [offer(set)], cart: cartOf(line('linen-shirt', 39_900)) },
    content,
    act: (element) => {
      addProducts(element);
      fulfil(element);
      return find(element, '[part=product]');
    },
  },
  {
    name: 'product-page',
    title: { en: 'On a product page', 'zh-Hans': '商品页', 'zh-Hant': '商品頁' },
    facts: { offers: [offer(fifty)], cart: far },
    attributes: { product: 'gaiwan', price: '168.00', currency: 'CNY' },
    content,
    act: (element) => {
      addProducts(element);
      return find(element, '[part=product]');
    },
  },
  {
    name: 'joins',
    title: { en: 'The product itself saves', 'zh-Hans': '加购本商品即可省', 'zh-Hant': '加購本商品即可省' },
    facts: { offers: [offer(fifty)], cart: near },
    attributes: { product: 'gaiwan', price: '88.00', currency: 'CNY' },
    content,
  },
  {
    name: 'nothing',
    title: { en: 'Nothing is near', 'zh-Hans': '暂无可凑', 'zh-Hant': '暫無可湊' },
    facts: { offers: [offer(shopReduction)], cart: far },
    content,
  },
];
