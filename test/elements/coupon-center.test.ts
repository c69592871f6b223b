import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { createStage } from '../../demo/elements/stage.js';
import { CouponCenter } from '../../src/elements/coupon-center.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Claim, Offer } from '../../src/protocol/messages.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

const offer = (
  id: string,
  amount: number,
  more: Partial<Coupon> = {},
  claim: Partial<Claim> = {},
): Offer => ({
  coupon: {
    id,
    currency: 'CNY',
    title: id,
    conditions: { minSpend: 10_000 },
    benefit: { kind: 'amount', amount } as Coupon['benefit'],
    ...more,
  },
  claim: { state: 'available', ...claim },
});
const offers = [
  offer('Sitewide small', 1000),
  offer('Tea café', 3000, { issuer: { shop: 'tea' }, scope: { categories: ['leaf'] } }),
  offer('Lamp', 500_000, { issuer: { shop: 'lamp' } }),
  offer('Tea big', 7000, { issuer: { shop: 'tea' } }),
  offer('Members', 2000, {}, { state: 'sign-in' }),
  offer('For points', 9000, {}, { cost: { points: 100 } }),
  offer('Gone', 9900, {}, { state: 'sold-out' }),
  offer('Over', 9900, {}, { state: 'ended' }),
];
const cart = {
  currency: 'CNY',
  lines: [
    { id: '1', product: 'long-jing', shop: 'tea', categories: ['leaf'], unitPrice: 20_000, quantity: 1 },
  ],
};

elementContract({
  tag: 'coupon-center',
  constructor: CouponCenter,
  createSession: () =>
    createSession({
      adapter: createStage({
        offers: [
          offer('a', 1000, { title: { en: 'Autumn fair', 'zh-Hans': '金秋大促' } }),
          offer('b', 500, { issuer: { shop: 'tea' } }),
        ],
      }),
      engine,
    }),
  says: { en: 'Autumn fair', 'zh-Hans': '金秋大促' },
});

