/** The states of `<coupon-claim>`. */
import { eightTenths, fullReduction, held, inHours, offer, shopReduction, welcome } from './examples.js';
import { press } from './press.js';

const content = {
  en: 'Coupons for this are found in your cart by themselves.',
  'zh-Hans': '适用的优惠券会在购物车里自动用上。',
  'zh-Hant': '適用的優惠券會在購物車裡自動套用。',
};
const attributes = { product: 'dahongpao', price: '499.00', currency: 'CNY', shop: 'tea', 'use-url': '#' };
const offers = [
  offer(shopReduction),
  offer(eightTenths),
  offer(welcome, { remaining: 20, stock: 100 }),
  offer(fullReduction),
];
const alone = (claim) => [offer(shopReduction, claim)];

export const states = [
  {
    name: 'available',
    title: { en: 'To be claimed', 'zh-Hans': '可领取', 'zh-Hant': '可領取' },
    facts: { offers },
    attributes,
    content,
  },
  {
    name: 'claiming',
    title: { en: 'Being claimed', 'zh-Hans': '领取中', 'zh-Hant': '領取中' },
    facts: { offers: alone(), answers: { claim: 'slow' } },
    attributes,
    content,
    act: (claim) => press(claim, '[part=button]'),
  },
  {
    name: 'claimed',
    title: { en: 'Claimed', 'zh-Hans': '已领取', 'zh-Hant': '已領取' },
    facts: { offers: alone({ state: 'claimed' }), wallet: [held(shopReduction)] },
    attributes,
    content,
  },
  {
    name: 'paid',
    title: { en: 'For points', 'zh-Hans': '用积分兑换', 'zh-Hant': '用點數兌換' },
    facts: { offers: alone({ cost: { points: 300 } }), points: 120 },
    attributes,
    content,
  },
  {
    name: 'sold-out',
    title: { en: 'All claimed', 'zh-Hans': '已抢光', 'zh-Hant': '已搶光' },
    facts: { offers: alone({ state: 'sold-out', remaining: 0, stock: 50 }) },
    attributes,
    content,
  },
  {
    name: 'upcoming',
    title: { en: 'Starts soon', 'zh-Hans': '即将开始', 'zh-Hant': '即將開始' },
    facts: { offers: alone({ state: 'upcoming', opensAt: inHours(1.5) }) },
    attributes,
    content,
  },
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后可领', 'zh-Hant': '登入後可領' },
    facts: { offers: alone({ state: 'sign-in' }) },
    attributes: { ...attributes, 'sign-in-url': '#' },
    content,
  },
  {
    name: 'refused',
    title: { en: 'All were claimed meanwhile', 'zh-Hans': '刚刚领完', 'zh-Hant': '剛剛領完' },
    facts: { offers: alone(), answers: { claim: { refused: { code: 'sold-out', params: {} } } } },
    attributes,
    content,
    act: (claim) => press(claim, '[part=button]'),
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { offers: alone(), answers: { claim: 'gone' } },
    attributes,
    content,
    act: (claim) => press(claim, '[part=button]'),
  },
  {
    name: 'empty',
    title: { en: 'No coupon', 'zh-Hans': '没有优惠券', 'zh-Hant': '沒有優惠券' },
    facts: {},
    attributes,
    content,
  },
];
