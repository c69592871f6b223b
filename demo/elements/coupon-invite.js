/** The states of `<coupon-invite>`. */
import { cart, freeShipping, inHours, welcome } from './examples.js';
import { find, press } from './press.js';

const content = {
  en: 'Good things are better shared.',
  'zh-Hans': '好东西，分享更好。',
  'zh-Hant': '好東西，分享更好。',
};

const credit = {
  id: 'credit',
  currency: 'CNY',
  title: { en: 'Store credit', 'zh-Hans': '抵扣金', 'zh-Hant': '折抵金' },
  layer: 'payment',
  benefit: { kind: 'amount', amount: 3000 },
};

const campaign = {
  id: 'friends',
  kind: 'invite',
  title: {
    en: 'Bring a friend to tea',
    'zh-Hans': '邀请好友，一起喝茶',
    'zh-Hant': '邀請好友，一起喝茶',
  },
  state: 'available',
  invitee: [welcome],
  inviter: [credit],
  rewardedOn: 'order',
  friends: { accepted: 3, rewarded: 1 },
};

const invitation = { code: 'c0upon-invitat10', campaign: 'friends', own: false };
const lines = cart.lines.map(({ product, quantity }) => ({ product, quantity }));
const friend = { ...campaign, friends: { accepted: 0, rewarded: 0 } };
const opened = (more, view = friend) => ({ invitation: { ...invitation, ...more }, campaign: view });
const code = { code: invitation.code };
const refused = (name, params = {}) => ({ refused: { code: name, params } });

