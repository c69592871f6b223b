import { assert } from 'chai';
import { createStage } from '../../demo/elements/stage.js';
import { CouponCard } from '../../src/elements/coupon-card.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Claim, Held } from '../../src/protocol/messages.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

const tea = {
  id: 'tea',
  currency: 'CNY',
  title: { en: 'Tea house', 'zh-Hans': '茶馆券' },
  scope: { products: ['long jing'], categories: ['tea'] },
  conditions: { minSpend: 39_900 },
  benefit: { kind: 'amount', amount: 6000 },
  validUntil: '2099-11-30T23:59:00+08:00',
} as Coupon;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const piece = (more: Partial<Held>): Held => ({ id: 'piece', coupon: tea, state: 'held', ...more });
const available = { coupon: tea, claim: { state: 'available' } } as const;

elementContract({
  tag: 'coupon-card',
  constructor: CouponCard,
  createSession: () => createSession({ adapter: createStage({ offers: [available] }), engine }),
  prepare: (card) => card.setAttribute('coupon', 'tea'),
  says: { en: 'Tea house', 'zh-Hans': '茶馆券' },
});

describe('<coupon-card>', () => {
  let session: Session;
  let card: CouponCard;

  const show = async (
    facts: Parameters<typeof createStage>[0],
    attributes: Record<string, string> = { coupon: 'tea' },
    prepare?: (card: CouponCard) => void,
  ) => {
    session = createSession({ adapter: createStage(facts), engine });
    card = document.createElement('coupon-card');
    card.lang = 'en';
    card.textContent = 'before';
    for (const [name, value] of Object.entries(attributes)) card.setAttribute(name, value);
    prepare?.(card);
    card.session = session;
    document.body.append(card);
    await session.loadOffers();
    await until(() => find('.ticket') || card.matches(':state(empty)'));
    await card.updateComplete;
  };
  const find = (selector: string) => card.shadowRoot!.querySelector<HTMLElement>(selector)!;

  afterEach(() => {
    card.remove();
    session.destroy();
  });

  it('says what a coupon gives, takes and is for, and until when by the clock of the shop', async () => {
    await show({ offers: [available] });
    const text = textOf(card);
    for (const words of [
      '¥60 off',
      'Spend ¥399',
      'Tea house',
      'Selected items',
      'Until Nov 30, 2099, 11:59 PM (GMT+8)',
    ])
      assert.include(text, words);
  });

  it('says what a coupon costs, and claims none that is to be paid for', async () => {
    for (const cost of [{ points: 500 }, { amount: 990 }]) {
      const offer = { coupon: tea, claim: { state: 'available', cost } } as const;
      await show({ offers: [offer] });
      assert.match(textOf(card), cost.points ? /For 500 points/ : /For ¥?9.90/);
      assert.isNull(find('.button'));
      card.remove();
      await show({
        offers: [{ ...offer, claim: { state: 'claimed', cost } }],
        wallet: [piece({ state: 'pending' })],
      });
      assert.isNull(find('.button'), 'it waits for its payment');
      card.remove();
      await show({ offers: [{ ...offer, claim: { state: 'claimed', cost } }], wallet: [piece({})] });
      assert.equal(find('.button').textContent.trim(), 'Claimed Tea house');
      card.remove();
    }
  });

  const states: [Claim, string][] = [
    [{ state: 'available' }, 'Get coupon'],
    [{ state: 'claimed' }, 'Claimed'],
    [{ state: 'used' }, 'Used'],
    [{ state: 'sold-out' }, 'All claimed'],
    [{ state: 'upcoming', opensAt: inMs(3_600_000) }, 'Starts soon'],
    [{ state: 'ended' }, 'Ended'],
    [{ state: 'sign-in' }, 'Sign in to get it'],
  ];
  for (const [claim, label] of states)
    it(`tells that an offer is ${claim.state}`, async () => {
      await show({ offers: [{ coupon: tea, claim }] });
      assert.include(find('.button').textContent, label);
      assert.isTrue(card.matches(`:state(${claim.state})`));
    });

  it('claims, and then leads to the goods', async () => {
    await show(
      { offers: [available] },
      { coupon: 'tea', 'use-url': '/goods?c={category}&p={product}&by={coupon}' },
    );
    const heard: string[] = [];
    for (const type of ['coupon-claim', 'coupon-claimed', 'coupon-use'] as const)
      document.addEventListener(type, ({ detail }) => heard.push(`${type} ${detail.coupon}`), { once: true });
    find('.button').click();
    await until(() => find('a.button'));
    assert.equal(find('a.button').getAttribute('href'), '/goods?c=tea&p=long%20jing&by=tea');
    card.addEventListener('coupon-use', (event) => event.preventDefault());
    find('a.button').click();
    assert.deepEqual(heard, ['coupon-claim tea', 'coupon-claimed tea', 'coupon-use tea']);
  });

  it('shows an offer that is set on it, and what became of it', async () => {
    await show({ offers: [available] }, {}, (made) => (made.offer = available));
    find('.button').click();
    await until(() => card.matches(':state(claimed)'));
  });

  it('stamps a piece that is used or expired, and leads nowhere', async () => {
    for (const [state, stamp] of [
      ['used', 'Used'],
      ['expired', 'Expired'],
    ] as const) {
      await show({ wallet: [piece({ state })] }, { coupon: 'tea', wallet: '', 'use-url': '/' });
      assert.equal(find('.stamp').textContent.trim(), stamp);
      assert.isNull(find('a'));
      assert.isTrue(card.matches(`:state(${state})`));
      card.remove();
      session.destroy();
    }
  });

  it('tells what keeps a piece, and until when', async () => {
    await show(
      { wallet: [piece({ state: 'reserved', until: '2099-01-01T10:00:00+08:00' })] },
      { coupon: 'tea', wallet: '' },
    );
    assert.include(textOf(card), 'Kept for an order until Jan 1, 2099, 10:00 AM (GMT+8)');
    card.remove();
    session.destroy();
    await show(
      { wallet: [piece({ state: 'pending', until: '2099-01-01T10:00:00+08:00' })] },
      { coupon: 'tea', wallet: '' },
    );
    assert.include(textOf(card), 'Its payment is being confirmed');
  });

  it('goes by the validity of the piece, and counts its last day down', async () => {
    await show({ wallet: [piece({ validUntil: inMs(7_200_000) })] }, { coupon: 'tea', wallet: '' });
    const before = find('[role=timer]').textContent;
    assert.match(before.replace(/\s+/g, ' '), /Expires in 0(1:59:5\d|2:00:00)/);
    await until(() => find('[role=timer]').textContent !== before, 3000);
  });

  it('shows the balance of store credit', async () => {
    const coupon = {
      id: 'tea',
      currency: 'CNY',
      layer: 'payment',
      benefit: { kind: 'amount', amount: 3850 },
    } as Coupon;
    await show({ wallet: [piece({ coupon, balance: 3850 })] }, { coupon: 'tea', wallet: '' });
    assert.include(textOf(card), '¥38.50');
    assert.include(textOf(card), 'Store credit');
    assert.include(textOf(card), 'the rest stays yours');
  });

  it('takes more notes and another button from the page', async () => {
    await show({ offers: [available] }, { coupon: 'tea' }, (made) => {
      for (const slot of ['notes', 'action'])
        made.append(Object.assign(document.createElement('button'), { slot, textContent: slot }));
    });
    for (const own of card.querySelectorAll('button')) assert.isTrue(own.checkVisibility());
    assert.isFalse(find('[part=button]').checkVisibility());
  });

  it('shows what stands in it where there is no such coupon', async () => {
    await show({ offers: [available] }, { coupon: 'other' });
    assert.isTrue(card.matches(':state(empty)'));
    assert.isAbove(
      find('slot').offsetParent ? 1 : (find('slot') as HTMLSlotElement).assignedNodes().length,
      0,
    );
  });
});
