import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { benefits } from '../../src/benefits/index.js';
import { conditions } from '../../src/conditions/index.js';
import { describeCoupon } from '../../src/i18n/describe-coupon.js';
import { loadLocale } from '../../src/i18n/languages.js';
import type { Coupon } from '../../src/model/coupon.js';
import { messages } from '../../src/locales/en.js';

const locales = {
  en: await loadLocale('en'),
  hans: await loadLocale('zh-CN'),
  hant: await loadLocale('zh-TW'),
};

const coupon = (benefit: object, more: object = {}) =>
  ({ id: 'a', currency: 'CNY', benefit, ...more }) as unknown as Coupon;
const inAll = (each: Coupon, part: 'face' | 'threshold' | 'title' | 'scope' | 'validity') =>
  Object.values(locales).map((locale) => describeCoupon(each, locale)[part].replace(/\s/g, ' '));

describe('the face', () => {
  const cases: [string, object, string[]][] = [
    ['an amount', { kind: 'amount', amount: 30000 }, ['¥300 off', '¥300', 'CN¥300']],
    [
      'an amount for every spend',
      { kind: 'amount', amount: 2000, everySpend: 20000 },
      ['¥20 off every ¥200', '每满200减20', '每滿200折20'],
    ],
    ['a percentage', { kind: 'percent', percentOff: 20 }, ['20% off', '8折', '8折']],
    ['everything off', { kind: 'percent', percentOff: 100 }, ['Free', '免费', '免費']],
    [
      'tiers of amounts',
      {
        kind: 'tiered',
        tiers: [
          { minSpend: 10000, amount: 1000 },
          { minSpend: 30000, amount: 4000 },
        ],
      },
      ['Up to ¥40 off', '最高减¥40', '最高折¥40'],
    ],
    [
      'tiers of percentages',
      {
        kind: 'tiered',
        tiers: [
          { minQuantity: 2, percentOff: 10 },
          { minQuantity: 3, percentOff: 15 },
        ],
      },
      ['Up to 15% off', '低至8.5折', '最低8.5折'],
    ],
    ['an amount off each', { kind: 'each', amount: 1000 }, ['¥10 off each', '每件减10', '每件折10']],
    ['a percentage off each', { kind: 'each', percentOff: 30 }, ['30% off each', '每件7折', '每件7折']],
    ['a special price', { kind: 'each', price: 100, maxUnits: 1 }, ['Special price ¥1', '特价¥1', '特價¥1']],
    [
      'the third at half price',
      { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 },
      ['Buy 2, get 1 half price', '第3件半价', '第3件半價'],
    ],
    [
      'the third at a discount',
      { kind: 'buyXGetY', buy: 2, get: 1, percentOff: 30 },
      ['Buy 2, get 1 at 30% off', '第3件7折', '第3件7折'],
    ],
    [
      'two free with two',
      { kind: 'buyXGetY', buy: 2, get: 2, percentOff: 100 },
      ['Buy 2, get 2 free', '买2件，2件免费', '買2件，2件免費'],
    ],
    [
      'something else with it',
      { kind: 'buyXGetY', buy: 1, get: 1, price: 100, getScope: { products: ['tie'] } },
      ['Buy 1, get 1 for ¥1', '买1件，1件¥1', '買1件，1件¥1'],
    ],
    ['a bundle', { kind: 'bundle', parts: [], amount: 5000 }, ['Bundle: ¥50 off', '搭配减50', '搭配折50']],
    ['free shipping', { kind: 'shipping', percentOff: 100 }, ['Free shipping', '免邮', '免運']],
    ['cheaper shipping', { kind: 'shipping', amount: 1000 }, ['¥10 off shipping', '运费减¥10', '運費折¥10']],
    ['a kind that nobody knows', { kind: 'wheel', sides: 7 }, ['Special offer', '优惠', '優惠']],
  ];
  for (const [name, benefit, faces] of cases) {
    it(`tells ${name} in every language`, () => {
      // Taiwan's readers see the narrow symbol too.
      assert.deepEqual(
        inAll(coupon(benefit), 'face'),
        faces.map((face) => face.replace('CN¥', '¥')),
      );
    });
  }

  it('has its keys for every kind', () => {
    for (const { kind } of benefits) {
      assert.ok(
        Object.keys(messages).some((key) => key.startsWith(`${kind}.face`)),
        kind,
      );
    }
  });
});

