/** The states of `<coupon-card>`. */
import { eightTenths, freeShipping, fullReduction, held, inHours, offer, shopReduction } from './examples.js';
import { press } from './press.js';

const content = { en: '¥300 off ¥5,000', 'zh-Hans': '满5000减300', 'zh-Hant': '滿5000折300' };
const attributes = { coupon: fullReduction.id };
const piece = (more) => ({ wallet: [held(fullReduction, more)] });
const ofWallet = { ...attributes, wallet: true };
const pressButton = (card) => press(card, '[part=button]');

export const states = [
  {
    name: 'available',
    title: { en: 'To be claimed', 'zh-Hans': '可领取', 'zh-Hant': '可領取' },
    facts: { offers: [offer(fullReduction)] },
    attributes,
    content,
  },
  {
    name: 'scarce',
    title: {
      en: 'A few left, and not for long',
      'zh-Hans': '数量不多，即将截止',
      'zh-Hant': '數量不多，即將截止',
    },
    facts: { offers: [offer(fullReduction, { remaining: 8, stock: 50, closesAt: inHours(5) })] },
    attributes,
    content,
  },
  {
    name: 'claiming',
    title: { en: 'Being claimed', 'zh-Hans': '领取中', 'zh-Hant': '領取中' },
    facts: { offers: [offer(fullReduction)], answers: { claim: 'slow' } },
    attributes,
    content,
    act: pressButton,
  },
  {
    name: 'refused',
    title: { en: 'All were claimed meanwhile', 'zh-Hans': '刚刚领完', 'zh-Hant': '剛剛領完' },
    facts: {
      offers: [offer(fullReduction)],
      answers: { claim: { refused: { code: 'sold-out', params: {} } } },
    },
    attributes,
    content,
    act: pressButton,
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { offers: [offer(fullReduction)], answers: { claim: 'gone' } },
    attributes,
    content,
    act: pressButton,
  },
  {
    name: 'claimed',
    title: { en: 'Claimed', 'zh-Hans': '已领取', 'zh-Hant': '已領取' },
    facts: { offers: [offer(fullReduction, { state: 'claimed' })], ...piece() },
    attributes: { ...attributes, 'use-url': '#' },
    content,
  },
  {
    name: 'upcoming',
    title: { en: 'Starts soon', 'zh-Hans': '即将开始', 'zh-Hant': '即將開始' },
    facts: { offers: [offer(fullReduction, { state: 'upcoming', opensAt: inHours(2) })] },
    attributes,
    content,
  },
  {
    name: 'sold-out',
    title: { en: 'All claimed', 'zh-Hans': '已抢光', 'zh-Hant': '已搶光' },
    facts: { offers: [offer(fullReduction, { state: 'sold-out', remaining: 0, stock: 50 })] },
    attributes,
    content,
  },
  {
    name: 'ended',
    title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
    facts: { offers: [offer(fullReduction, { state: 'ended', closesAt: inHours(-2) })] },
    attributes,
    content,
  },
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后可领', 'zh-Hant': '登入後可領' },
    facts: { offers: [offer(fullReduction, { state: 'sign-in' })] },
    attributes: { ...attributes, 'sign-in-url': '#' },
    content,
  },
  {
    name: 'points',
    title: { en: 'For points', 'zh-Hans': '用积分兑换', 'zh-Hant': '用點數兌換' },
    facts: { offers: [offer(fullReduction, { cost: { points: 500 } })], points: 820 },
    attributes,
    content,
  },
  {
    name: 'percent',
    title: { en: '20% off', 'zh-Hans': '8折', 'zh-Hant': '8折' },
    facts: { offers: [offer(eightTenths)] },
    attributes: { coupon: eightTenths.id },
    content,
  },
  {
    name: 'shop',
    title: { en: 'A shop’s', 'zh-Hans': '店铺券', 'zh-Hant': '店鋪券' },
    facts: { offers: [offer(shopReduction)] },
    attributes: { coupon: shopReduction.id },
    content,
  },
  {
    name: 'shipping',
    title: { en: 'Free shipping', 'zh-Hans': '免邮', 'zh-Hant': '免運' },
    facts: { offers: [offer(freeShipping)] },
    attributes: { coupon: freeShipping.id },
    content,
  },
  {
    name: 'held',
    title: { en: 'In the wallet', 'zh-Hans': '在券包里', 'zh-Hant': '在券包裡' },
    facts: piece({ validUntil: inHours(200) }),
    attributes: { ...ofWallet, 'use-url': '#' },
    content,
  },
  {
    name: 'held-ending',
    title: {
      en: 'In the wallet, for some hours',
      'zh-Hans': '在券包里，即将过期',
      'zh-Hant': '在券包裡，即將到期',
    },
    facts: piece({ validUntil: inHours(5) }),
    attributes: { ...ofWallet, 'use-url': '#' },
    content,
  },
  {
    name: 'reserved',
    title: { en: 'Held for an order', 'zh-Hans': '已为订单锁定', 'zh-Hant': '已為訂單鎖定' },
    facts: piece({ state: 'reserved', hold: 'hold-1', until: inHours(0.2) }),
    attributes: ofWallet,
    content,
  },
  {
    name: 'used',
    title: { en: 'Used', 'zh-Hans': '已使用', 'zh-Hant': '已使用' },
    facts: piece({ state: 'used' }),
    attributes: ofWallet,
    content,
  },
  {
    name: 'expired',
    title: { en: 'Expired', 'zh-Hans': '已过期', 'zh-Hant': '已過期' },
    facts: piece({ state: 'expired', validUntil: inHours(-30) }),
    attributes: ofWallet,
    content,
  },
  {
    name: 'empty',
    title: { en: 'No such coupon', 'zh-Hans': '没有这张券', 'zh-Hant': '沒有這張券' },
    facts: {},
    attributes,
    content,
  },
];
