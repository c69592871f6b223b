/** The states of `<coupon-banner>`. */
import { cart, fullReduction, held, inHours, offer } from './examples.js';
import { press } from './press.js';

const content = { en: 'Free returns within 30 days', 'zh-Hans': '30天内可退', 'zh-Hant': '30天內可退' };
const inReach = {
  ...cart,
  lines: [{ ...cart.lines[0], unitPrice: 230_000 }],
};

export const states = [
  {
    name: 'available',
    title: { en: 'To be claimed', 'zh-Hans': '可领取', 'zh-Hant': '可領取' },
    facts: { offers: [offer(fullReduction)] },
    content,
  },
  {
    name: 'scarce',
    title: {
      en: 'A few left, and not for long',
      'zh-Hans': '数量不多，即将截止',
      'zh-Hant': '數量不多，即將截止',
    },
    facts: { offers: [offer(fullReduction, { remaining: 12, stock: 50, closesAt: inHours(3) })] },
    content,
  },
  {
    name: 'points',
    title: { en: 'For points', 'zh-Hans': '用积分兑换', 'zh-Hant': '用點數兌換' },
    facts: { offers: [offer(fullReduction, { cost: { points: 500 } })], points: 820 },
    content,
  },
  {
    name: 'claiming',
    title: { en: 'Being claimed', 'zh-Hans': '领取中', 'zh-Hant': '領取中' },
    facts: { offers: [offer(fullReduction)], answers: { claim: 'slow' } },
    content,
    act: (banner) => press(banner, '[part=button]'),
  },
  {
    name: 'claimed',
    title: { en: 'Claimed', 'zh-Hans': '已领取', 'zh-Hant': '已領取' },
    facts: { offers: [offer(fullReduction, { state: 'claimed' })], wallet: [held(fullReduction)] },
    attributes: { 'use-url': '#' },
    content,
  },
  {
    name: 'refused',
    title: { en: 'All were claimed meanwhile', 'zh-Hans': '刚刚领完', 'zh-Hant': '剛剛領完' },
    facts: {
      offers: [offer(fullReduction, { remaining: 1, stock: 50 })],
      answers: { claim: { refused: { code: 'sold-out', params: {} } } },
    },
    attributes: { coupon: fullReduction.id },
    content,
    act: (banner) => press(banner, '[part=button]'),
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { offers: [offer(fullReduction)], answers: { claim: 'gone' } },
    content,
    act: (banner) => press(banner, '[part=button]'),
  },
  {
    name: 'sold-out',
    title: { en: 'All claimed', 'zh-Hans': '已抢光', 'zh-Hant': '已搶光' },
    facts: { offers: [offer(fullReduction, { state: 'sold-out', remaining: 0, stock: 50 })] },
    attributes: { coupon: fullReduction.id },
    content,
  },
  {
    name: 'upcoming',
    title: { en: 'Starts soon', 'zh-Hans': '即将开始', 'zh-Hant': '即將開始' },
    facts: { offers: [offer(fullReduction, { state: 'upcoming', opensAt: inHours(2) })] },
    content,
  },
  {
    name: 'ended',
    title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
    facts: { offers: [offer(fullReduction, { state: 'ended', closesAt: inHours(-2) })] },
    attributes: { coupon: fullReduction.id },
    content,
  },
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后可领', 'zh-Hant': '登入後可領' },
    facts: { offers: [offer(fullReduction, { state: 'sign-in' })] },
    attributes: { 'sign-in-url': '#' },
    content,
  },
  {
    name: 'reach',
    title: { en: 'Floating: ¥400 more', 'zh-Hans': '浮出：还差400元', 'zh-Hant': '浮出：還差400元' },
    facts: { offers: [offer(fullReduction, { remaining: 50, stock: 50 })], cart: inReach },
    attributes: { floating: true },
  },
  {
    name: 'empty',
    title: { en: 'Nothing to announce', 'zh-Hans': '没有可公布的券', 'zh-Hant': '沒有可公布的券' },
    facts: {},
    content,
  },
];