describe('the threshold', () => {
  it('is the minimum spend, measured as it is', () => {
    const benefit = { kind: 'amount', amount: 30000 };
    assert.deepEqual(inAll(coupon(benefit, { conditions: { minSpend: 500000 } }), 'threshold'), [
      'Spend ¥5,000',
      '满5000可用',
      '滿5000可用',
    ]);
    assert.deepEqual(inAll(coupon(benefit, { conditions: { minCartSpend: 500000 } }), 'threshold'), [
      'Spend ¥5,000 in all',
      '整单满5000可用',
      '整單滿5000可用',
    ]);
    assert.deepEqual(
      inAll(coupon(benefit, { conditions: { minQuantity: 1 } }), 'threshold')[0],
      'Buy 1 item',
    );
  });

  it('is none where there is none', () => {
    assert.deepEqual(inAll(coupon({ kind: 'amount', amount: 1 }), 'threshold'), [
      'No minimum',
      '无门槛',
      '無門檻',
    ]);
  });

  it('is that of the first tier, or of each time', () => {
    const tiers = [
      { minSpend: 10000, amount: 1000 },
      { minSpend: 30000, amount: 4000 },
    ];
    assert.equal(inAll(coupon({ kind: 'tiered', tiers }), 'threshold')[0], 'Spend ¥100');
    assert.equal(
      inAll(coupon({ kind: 'amount', amount: 1, everySpend: 20000 }), 'threshold')[1],
      '满200可用',
    );
    assert.equal(
      inAll(coupon({ kind: 'buyXGetY', buy: 2, get: 1, percentOff: 50 }), 'threshold')[1],
      '满3件可用',
    );
  });
});

describe('the title', () => {
  it("is the merchant's, in the reader's language", () => {
    const title = { en: 'Welcome', 'zh-Hans': '新人券', 'zh-Hant': '新人優惠' };
    assert.deepEqual(inAll(coupon({ kind: 'amount', amount: 1 }, { title }), 'title'), [
      'Welcome',
      '新人券',
      '新人優惠',
    ]);
  });

  it('is made of what is given and what it takes', () => {
    const conditions = { minSpend: 500000 };
    assert.deepEqual(inAll(coupon({ kind: 'amount', amount: 30000 }, { conditions }), 'title'), [
      '¥300 off over ¥5,000',
      '满5000减300',
      '滿5000折300',
    ]);
    assert.deepEqual(inAll(coupon({ kind: 'shipping', percentOff: 100 }, { conditions }), 'title'), [
      'Free shipping over ¥5,000',
      '满5000享免邮',
      '滿5000享免運',
    ]);
  });

  it('is what is given where it takes nothing', () => {
    assert.deepEqual(inAll(coupon({ kind: 'amount', amount: 2000 }), 'title'), [
      '¥20 off',
      '立减¥20',
      '現折¥20',
    ]);
    assert.deepEqual(inAll(coupon({ kind: 'percent', percentOff: 20 }), 'title'), ['20% off', '8折', '8折']);
  });

  it('keeps markup as text', () => {
    const title = '<img src=x onerror=alert(1)>';
    assert.equal(inAll(coupon({ kind: 'amount', amount: 1 }, { title }), 'title')[0], title);
  });
});

describe('the rest', () => {
  it('says what it is for', () => {
    const benefit = { kind: 'amount', amount: 1 };
    assert.deepEqual(inAll(coupon(benefit), 'scope'), ['All items', '全场通用', '全館適用']);
    assert.equal(inAll(coupon(benefit, { issuer: { shop: 'tea' } }), 'scope')[1], '本店商品');
    assert.equal(
      inAll(coupon(benefit, { scope: { brands: ['a'], exclude: { tags: ['sale'] } } }), 'scope')[1],
      '指定品牌，部分除外',
    );
  });

  it('says every limit once, and what is the threshold not again', () => {
    const { terms } = describeCoupon(
      coupon(
        { kind: 'percent', percentOff: 20, maxAmount: 5000 },
        { conditions: { minSpend: 10000, maxOrders: 0 }, combinesWith: [], wholeOrder: true },
      ),
      locales.hans,
    );
    assert.deepEqual(terms, ['最多减¥50', '仅限首单', '仅限整单商品均符合时使用', '不与其他优惠券同享']);
  });

  it('lists the tiers', () => {
    const tiers = [
      { minSpend: 10000, amount: 1000 },
      { minSpend: 30000, percentOff: 50 },
    ];
    assert.deepEqual(describeCoupon(coupon({ kind: 'tiered', tiers }), locales.hans).terms, [
      '满100减10',
      '满300半价',
    ]);
    assert.deepEqual(describeCoupon(coupon({ kind: 'tiered', tiers }), locales.en).terms, [
      'Spend ¥100: ¥10 off',
      'Spend ¥300: half price',
    ]);
  });

  it('has words for every condition', () => {
    for (const { name } of conditions) assert.ok(`condition.${name}` in messages, name);
  });

  it('says until when, and from when where that is to come', () => {
    const dates = { validFrom: '2026-11-11T00:00:00+08:00', validUntil: '2026-11-12T00:00:00+08:00' };
    const each = coupon({ kind: 'amount', amount: 1 }, dates);
    assert.match(describeCoupon(each, locales.en).validity, /^Until Nov 12, 2026/);
    assert.match(describeCoupon(each, locales.en, 'CNY', 0).validity, /^Nov 11, 2026.* – Nov 12, 2026/);
    assert.equal(describeCoupon(coupon({ kind: 'amount', amount: 1 }), locales.en).validity, '');
  });

  it('takes the currency of the page where the coupon names none', () => {
    const each = { id: 'a', benefit: { kind: 'amount', amount: 500 } } as Coupon;
    assert.equal(describeCoupon(each, locales.en, 'JPY').face, '¥500 off');
    assert.equal(describeCoupon(each, locales.en).face, '5 off');
  });
});
