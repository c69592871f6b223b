/** The states of `<coupon-wallet>`. */
import {
  eightTenths,
  freeShipping,
  fullReduction,
  held,
  inHours,
  shopReduction,
  welcome,
} from './examples.js';
import { find, press } from './press.js';

const content = {
  en: 'Sign in to see your coupons.',
  'zh-Hans': '登录后查看您的优惠券。',
  'zh-Hant': '登入後查看您的優惠券。',
};
const credit = {
  id: 'credit',
  currency: 'CNY',
  layer: 'payment',
  benefit: { kind: 'amount', amount: 3850 },
};
const wallet = [
  held(fullReduction, { validUntil: inHours(200) }),
  held(eightTenths, { validUntil: inHours(5) }),
  held(freeShipping),
  held(shopReduction, { state: 'used' }),
  held(welcome, { state: 'expired', validUntil: inHours(-48) }),
];
const facts = { wallet, codes: [{ ...welcome, id: 'letter', code: 'LETTER' }] };
const attributes = { 'use-url': '#', 'center-url': '#' };
const type = (code) => async (element) => {
  const field = await find(element, 'form input');
  field.value = code;
  field.form.requestSubmit();
};

export const states = [
  {
    name: 'ready',
    title: { en: 'Unused', 'zh-Hans': '未使用', 'zh-Hant': '未使用' },
    facts,
    attributes,
    content,
  },
  {
    name: 'used',
    title: { en: 'Used', 'zh-Hans': '已使用', 'zh-Hant': '已使用' },
    facts,
    attributes,
    content,
    act: (element) => press(element, '[role=tab]:nth-of-type(2)'),
  },
  {
    name: 'expired',
    title: { en: 'Expired', 'zh-Hans': '已过期', 'zh-Hant': '已過期' },
    facts,
    attributes,
    content,
    act: (element) => press(element, '[role=tab]:nth-of-type(3)'),
  },
  {
    name: 'reserved',
    title: { en: 'One is held for an order', 'zh-Hans': '一张已为订单锁定', 'zh-Hant': '一張已為訂單鎖定' },
    facts: {
      wallet: [
        held(fullReduction, { state: 'reserved', hold: 'hold-1', until: inHours(0.2) }),
        held(freeShipping),
      ],
    },
    attributes,
    content,
  },
  {
    name: 'credit',
    title: { en: 'Store credit', 'zh-Hans': '抵扣金', 'zh-Hant': '折抵金' },
    facts: { wallet: [held(credit, { balance: 3850 }), held(fullReduction)] },
    attributes,
    content,
  },
  {
    name: 'exchanged',
    title: { en: 'A code brought a coupon', 'zh-Hans': '兑换成功', 'zh-Hant': '兌換成功' },
    facts,
    attributes,
    content,
    act: type('letter'),
  },
  {
    name: 'unknown-code',
    title: { en: 'A code that nobody knows', 'zh-Hans': '兑换码无效', 'zh-Hant': '優惠碼無效' },
    facts,
    attributes,
    content,
    act: type('nothing'),
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
    title: { en: 'Nothing yet', 'zh-Hans': '还没有券', 'zh-Hant': '還沒有券' },
    facts: {},
    attributes,
    content,
  },
];
