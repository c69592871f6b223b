/** The states of `<coupon-flash>`. */
import { fullReduction, held, inHours, offer, shopReduction, welcome } from './examples.js';
import { press } from './press.js';

const content = {
  en: 'Limited coupons every day at 10:00 and 20:00',
  'zh-Hans': '每天10点、20点限时抢券',
  'zh-Hant': '每天10點、20點限時搶券',
};

const few = { stock: 500, remaining: 172, closesAt: inHours(2) };
const soon = { state: 'upcoming', stock: 500, remaining: 500 };
const forMoney = { stock: 200, remaining: 63, cost: { amount: 990 } };
const forPoints = { stock: 1000, remaining: 731, cost: { points: 500 } };
const pressButton = (element) => press(element, '[part=button]');
const center = { 'center-url': '#' };

export const states = [
  {
    name: 'upcoming',
    title: { en: 'Opens soon', 'zh-Hans': '即将开抢', 'zh-Hant': '即將開搶' },
    facts: { offers: [offer(fullReduction, { ...soon, opensAt: inHours(0.21) })] },
    content,
  },
  {
    name: 'upcoming-in-days',
    title: { en: 'Opens in days', 'zh-Hans': '几天后开抢', 'zh-Hant': '幾天後開搶' },
    facts: { offers: [offer(fullReduction, { ...soon, opensAt: inHours(76) })] },
    content,
  },
  {
    name: 'pressed-early',
    title: { en: 'Pressed before the opening', 'zh-Hans': '提前点了按钮', 'zh-Hant': '提早點了按鈕' },
    facts: { offers: [offer(fullReduction, { ...soon, opensAt: inHours(0.05) })] },
    content,
    act: pressButton,
  },
  {
    name: 'available',
    title: { en: 'On now', 'zh-Hans': '正在抢', 'zh-Hant': '搶券中' },
    facts: { offers: [offer(fullReduction, few)] },
    content,
  },
  {
    name: 'waiting',
    title: { en: 'In line', 'zh-Hans': '排队中', 'zh-Hant': '排隊中' },
    facts: { offers: [offer(fullReduction, few)], answers: { claim: 'slow' } },
    content,
    act: pressButton,
  },
  {
    name: 'network-gone',
    title: { en: 'No network', 'zh-Hans': '网络断开', 'zh-Hant': '網路中斷' },
    facts: { offers: [offer(fullReduction, few)], answers: { claim: 'gone' } },
    content,
    act: pressButton,
  },
  {
    name: 'left-the-line',
    title: { en: 'Left the line', 'zh-Hans': '退出了排队', 'zh-Hant': '離開了排隊' },
    facts: { offers: [offer(fullReduction, few)], answers: { claim: 'slow' } },
    content,
    act: async (element) => {
      await pressButton(element);
      await press(element, '[part=back]');
    },
  },
  {
    name: 'claimed',
    title: { en: 'Claimed', 'zh-Hans': '已抢到', 'zh-Hant': '已搶到' },
    facts: {
      offers: [offer(fullReduction, { ...few, state: 'claimed' })],
      wallet: [held(fullReduction)],
    },
    attributes: { 'use-url': '#' },
    content,
  },
  {
    name: 'one-of-three',
    title: {
      en: 'One of three claimed',
      'zh-Hans': '已抢到一张，还可再抢',
      'zh-Hant': '已搶到一張，還可再搶',
    },
    facts: { offers: [offer(fullReduction, { ...few, perShopper: 3 })], wallet: [held(fullReduction)] },
    content,
  },
  {
    name: 'limit',
    title: { en: 'No more for this shopper', 'zh-Hans': '已达领取上限', 'zh-Hant': '已達領取上限' },
    facts: { offers: [offer(fullReduction, { ...few, state: 'claimed' })] },
    attributes: center,
    content,
  },
  {
    name: 'sold-out',
    title: { en: 'All claimed', 'zh-Hans': '已抢光', 'zh-Hant': '已搶光' },
    facts: { offers: [offer(fullReduction, { ...few, state: 'sold-out', remaining: 0 })] },
    attributes: center,
    content,
  },
  {
    name: 'refused',
    title: { en: 'All were claimed meanwhile', 'zh-Hans': '刚刚抢光', 'zh-Hant': '剛剛搶光' },
    facts: {
      offers: [offer(fullReduction, { ...few, remaining: 1 })],
      answers: { claim: { refused: { code: 'sold-out', params: {} } } },
    },
    attributes: center,
    content,
    act: pressButton,
  },
  {
    name: 'ended',
    title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
    facts: { offers: [offer(fullReduction, { ...few, state: 'ended', closesAt: inHours(-1) })] },
    attributes: center,
    content,
  },
  {
    name: 'sign-in',
    title: { en: 'Only when signed in', 'zh-Hans': '需要登录', 'zh-Hant': '需要登入' },
    facts: { offers: [offer(fullReduction, { ...few, state: 'sign-in' })] },
    attributes: { 'sign-in-url': '#' },
    content,
  },
  {
    name: 'for-money',
    title: { en: 'Bought', 'zh-Hans': '限时购券', 'zh-Hant': '限時購券' },
    facts: { offers: [offer(shopReduction, forMoney)] },
    content,
  },
  {
    name: 'pending',
    title: { en: 'Waiting for payment', 'zh-Hans': '待付款', 'zh-Hant': '待付款' },
    facts: {
      offers: [offer(shopReduction, { ...forMoney, state: 'claimed' })],
      wallet: [held(shopReduction, { state: 'pending', until: inHours(0.24) })],
    },
    attributes: { 'pay-url': '#' },
    content,
  },
  {
    name: 'not-paid',
    title: { en: 'Not paid in time', 'zh-Hans': '未及时付款', 'zh-Hant': '未及時付款' },
    facts: {
      offers: [offer(shopReduction, forMoney)],
      wallet: [held(shopReduction, { state: 'expired', until: inHours(-0.1) })],
    },
    content,
  },
  {
    name: 'for-points',
    title: { en: 'For points', 'zh-Hans': '积分兑换', 'zh-Hant': '點數兌換' },
    facts: { offers: [offer(welcome, forPoints)], campaigns: [], points: 1280 },
    content,
  },
  {
    name: 'confirm-points',
    title: { en: 'One more press spends them', 'zh-Hans': '确认使用积分', 'zh-Hant': '確認使用點數' },
    facts: { offers: [offer(welcome, forPoints)], campaigns: [], points: 1280 },
    content,
    act: pressButton,
  },
  {
    name: 'points-too-few',
    title: { en: 'Too few points', 'zh-Hans': '积分不足', 'zh-Hant': '點數不足' },
    facts: { offers: [offer(welcome, forPoints)], campaigns: [], points: 120 },
    attributes: center,
    content,
  },
  {
    name: 'several',
    title: { en: 'Several, now and later', 'zh-Hans': '多场多券', 'zh-Hant': '多場多券' },
    facts: {
      offers: [
        offer(fullReduction, few),
        offer(welcome, { ...few, remaining: 488 }),
        offer(shopReduction, { ...soon, opensAt: inHours(5), cost: { amount: 990 } }),
      ],
    },
    attributes: center,
    content,
  },
  {
    name: 'nothing',
    title: { en: 'Nothing on sale', 'zh-Hans': '暂无活动', 'zh-Hant': '暫無活動' },
    facts: { offers: [] },
    content,
  },
];
