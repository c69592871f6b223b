/** Coupons and times that the states of several elements are made of. Plain data; times are relative to when the page was opened. */

const hourMs = 3_600_000;
const openedAt = Date.now();

/** ISO 8601, so many hours from now. */
export function inHours(hours) {
  return new Date(openedAt + hours * hourMs).toISOString();
}

/** 满5000减300. */
export const fullReduction = {
  id: 'autumn-300',
  currency: 'CNY',
  title: {
    en: 'Autumn fair: ¥300 off ¥5,000',
    'zh-Hans': '金秋大促 满5000减300',
    'zh-Hant': '金秋特賣 滿5000折300',
  },
  conditions: { minSpend: 500_000 },
  benefit: { kind: 'amount', amount: 30_000 },
};

/** 茶馆 满399减60. */
export const shopReduction = {
  id: 'tea-60',
  currency: 'CNY',
  title: { en: 'Tea house: ¥60 off ¥399', 'zh-Hans': '茶馆 满399减60', 'zh-Hant': '茶館 滿399折60' },
  issuer: { shop: 'tea' },
  conditions: { minSpend: 39_900 },
  benefit: { kind: 'amount', amount: 6000 },
};

/** 8折, at most ¥200. */
export const eightTenths = {
  id: 'living-20',
  currency: 'CNY',
  title: { en: 'The quiet home: 20% off', 'zh-Hans': '安静的家 8折', 'zh-Hant': '安靜的家 8折' },
  conditions: { minSpend: 30_000 },
  benefit: { kind: 'percent', percentOff: 20, maxAmount: 20_000 },
};

/** 免邮. */
export const freeShipping = {
  id: 'free-shipping',
  currency: 'CNY',
  title: { en: 'Free shipping', 'zh-Hans': '免邮券', 'zh-Hant': '免運券' },
  benefit: { kind: 'shipping', percentOff: 100 },
};

/** ¥20, no minimum. */
export const welcome = {
  id: 'hello-20',
  currency: 'CNY',
  title: { en: '¥20 to begin with', 'zh-Hans': '见面礼 20元', 'zh-Hant': '見面禮 20元' },
  benefit: { kind: 'amount', amount: 2000 },
};

/** @returns an offer that can be claimed, unless `claim` says otherwise */
export function offer(coupon, claim) {
  return { coupon, claim: { state: 'available', ...claim } };
}

/** @returns a piece in the wallet, unused unless `piece` says otherwise */
export function held(coupon, piece) {
  return { id: `piece-${coupon.id}`, coupon, state: 'held', ...piece };
}

/**
 * The states of a campaign that nobody can take part in now.
 * @param view gives the campaign with what is other than usual
 * @param stock how often all shoppers could take part
 */
export function closedCampaign(view, content, stock) {
  return [
    {
      name: 'sold-out',
      title: { en: 'All is given', 'zh-Hans': '已抢光', 'zh-Hant': '已搶光' },
      facts: { campaigns: view({ state: 'sold-out', remaining: 0, stock }) },
      content,
    },
    {
      name: 'upcoming',
      title: { en: 'Starts soon', 'zh-Hans': '即将开始', 'zh-Hant': '即將開始' },
      facts: { campaigns: view({ state: 'upcoming', opensAt: inHours(2) }) },
      content,
    },
    {
      name: 'ended',
      title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
      facts: { campaigns: view({ state: 'ended', closesAt: inHours(-2) }) },
      content,
    },
  ];
}

/** A kettle, a lamp and tea from two shops. */
export const cart = {
  currency: 'CNY',
  lines: [
    { id: '1', product: 'dahongpao', title: 'Dahongpao', unitPrice: 36_800, quantity: 2, shop: 'tea' },
    { id: '2', product: 'paper-lamp', title: 'Paper lamp', unitPrice: 59_800, quantity: 1, shop: 'home' },
  ],
  shipping: [
    { shop: 'tea', fee: 1800 },
    { shop: 'home', fee: 2800 },
  ],
};
