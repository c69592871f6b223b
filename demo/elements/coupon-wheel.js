/** The states of `<coupon-wheel>`. */
import {
  closedCampaign,
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
  en: 'Every order brings a surprise',
  'zh-Hans': '每一单都有惊喜',
  'zh-Hant': '每一單都有驚喜',
};

const prizes = [
  { id: 'grand', coupon: fullReduction, oddsBps: 50, remaining: 3 },
  { id: 'tenths', coupon: eightTenths, oddsBps: 950, remaining: 120 },
  { id: 'tea', coupon: shopReduction, oddsBps: 1200, remaining: 86 },
  { id: 'shipping', coupon: freeShipping, oddsBps: 1800 },
  {
    id: 'points',
    title: { en: '20 points', 'zh-Hans': '20 积分', 'zh-Hant': '20 點' },
    points: 20,
    oddsBps: 2000,
  },
  { id: 'welcome', coupon: welcome, oddsBps: 1500 },
];

const wheel = {
  kind: 'draw',
  id: 'autumn-wheel',
  title: { en: 'The autumn wheel', 'zh-Hans': '金秋大转盘', 'zh-Hant': '金秋幸運轉盤' },
  state: 'available',
  left: 3,
  prizes,
  noPrizeBps: 2500,
};

const view = (more) => [{ ...wheel, ...more }];
const taken = { state: 'taken', left: 0, againAt: inHours(14) };

/** What the server drew, and how the wheel stands then. */
const answer = (prize, { coupon, points } = {}, more = { left: 2 }) => ({
  participation: {
    id: `draw-${prize ?? 'nothing'}`,
    campaign: wheel.id,
    ...(prize && { prize }),
    held: coupon ? [held(coupon)] : [],
    ...(points && { points }),
  },
  campaign: { ...wheel, ...more },
});

const won = answer('tenths', { coupon: eightTenths });
const draw = async (element) => {
  await press(element, '.main');
  await find(element, '.result');
};
const attributes = { 'use-url': '#' };

export const states = [
  {
    name: 'available',
    title: { en: 'Three draws left', 'zh-Hans': '还可抽3次', 'zh-Hant': '還可抽3次' },
    facts: { campaigns: view() },
    content,
  },
  {
    name: 'drawing',
    title: {
      en: 'Drawing, and the server is slow',
      'zh-Hans': '抽奖中，响应较慢',
      'zh-Hant': '抽獎中，回應較慢',
    },
    facts: { campaigns: view(), answers: { participate: 'slow' } },
    content,
    act: (element) => press(element, '.main'),
  },
  {
    name: 'won',
    title: { en: 'A coupon is won', 'zh-Hans': '抽中优惠券', 'zh-Hant': '抽中優惠券' },
    facts: { campaigns: view(), answers: { participate: won } },
    attributes,
    content,
    act: draw,
  },
  {
    name: 'points-won',
    title: { en: 'Points are won', 'zh-Hans': '抽中积分', 'zh-Hant': '抽中點數' },
    facts: { campaigns: view(), points: 80, answers: { participate: answer('points', { points: 20 }) } },
    content,
    act: draw,
  },
  {
    name: 'nothing',
    title: { en: 'No prize', 'zh-Hans': '未中奖', 'zh-Hant': '未中獎' },
    facts: { campaigns: view(), answers: { participate: answer(undefined, {}, taken) } },
    content,
    act: draw,
  },
  {
    name: 'cost',
    title: { en: 'For points', 'zh-Hans': '用积分抽奖', 'zh-Hant': '用點數抽獎' },
    facts: { campaigns: view({ cost: { points: 50 }, closesAt: inHours(5) }), points: 320 },
    content,
  },
  {
    name: 'points-too-few',
    title: { en: 'Too few points', 'zh-Hans': '积分不足', 'zh-Hant': '點數不足' },
    facts: { campaigns: view({ cost: { points: 50 } }), points: 20 },
    content,
  },
  {
    name: 'taken',
    title: { en: 'Again tomorrow', 'zh-Hans': '明天再来', 'zh-Hant': '明天再來' },
    facts: { campaigns: view(taken) },
    content,
  },
  {
    name: 'given',
    title: { en: 'The great prize is given', 'zh-Hans': '大奖已发完', 'zh-Hant': '大獎已發完' },
    facts: {
      campaigns: view({
        prizes: prizes.map((prize) =>
          prize.id === 'grand' ? { ...prize, oddsBps: 0, remaining: 0 } : prize,
        ),
        noPrizeBps: 2550,
      }),
    },
    content,
  },
  ...closedCampaign(view, content, 5000),
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后参与', 'zh-Hant': '登入後參加' },
    facts: { campaigns: view({ state: 'sign-in' }) },
    attributes: { 'sign-in-url': '#' },
    content,
  },
  {
    name: 'not-eligible',
    title: { en: 'Not for this shopper', 'zh-Hans': '不符合参与条件', 'zh-Hant': '不符合參加資格' },
    facts: { campaigns: view({ state: 'not-eligible' }) },
    content,
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { campaigns: view(), answers: { participate: 'gone' } },
    content,
    act: (element) => press(element, '.main'),
  },
  {
    name: 'refused',
    title: { en: 'Sold out meanwhile', 'zh-Hans': '刚刚抢光', 'zh-Hant': '剛剛搶光' },
    facts: {
      campaigns: view({ remaining: 1, stock: 5000 }),
      answers: { participate: { refused: { code: 'sold-out', params: {} } } },
    },
    content,
    act: (element) => press(element, '.main'),
  },
  {
    name: 'scratch',
    title: { en: 'A scratch card', 'zh-Hans': '刮刮卡', 'zh-Hant': '刮刮卡' },
    facts: { campaigns: view(), answers: { participate: won } },
    attributes: { ...attributes, look: 'scratch' },
    content,
  },
  {
    name: 'scratched',
    title: { en: 'A scratch card that won', 'zh-Hans': '刮开中奖', 'zh-Hant': '刮開中獎' },
    facts: { campaigns: view(), answers: { participate: won } },
    attributes: { ...attributes, look: 'scratch' },
    content,
    act: draw,
  },
  {
    name: 'plain',
    title: { en: 'A plain draw', 'zh-Hans': '直接抽奖', 'zh-Hant': '直接抽獎' },
    facts: { campaigns: view(), answers: { participate: won } },
    attributes: { ...attributes, look: 'plain' },
    content,
  },
  {
    name: 'plain-won',
    title: { en: 'A plain draw that won', 'zh-Hans': '直接抽奖中奖', 'zh-Hant': '直接抽獎中獎' },
    facts: { campaigns: view(), answers: { participate: won } },
    attributes: { ...attributes, look: 'plain' },
    content,
    act: draw,
  },
  {
    name: 'empty',
    title: { en: 'No draw', 'zh-Hans': '没有抽奖', 'zh-Hant': '沒有抽獎' },
    facts: { campaigns: [] },
    content,
  },
];
