/** The states of `<coupon-center>`. */
import {
  cart,
  eightTenths,
  freeShipping,
  fullReduction,
  held,
  inHours,
  offer,
  shopReduction,
  welcome,
} from './examples.js';
import { find, press } from './press.js';

const content = {
  en: 'Coupons that fit are found in your cart, too.',
  'zh-Hans': '适用的券在购物车里也会自动找到。',
  'zh-Hant': '適用的券在購物車裡也會自動找到。',
};
const lamps = {
  id: 'lamps-50',
  currency: 'CNY',
  title: { en: 'Lamps: ¥50 off', 'zh-Hans': '灯具立减50', 'zh-Hant': '燈具現折50' },
  issuer: { shop: 'home' },
  scope: { categories: ['lighting'] },
  benefit: { kind: 'amount', amount: 5000 },
};
const offers = [
  offer(fullReduction, { remaining: 50, stock: 50, closesAt: inHours(5) }),
  offer(shopReduction),
  offer(eightTenths),
  offer(freeShipping, { state: 'claimed' }),
  offer(welcome, { state: 'sold-out', remaining: 0, stock: 100 }),
  offer(lamps, { state: 'upcoming', opensAt: inHours(2) }),
];
const facts = { offers, wallet: [held(freeShipping)], cart };
const attributes = { 'use-url': '#' };
/** How the page calls its shops. */
const name = (center) => {
  center.names = {
    'shop:tea': { en: 'Tea house', 'zh-Hans': '茶馆', 'zh-Hant': '茶館' },
    'shop:home': { en: 'The quiet home', 'zh-Hans': '安静的家', 'zh-Hant': '安靜的家' },
    'category:lighting': { en: 'Lamps', 'zh-Hans': '灯具', 'zh-Hant': '燈具' },
  };
};
const search = (words) => async (center) => {
  name(center);
  const field = await find(center, '[type=search]');
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
};

export const states = [
  {
    name: 'ready',
    title: { en: 'All offers', 'zh-Hans': '全部优惠券', 'zh-Hant': '全部優惠券' },
    facts,
    attributes,
    content,
    act: name,
  },
  {
    name: 'tab',
    title: { en: 'A tab', 'zh-Hans': '一个分类', 'zh-Hant': '一個分類' },
    facts,
    attributes,
    content,
    act: async (center) => {
      name(center);
      await press(center, '[role=tab]:nth-of-type(2)');
    },
  },
  {
    name: 'claiming-all',
    title: { en: 'All being claimed', 'zh-Hans': '一键领取中', 'zh-Hant': '一鍵領取中' },
    facts: { ...facts, answers: { claim: 'slow' } },
    attributes,
    content,
    act: async (center) => {
      name(center);
      await press(center, '[part=claim-all]');
    },
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { ...facts, answers: { claim: 'gone' } },
    attributes,
    content,
    act: async (center) => {
      name(center);
      await press(center, '[part=button]');
    },
  },
  {
    name: 'searched',
    title: { en: 'Searched', 'zh-Hans': '搜索', 'zh-Hant': '搜尋' },
    facts,
    attributes,
    content,
    act: search('60'),
  },
  {
    name: 'not-found',
    title: { en: 'Searched without a result', 'zh-Hans': '搜索无结果', 'zh-Hant': '搜尋無結果' },
    facts,
    attributes,
    content,
    act: search('xyz'),
  },
  {
    name: 'loading',
    title: { en: 'Being loaded', 'zh-Hans': '加载中', 'zh-Hant': '載入中' },
    facts: { answers: { offers: 'slow' } },
    attributes,
    content,
  },
  {
    name: 'failed',
    title: { en: 'Could not be loaded', 'zh-Hans': '加载失败', 'zh-Hant': '載入失敗' },
    facts: { answers: { offers: 'gone' } },
    attributes,
    content,
  },
  {
    name: 'empty',
    title: { en: 'No offer', 'zh-Hans': '没有优惠券', 'zh-Hant': '沒有優惠券' },
    facts: {},
    attributes,
    content,
  },
  {
    name: 'sheet',
    title: { en: 'As a sheet', 'zh-Hans': '弹出面板', 'zh-Hant': '彈出面板' },
    facts,
    attributes: { ...attributes, sheet: true },
    content,
    isModal: true,
    act: (center) => {
      name(center);
      center.open = true;
    },
  },
];
