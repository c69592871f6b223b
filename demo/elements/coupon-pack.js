/** The states of `<coupon-pack>`. */
import { closedCampaign, held, inHours } from './examples.js';
import { press } from './press.js';

const content = {
  en: 'Something is waiting for newcomers',
  'zh-Hans': '新人专享好礼',
  'zh-Hant': '新人專享好禮',
};

/** 1.8, 2.8 and 3.8 折, each with its limit. */
const tenths = [
  ['newcomer-18', 82, 1500],
  ['newcomer-28', 72, 2500],
  ['newcomer-38', 62, 4000],
].map(([id, percentOff, maxAmount]) => ({
  id,
  currency: 'CNY',
  conditions: { maxOrders: 0 },
  benefit: { kind: 'percent', percentOff, maxAmount },
}));

const shipping = {
  id: 'newcomer-shipping',
  currency: 'CNY',
  benefit: { kind: 'shipping', percentOff: 100 },
};

const pack = {
  kind: 'pack',
  id: 'newcomers',
  title: { en: 'Welcome pack', 'zh-Hans': '新人礼包', 'zh-Hant': '新人禮包' },
  state: 'available',
  left: 1,
  coupons: tenths,
  validHours: 48,
};

const view = (more) => [{ ...pack, ...more }];
const pieces = (piece) => tenths.map((coupon) => held(coupon, { validUntil: inHours(30), ...piece }));
const take = (element) => press(element, '.main');

export const states = [
  {
    name: 'available',
    title: { en: 'To be taken', 'zh-Hans': '可领取', 'zh-Hant': '可領取' },
    facts: { campaigns: view() },
    attributes: { 'use-url': '#' },
    content,
  },
  {
    name: 'unknown-worth',
    title: { en: 'Nobody can say what it is worth', 'zh-Hans': '价值不定', 'zh-Hant': '價值不定' },
    facts: { campaigns: view({ coupons: [...tenths, shipping], validHours: 36, remaining: 12, stock: 500 }) },
    content,
  },
  {
    name: 'taking',
    title: {
      en: 'Being taken, and the server is slow',
      'zh-Hans': '领取中，响应较慢',
      'zh-Hant': '領取中，回應較慢',
    },
    facts: { campaigns: view(), answers: { participate: 'slow' } },
    content,
    act: take,
  },
  {
    name: 'just-taken',
    title: { en: 'Just taken', 'zh-Hans': '刚刚领取', 'zh-Hant': '剛剛領取' },
    facts: { campaigns: view({ validHours: 20 }) },
    attributes: { 'use-url': '#' },
    content,
    act: take,
  },
  {
    name: 'taken',
    title: { en: 'Taken before, one used', 'zh-Hans': '已领取，已用一张', 'zh-Hant': '已領取，已用一張' },
    facts: {
      campaigns: view({ state: 'taken', left: 0 }),
      wallet: pieces().map((piece, index) => (index === 0 ? { ...piece, state: 'used' } : piece)),
    },
    attributes: { 'use-url': '#' },
    content,
  },
  {
    name: 'once-more',
    title: {
      en: 'Expired unused, given again',
      'zh-Hans': '过期未用，再次发放',
      'zh-Hant': '過期未用，再次發放',
    },
    facts: {
      campaigns: view(),
      wallet: pieces({ state: 'expired', validUntil: inHours(-3) }),
    },
    content,
  },
  ...closedCampaign(view, content, 500),
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后领取', 'zh-Hant': '登入後領取' },
    facts: { campaigns: view({ state: 'sign-in' }) },
    attributes: { 'sign-in-url': '#' },
    content,
  },
  {
    name: 'not-eligible',
    title: { en: 'Not a newcomer', 'zh-Hans': '非新人', 'zh-Hant': '非新人' },
    facts: { campaigns: view({ state: 'not-eligible' }) },
    content,
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { campaigns: view(), answers: { participate: 'gone' } },
    content,
    act: take,
  },
  {
    name: 'refused',
    title: { en: 'Sold out meanwhile', 'zh-Hans': '刚刚抢光', 'zh-Hant': '剛剛搶光' },
    facts: {
      campaigns: view({ remaining: 1, stock: 500 }),
      answers: { participate: { refused: { code: 'sold-out', params: {} } } },
    },
    content,
    act: take,
  },
  {
    name: 'dialog',
    title: { en: 'As a dialog', 'zh-Hans': '弹窗', 'zh-Hant': '彈窗' },
    facts: { campaigns: view() },
    attributes: { look: 'dialog', 'use-url': '#' },
    content,
    act: (element) => element.setAttribute('open', ''),
    isModal: true,
  },
  {
    name: 'empty',
    title: { en: 'No pack', 'zh-Hans': '没有礼包', 'zh-Hant': '沒有禮包' },
    facts: { campaigns: [] },
    content,
  },
];
