/** The states of `<coupon-countdown>`. */
import { inHours } from './examples.js';

const content = { en: 'Every evening at eight', 'zh-Hans': '每晚八点', 'zh-Hant': '每晚八點' };

export const states = [
  {
    name: 'upcoming',
    title: { en: 'Starts today', 'zh-Hans': '今天开始', 'zh-Hant': '今天開始' },
    facts: {},
    attributes: { from: inHours(2.4), until: inHours(8) },
    content,
  },
  {
    name: 'running',
    title: { en: 'Running', 'zh-Hans': '进行中', 'zh-Hant': '進行中' },
    facts: {},
    attributes: { until: inHours(3.1) },
    content,
  },
  {
    name: 'clock',
    title: { en: 'As a clock, with days', 'zh-Hans': '数字钟，含天数', 'zh-Hant': '數字鐘，含天數' },
    facts: {},
    attributes: { until: inHours(52.6), clock: true },
    content,
  },
  {
    name: 'clock-upcoming',
    title: { en: 'As a clock, before the start', 'zh-Hans': '数字钟，未开始', 'zh-Hant': '數字鐘，未開始' },
    facts: {},
    attributes: { from: inHours(0.4), clock: true },
    content,
  },
  {
    name: 'far',
    title: { en: 'Days away', 'zh-Hans': '还有几天', 'zh-Hant': '還有幾天' },
    facts: {},
    attributes: { until: inHours(200) },
    content,
  },
  {
    name: 'clock-off',
    title: {
      en: 'The device’s clock is two hours off',
      'zh-Hans': '设备时钟差两小时',
      'zh-Hant': '裝置時鐘差兩小時',
    },
    facts: { now: Date.parse(inHours(2)) },
    attributes: { until: inHours(3.1) },
    content,
    // Any answer of the server brings its time.
    act: (countdown) => countdown.session.loadOffers(),
  },
  {
    name: 'over',
    title: { en: 'Over', 'zh-Hans': '已结束', 'zh-Hant': '已結束' },
    facts: {},
    attributes: { until: inHours(-1) },
    content,
  },
  {
    name: 'unreadable',
    title: { en: 'No time that can be read', 'zh-Hans': '时间无法识别', 'zh-Hant': '時間無法辨識' },
    facts: {},
    attributes: { until: 'tonight' },
    content,
  },
];