describe('<coupon-center>', () => {
  let session: Session;
  let center: CouponCenter;
  let facts: Parameters<typeof createStage>[0];

  const show = async (attributes: Record<string, string> = {}, content: Node[] = [], given?: unknown) => {
    session = createSession({ adapter: createStage(facts), engine });
    if (given) session.setCart(given);
    center = document.createElement('coupon-center');
    center.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) center.setAttribute(name, value);
    center.append(...content);
    center.session = session;
    document.body.append(center);
    await session.loadOffers();
    if (given) await until(() => session.$best.get());
    await until(() => center.shadowRoot!.querySelector('li .ticket, .none, dialog'));
    await center.updateComplete;
  };
  const all = (selector: string) => [...center.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const find = (selector: string) => center.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const texts = (selector: string) =>
    all(selector).map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
  const titles = () => texts('.cards .title');
  const press = async (selector: string) => {
    find(selector).click();
    await center.updateComplete;
  };
  const type = async (query: string) => {
    const field = find('#search') as HTMLInputElement;
    field.value = query;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await center.updateComplete;
  };
  const cardOf = (title: string) =>
    all('.cards li').find((item) => item.querySelector('.title')!.textContent === title)!;

  // All of the cards fit into this window; what comes later is for the tests of long lists.
  before(() => setViewport({ width: 800, height: 1600 }));
  after(() => setViewport({ width: 800, height: 600 }));
  beforeEach(() => {
    facts = { offers };
  });
  afterEach(() => {
    center.remove();
    session.destroy();
  });

  it('lists what can be claimed first, the most valuable first; what is over is left out', async () => {
    await show();
    assert.deepEqual(titles(), [
      'Lamp',
      'For points',
      'Tea big',
      'Tea café',
      'Sitewide small',
      'Members',
      'Gone',
    ]);
  });

  it('has what saves most on the present cart before all else, and says what it saves', async () => {
    await show({}, [], cart);
    await until(() => titles()[0] === 'Tea big');
    assert.deepEqual(titles().slice(0, 4), ['Tea big', 'Sitewide small', 'Tea café', 'Lamp']);
    assert.deepEqual(texts('.saves'), ['Saves ¥70 on your cart', 'Saves ¥10 on your cart']);
  });

  it('changes no place while the shopper claims', async () => {
    await show({}, [], cart);
    await until(() => titles()[0] === 'Tea big');
    const before = titles();
    cardOf('Sitewide small').querySelector<HTMLElement>('.button')!.click();
    await until(() => cardOf('Sitewide small').textContent.includes('Claimed'));
    cardOf('Lamp').querySelector<HTMLElement>('.button')!.click();
    await until(() => cardOf('Lamp').textContent.includes('Claimed'));
    assert.deepEqual(titles(), before);
  });

  it('answers a press in the next update, and keeps the focus on the button', async () => {
    facts.answers = { claim: 'slow' };
    await show();
    const button = cardOf('Lamp').querySelector<HTMLElement>('.button')!;
    button.focus();
    button.click();
    await center.updateComplete;
    assert.include(button.textContent, 'Getting…');
    assert.equal(center.shadowRoot!.activeElement, button);
  });

  it('says on its card why one is refused', async () => {
    facts.answers = { claim: { refused: { code: 'sold-out', params: {} } } };
    await show();
    cardOf('Lamp').querySelector<HTMLElement>('.button')!.click();
    await until(() => cardOf('Lamp').querySelector('[role=alert]')!.textContent.includes('All claimed'));
  });

  describe('its tabs', () => {
    it('are all, the platform, each shop and each category that a scope names', async () => {
      await show();
      assert.deepEqual(texts('[role=tab]'), ['All', 'Sitewide', 'tea', 'lamp', 'leaf']);
      all('[role=tab]')[2]!.click();
      await center.updateComplete;
      assert.deepEqual(titles(), ['Tea big', 'Tea café']);
      assert.equal(find('[role=tabpanel]').getAttribute('aria-label'), 'tea');
      all('[role=tab]')[4]!.click();
      await center.updateComplete;
      assert.deepEqual(titles(), ['Tea café']);
    });

    it('are called as the page says: in its HTML, or by a property', async () => {
      const names = document.createElement('datalist');
      names.append(
        Object.assign(document.createElement('option'), { value: 'shop:tea', textContent: 'Qingjin Tea' }),
        Object.assign(document.createElement('option'), { value: 'category:leaf', textContent: 'Leaf teas' }),
      );
      await show({}, [names]);
      assert.deepEqual(texts('[role=tab]'), ['All', 'Sitewide', 'Qingjin Tea', 'lamp', 'Leaf teas']);
      center.names = { 'shop:lamp': { en: 'Lights', 'zh-Hans': '灯' } };
      names.querySelector('option')!.textContent = 'Qing Jin';
      await until(() => texts('[role=tab]').join() === 'All,Sitewide,Qing Jin,Lights,Leaf teas');
      await type('qing jin');
      assert.deepEqual(titles(), ['Tea big', 'Tea café']);
    });

    it('are walked by keyboard, and the one with the focus is shown', async () => {
      await show();
      find('[aria-selected=true]').focus();
      await sendKeys({ press: 'ArrowRight' });
      await until(() => texts('[aria-selected=true]')[0] === 'Sitewide');
      assert.equal(center.shadowRoot!.activeElement!.textContent.trim(), 'Sitewide');
      await sendKeys({ press: 'End' });
      await until(() => texts('[aria-selected=true]')[0] === 'leaf');
      await sendKeys({ press: 'ArrowRight' });
      await until(() => texts('[aria-selected=true]')[0] === 'All');
      await sendKeys({ press: 'ArrowLeft' });
      await until(() => texts('[aria-selected=true]')[0] === 'leaf');
      await sendKeys({ press: 'Home' });
      await until(() => texts('[aria-selected=true]')[0] === 'All');
      assert.lengthOf(all('[role=tab][tabindex="0"]'), 1);
    });

    it('are walked the other way where one reads from the right', async () => {
      document.documentElement.dir = 'rtl';
      await show();
      find('[aria-selected=true]').focus();
      await sendKeys({ press: 'ArrowLeft' });
      await until(() => texts('[aria-selected=true]')[0] === 'Sitewide');
      const [first, second] = all('[role=tab]').map((tab) => tab.getBoundingClientRect().x);
      document.documentElement.dir = '';
      assert.isAbove(first!, second!);
    });

    it('are none where nothing tells the coupons apart', async () => {
      facts = { offers: offers.slice(0, 1) };
      await show();
      assert.isEmpty(all('[role=tab], [role=tabpanel]'));
    });
  });

  describe('its search', () => {
    it('finds by title, face and shop, in any case, with or without accents, words in any order', async () => {
      await show();
      for (const [query, found] of [
        ['CAFE', ['Tea café']],
        ['café tea', ['Tea café']],
        ['5000', ['Lamp']],
        ['¥70', ['Tea big']],
        ['lamp', ['Lamp']],
        ['ＬＡＭＰ', ['Lamp']],
      ] as const) {
        await type(query);
        assert.deepEqual(titles(), [...found], query);
      }
    });

    it('says how many it has found, or that there is none, and leads back', async () => {
      await show();
      await type('tea');
      assert.equal(find('[role=status]').textContent.trim(), '2 coupons found');
      await type('nothing');
      assert.deepEqual(titles(), []);
      assert.include(textOf(center), 'No coupon matches “nothing”.');
      await press('.none .button');
      assert.lengthOf(titles(), 7);
      assert.equal(center.shadowRoot!.activeElement, find('#search'));
      assert.equal((find('#search') as HTMLInputElement).value, '');
    });

    it('waits until a character is composed', async () => {
      facts = { offers: [offer('茶馆', 3000), offer('灯', 100)] };
      await show();
      const field = find('#search') as HTMLInputElement;
      field.value = 'cha';
      field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true }));
      await center.updateComplete;
      assert.lengthOf(titles(), 2);
      center.requestUpdate();
      await center.updateComplete;
      assert.equal(field.value, 'cha', 'what is being composed stays');
      field.value = '茶';
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '茶' }));
      await center.updateComplete;
      assert.deepEqual(titles(), ['茶馆']);
    });

    it('takes blanks as they are typed', async () => {
      await show();
      find('#search').focus();
      await sendKeys({ type: 'tea big' });
      await center.updateComplete;
      assert.deepEqual(titles(), ['Tea big']);
      assert.equal((find('#search') as HTMLInputElement).value, 'tea big');
    });
  });

  describe('claiming all', () => {
    it('claims with one press what is free, here and now, and says what came of it', async () => {
      await show();
      const heard: string[] = [];
      center.addEventListener('coupon-claimed', ({ detail }) => heard.push(detail.coupon));
      assert.equal(find('[part=claim-all]').textContent.trim(), 'Get all 4');
      find('[part=claim-all]').focus();
      find('[part=claim-all]').click();
      await until(() => find('[role=status]').textContent.includes('4 coupons claimed'));
      assert.sameMembers(heard, ['Lamp', 'Tea big', 'Tea café', 'Sitewide small']);
      assert.lengthOf(session.$wallet.get()!, 4);
      await center.updateComplete;
      assert.equal(center.shadowRoot!.activeElement, find('#panel'), 'the focus is not lost');
    });

    it('claims those of the tab alone', async () => {
      await show();
      all('[role=tab]')[2]!.click();
      await center.updateComplete;
      assert.equal(find('[part=claim-all]').textContent.trim(), 'Get all 2');
    });

    it('is no offer for a single coupon', async () => {
      facts = { offers: offers.slice(0, 1) };
      await show();
      assert.isNull(find('[part=claim-all]'));
    });

    it('stops when the shopper says so', async () => {
      await show();
      center.addEventListener('coupon-claimed', () => find('.bar .button').click(), { once: true });
      find('[part=claim-all]').click();
      await center.updateComplete;
      assert.include(textOf(center), 'Getting 0 of 4');
      await until(() => find('[role=status]').textContent.includes('1 of 4 claimed'));
      assert.lengthOf(session.$wallet.get()!, 1);
    });

    it('ends where the element leaves the page', async () => {
      await show();
      center.addEventListener('coupon-claimed', () => center.remove(), { once: true });
      find('[part=claim-all]').click();
      await until(() => session.$wallet.get()?.length === 1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.lengthOf(session.$wallet.get()!, 1);
    });

    it('claims nothing for whoever comes next', async () => {
      await show();
      const other = createSession({ adapter: createStage({ offers }), engine });
      center.addEventListener('coupon-claimed', () => (center.session = other), { once: true });
      find('[part=claim-all]').click();
      await until(() => other.$offers.get());
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.isEmpty(other.$wallet.get());
      other.destroy();
    });

    it('ends at the first fault', async () => {
      facts.answers = { claim: 'gone' };
      await show();
      let count = 0;
      center.addEventListener('coupon-claim', () => count++);
      await press('[part=claim-all]');
      await until(() => find('[part=claim-all]'));
      assert.equal(count, 1);
      assert.include(textOf(center), 'That didn’t work');
    });
  });

  it('leads to where a claimed coupon is used', async () => {
    await show({ 'use-url': '/goods?coupon={coupon}' });
    cardOf('Lamp').querySelector<HTMLElement>('.button')!.click();
    await until(() => cardOf('Lamp').querySelector('a'));
    assert.equal(cardOf('Lamp').querySelector('a')!.getAttribute('href'), '/goods?coupon=Lamp');
  });

  it('counts down what opens soon', async () => {
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    facts = { offers: [offer('Soon', 100, {}, { state: 'upcoming', opensAt })] };
    await show();
    const before = find('[role=timer]').textContent;
    assert.match(before.trim(), /Starts in 0(0:59|1:00)/);
    await until(() => find('[role=timer]').textContent !== before, 3000);
  });

  it('shows what stands in it where there is no offer, else says so', async () => {
    facts = { offers: [] };
    await show({}, [Object.assign(document.createElement('p'), { textContent: 'Come back on Friday' })]);
    assert.isTrue(center.matches(':state(empty)'));
    assert.isTrue(center.querySelector('p')!.checkVisibility());
    assert.isFalse(find('.none').checkVisibility());
    center.remove();
    session.destroy();
    await show();
    assert.include(find('.none').textContent, 'No coupons right now');
    assert.isTrue(find('.none').checkVisibility());
  });

  it('says that the offers could not be loaded, and asks again', async () => {
    facts.answers = { offers: 'gone' };
    await show();
    assert.isTrue(center.matches(':state(failed)'));
    assert.include(find('[role=alert]').textContent, 'could not be loaded');
    facts.answers = {};
    await press('.none .button');
    await until(() => titles().length === 7, 3000);
  });

  describe('as a sheet', () => {
    const open = async () => {
      await show({ sheet: '' });
      find('[part=opener]').focus();
      find('[part=opener]').click();
      await until(() => find('dialog[open] .ticket'));
    };

    it('takes no more of the page than its button, opens over it, and gives the focus back', async () => {
      await open();
      assert.equal(center.shadowRoot!.activeElement, find('[part=close]'));
      assert.isTrue(center.open);
      await until(() => titles().length === 7);
      await sendKeys({ press: 'Escape' });
      await until(() => !find('dialog[open]'));
      await until(() => !center.open);
      assert.equal(center.shadowRoot!.activeElement, find('[part=opener]'));
      assert.isEmpty(all('.ticket'), 'nothing is kept that nobody sees');
    });

    it('closes by its button, and beside it', async () => {
      await open();
      find('[part=close]').click();
      await until(() => !find('dialog[open]'));
      find('[part=opener]').click();
      await until(() => find('dialog[open]'));
      find('dialog').click();
      await until(() => !find('dialog[open]') && !center.hasAttribute('open'));
    });

    it('opens by the page’s own button', async () => {
      const own = Object.assign(document.createElement('button'), { slot: 'opener', textContent: 'Deals' });
      await show({ sheet: '' }, [own]);
      own.focus();
      own.click();
      await until(() => find('dialog[open]'));
      center.hide();
      await until(() => !find('dialog[open]'));
      assert.equal(document.activeElement, own);
    });

    it('is a dialog again where it was moved, and closed where it was gone', async () => {
      await open();
      const box = document.body.appendChild(document.createElement('div'));
      box.append(center);
      await until(() => find('dialog').matches(':modal'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.isTrue(center.open);
      center.remove();
      await new Promise((resolve) => setTimeout(resolve, 20));
      document.body.append(center);
      await center.updateComplete;
      assert.isFalse((find('dialog') as HTMLDialogElement).open);
      assert.isFalse(center.open);
      box.remove();
    });

    it('empties its search with the first Escape, and closes with the next', async () => {
      await open();
      find('#search').focus();
      await sendKeys({ type: 'tea' });
      await until(() => titles().length === 2);
      await sendKeys({ press: 'Escape' });
      await until(() => titles().length === 7);
      assert.isTrue(center.open);
      await sendKeys({ press: 'Escape' });
      await until(() => !center.open);
    });

    it('asks for nothing before it opens', async () => {
      let calls = 0;
      const stage = createStage(facts);
      session = createSession({
        adapter: { ...stage, offers: (...input) => (calls++, stage.offers!(...input)) },
        engine,
      });
      center = document.createElement('coupon-center');
      center.lang = 'en';
      center.sheet = true;
      center.session = session;
      document.body.append(center);
      await until(() => find('[part=opener]'));
      assert.equal(calls, 0);
      await center.show();
      await until(() => find('dialog[open] .ticket'));
      assert.equal(calls, 1);
    });

    it('moves nothing for those who want no motion', async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      await open();
      assert.deepEqual(center.shadowRoot!.getAnimations(), []);
      await emulateMedia({ reducedMotion: 'no-preference' });
    });
  });
});