export const states = [
  {
    name: 'available',
    title: { en: 'To invite friends', 'zh-Hans': '可邀请', 'zh-Hant': '可邀請' },
    facts: { campaigns: [campaign] },
    content,
  },
  {
    name: 'nobody-yet',
    title: {
      en: 'At once for both, nobody has come yet',
      'zh-Hans': '双方立即得券，尚无好友',
      'zh-Hant': '雙方立即獲得，尚無好友',
    },
    facts: {
      campaigns: [
        {
          ...campaign,
          invitee: [welcome, freeShipping],
          inviter: [freeShipping],
          rewardedOn: 'acceptance',
          friends: { accepted: 0, rewarded: 0 },
          closesAt: inHours(70),
        },
      ],
    },
    content,
  },
  {
    name: 'with-cart',
    title: { en: 'With the cart, if one likes', 'zh-Hans': '可附带购物车', 'zh-Hant': '可附帶購物車' },
    facts: { campaigns: [campaign], cart },
    attributes: { cart: true },
    content,
  },
  {
    name: 'inviting',
    title: { en: 'The link is being made', 'zh-Hans': '正在生成链接', 'zh-Hant': '正在產生連結' },
    facts: { campaigns: [campaign], answers: { invite: 'slow' } },
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'invited',
    title: { en: 'The link is ready', 'zh-Hans': '链接已生成', 'zh-Hant': '連結已產生' },
    facts: { campaigns: [campaign], cart },
    attributes: { cart: true },
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'qr-code',
    title: { en: 'To be scanned', 'zh-Hans': '二维码', 'zh-Hant': 'QR Code' },
    facts: { campaigns: [campaign] },
    content,
    act: async (element) => {
      await press(element, '[part=button]');
      await press(element, '[part=qr-button]');
      await find(element, '[part=qr]');
    },
  },
  {
    name: 'sign-in',
    title: { en: 'For shoppers who are signed in', 'zh-Hans': '登录后可邀请', 'zh-Hant': '登入後可邀請' },
    facts: { campaigns: [{ ...campaign, friends: undefined, state: 'sign-in' }] },
    attributes: { 'sign-in-url': '#' },
    content,
  },
  {
    name: 'upcoming',
    title: { en: 'Starts soon', 'zh-Hans': '即将开始', 'zh-Hant': '即將開始' },
    facts: { campaigns: [{ ...campaign, friends: undefined, state: 'upcoming', opensAt: inHours(5) }] },
    content,
  },
  {
    name: 'ended',
    title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
    facts: { campaigns: [{ ...campaign, state: 'ended', closesAt: inHours(-5) }] },
    content,
  },
  {
    name: 'away',
    title: { en: 'The network is gone', 'zh-Hans': '网络中断', 'zh-Hant': '網路中斷' },
    facts: { campaigns: [campaign], answers: { invite: 'gone' } },
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'friend',
    title: { en: 'What a friend sees', 'zh-Hans': '好友看到的', 'zh-Hant': '好友看到的' },
    facts: { campaigns: [friend], answers: { invitation: opened() } },
    attributes: code,
    content,
  },
  {
    name: 'friend-with-cart',
    title: {
      en: 'A friend, with a shared cart',
      'zh-Hans': '好友：附带购物车',
      'zh-Hant': '好友：附帶購物車',
    },
    facts: { campaigns: [friend], answers: { invitation: opened({ lines }) } },
    attributes: code,
    content,
  },
  {
    name: 'friend-sign-in',
    title: { en: 'A friend who is not signed in', 'zh-Hans': '好友：需登录', 'zh-Hant': '好友：需登入' },
    facts: {
      campaigns: [{ ...friend, state: 'sign-in' }],
      answers: { invitation: opened({}, { ...friend, state: 'sign-in' }) },
    },
    attributes: { ...code, 'sign-in-url': '#' },
    content,
  },
  {
    name: 'accepting',
    title: { en: 'Being accepted, slowly', 'zh-Hans': '接受中', 'zh-Hant': '接受中' },
    facts: { campaigns: [friend], answers: { invitation: opened(), participate: 'slow' } },
    attributes: code,
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'accepted',
    title: { en: 'Accepted', 'zh-Hans': '已接受', 'zh-Hant': '已接受' },
    facts: { campaigns: [friend], answers: { invitation: opened() } },
    attributes: { ...code, 'use-url': '#' },
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'already-invited',
    title: { en: 'Accepted another one before', 'zh-Hans': '之前已接受过', 'zh-Hant': '之前已接受過' },
    facts: {
      campaigns: [friend],
      answers: { invitation: opened(), participate: refused('already-invited') },
    },
    attributes: code,
    content,
    act: (element) => press(element, '[part=button]'),
  },
  {
    name: 'accepted-before',
    title: { en: 'Opened once more', 'zh-Hans': '再次打开', 'zh-Hant': '再次打開' },
    facts: {
      campaigns: [campaign],
      answers: { invitation: opened({}, { ...friend, state: 'taken', left: 0 }) },
    },
    attributes: code,
    content,
  },
  {
    name: 'own',
    title: { en: 'Their own invitation', 'zh-Hans': '自己的邀请', 'zh-Hant': '自己的邀請' },
    facts: { campaigns: [campaign], answers: { invitation: opened({ own: true }, campaign) } },
    attributes: code,
    content,
  },
  {
    name: 'not-eligible',
    title: { en: 'Only for newcomers', 'zh-Hans': '仅限新人', 'zh-Hant': '僅限新客' },
    facts: {
      campaigns: [campaign],
      answers: { invitation: opened({}, { ...friend, state: 'not-eligible' }) },
    },
    attributes: code,
    content,
  },
  {
    name: 'sold-out',
    title: { en: 'All are given', 'zh-Hans': '已发完', 'zh-Hant': '已發完' },
    facts: {
      campaigns: [campaign],
      answers: { invitation: opened({}, { ...friend, state: 'sold-out' }) },
    },
    attributes: code,
    content,
  },
  {
    name: 'unknown',
    title: { en: 'The link leads nowhere', 'zh-Hans': '链接已失效', 'zh-Hant': '連結已失效' },
    facts: { campaigns: [], answers: { invitation: refused('unknown-invitation') } },
    attributes: code,
    content,
  },
  {
    name: 'not-opened',
    title: { en: 'It cannot be opened now', 'zh-Hans': '暂时打不开', 'zh-Hant': '暫時打不開' },
    facts: { campaigns: [friend], answers: { invitation: 'gone' } },
    attributes: code,
    content,
  },
  {
    name: 'none',
    title: { en: 'No campaign', 'zh-Hans': '没有活动', 'zh-Hant': '沒有活動' },
    facts: {},
    content,
  },
];
