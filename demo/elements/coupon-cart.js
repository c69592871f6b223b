/** The states of `<coupon-cart>`. */
import { cart, eightTenths, freeShipping, fullReduction, held, offer, shopReduction } from './examples.js';
import { find, press } from './press.js';

const content = {
  en: 'Coupons are found as soon as this page is ready.',
  'zh-Hans': '页面就绪后自动寻找优惠券。',
  'zh-Hant': '頁面就緒後自動尋找優惠券。',
};
const offers = [offer(shopReduction), offer(eightTenths), offer(freeShipping), offer(fullReduction)];
const wallet = [held(shopReduction), held(eightTenths), held(freeShipping)];
export const states = [
  {
    name: 'verified',
    title: { en: 'The price is confirmed', 'zh-Hans': '价格已确认', 'zh-Hant': '價格已確認' },
    facts: { offers, wallet, cart },
    content,
  },
  {
    name: 'expanded',
    title: { en: 'The whole breakdown', 'zh-Hans': '全部优惠明细', 'zh-Hant': '全部優惠明細' },
    facts: { offers, wallet, cart },
    attributes: { expanded: true, 'show-funding': true, 'refund-mode': 'proportional' },
    content,
  },
  {
    name: 'provisional',
    title: {
      en: 'An estimate, until the server answers',
      'zh-Hans': '预估价，等待确认',
      'zh-Hant': '預估價，等待確認',
    },
    facts: { offers, wallet, cart, answers: { verify: 'slow' } },
    content,
  },
  {
    name: 'changed',
    title: { en: 'The server knows another price', 'zh-Hans': '价格有变动', 'zh-Hant': '價格有變動' },
    facts: { offers, wallet, cart, prices: { 'paper-lamp': 64_800 } },
    content,
  },
  {
    name: 'failed',
    title: { en: 'The server is away', 'zh-Hans': '服务器暂不可用', 'zh-Hant': '伺服器暫時無法使用' },
    facts: { offers, wallet, cart, answers: { verify: 'gone' } },
    content,
  },
  {
    name: 'held',
    title: { en: 'Held for an order', 'zh-Hans': '已为订单锁定', 'zh-Hant': '已為訂單鎖定' },
    facts: { offers, wallet, cart, holdMs: 900_000 },
    content,
    act: (panel) => press(panel, '[part=checkout-button]:not([aria-disabled=true])'),
  },
  {
    name: 'code',
    title: { en: 'A code that nobody knows', 'zh-Hans': '兑换码无效', 'zh-Hant': '優惠碼無效' },
    facts: { offers: [], wallet: [held(shopReduction)], cart },
    content,
    act: async (panel) => {
      await press(panel, '#code');
      const field = await find(panel, '#code-field');
      field.value = 'NOTHING';
      field.form.requestSubmit();
    },
  },
  {
    name: 'none',
    title: { en: 'No coupon fits', 'zh-Hans': '没有可用的券', 'zh-Hant': '沒有可用的券' },
    facts: { offers: [offer(fullReduction)], cart },
    content,
  },
  {
    name: 'chooser',
    title: { en: 'The chooser', 'zh-Hans': '选择优惠券', 'zh-Hant': '選擇優惠券' },
    facts: { offers, wallet, cart },
    content,
    isModal: true,
    act: (panel) => panel.openChooser(),
  },
  {
    name: 'idle',
    title: { en: 'No cart yet', 'zh-Hans': '还没有购物车', 'zh-Hant': '還沒有購物車' },
    facts: { offers },
    content,
  },
];
