import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { createStage } from '../../demo/elements/stage.js';
import { CouponWallet } from '../../src/elements/coupon-wallet.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Held } from '../../src/protocol/messages.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

const hourMs = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs).toISOString();
const coupon = (id: string, more: Partial<Coupon> = {}): Coupon => ({
  id,
  currency: 'CNY',
  title: id,
  benefit: { kind: 'amount', amount: 3000 } as Coupon['benefit'],
  ...more,
});
const held = (id: string, more: Partial<Held> = {}, own: Partial<Coupon> = {}): Held => ({
  id: `piece-${id}`,
  coupon: coupon(id, own),
  state: 'held',
  ...more,
});
const wallet = [
  held('No end'),
  held('In a month', { validUntil: inHours(720) }),
  held('Tonight', { validUntil: inHours(5.5) }, { scope: { categories: ['tea'] } }),
  held('In two days', { validUntil: inHours(49) }),
  held('Kept', {
    state: 'reserved',
    until: '2099-01-01T10:00:00+08:00',
    hold: 'h1',
    validUntil: inHours(800),
  }),
  held('Used first', { state: 'used' }),
  held('Used last', { state: 'used' }),
  held('Long gone', { state: 'expired', validUntil: inHours(-900) }),
  held('Just gone', { state: 'expired', validUntil: inHours(-9) }),
  held(
    'Credit',
    { balance: 3850 },
    { layer: 'payment', benefit: { kind: 'amount', amount: 3850 } as Coupon['benefit'] },
  ),
  held('Nothing left', { balance: 0 }, { layer: 'payment' }),
];

elementContract({
  tag: 'coupon-wallet',
  constructor: CouponWallet,
  createSession: () =>
    createSession({
      adapter: createStage({
        wallet: [
          held('a', {}, { title: { en: 'Autumn fair', 'zh-Hans': '金秋大促' } }),
          held('b', { state: 'used' }),
        ],
      }),
      engine,
    }),
  prepare: (element) => element.setAttribute('use-url', '#'),
  says: { en: 'Autumn fair', 'zh-Hans': '金秋大促' },
});

describe('<coupon-wallet>', () => {
  let session: Session;
  let element: CouponWallet;

  const show = async (
    facts: Parameters<typeof createStage>[0],
    attributes: Record<string, string> = {},
    content: Node[] = [],
  ) => {
    session = createSession({ adapter: createStage(facts), engine });
    element = document.createElement('coupon-wallet');
    element.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...content);
    element.session = session;
    document.body.append(element);
    await session.loadOffers();
    await until(() => find('[role=tabpanel], [role=alert]'));
    await element.updateComplete;
  };
  const all = (selector: string) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const find = (selector: string) => element.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const texts = (selector: string) =>
    all(selector).map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
  const lists = (...titles: string[]) => until(() => texts('.cards .title').join() === titles.join());
  const cardOf = (title: string) =>
    all('.cards li').find((item) => item.querySelector('.title')!.textContent === title)!;

  afterEach(() => {
    element.remove();
    session.destroy();
  });

  it('has unused coupons first, those that end soon before the others, and counts them all', async () => {
    await show({ wallet });
    assert.deepEqual(texts('[role=tab]'), ['Unused (6)', 'Used (2)', 'Expired (2)']);
    await lists('Credit', 'Tonight', 'In two days', 'In a month', 'Kept', 'No end');
    all('[role=tab]')[1]!.click();
    await lists('Used last', 'Used first');
    assert.deepEqual(texts('.stamp'), ['Used', 'Used']);
    all('[role=tab]')[2]!.click();
    await lists('Just gone', 'Long gone');
    assert.deepEqual(texts('.stamp'), ['Expired', 'Expired']);
  });

  it('warns of what ends soon, and tells what keeps a coupon', async () => {
    await show({ wallet });
    await lists('Credit', 'Tonight', 'In two days', 'In a month', 'Kept', 'No end');
    assert.match(cardOf('Tonight').textContent, /Expires in 05:(29|30)/);
    assert.include(cardOf('In two days').textContent, 'Expires in 2 days');
    assert.notInclude(cardOf('In a month').textContent, 'Expires');
    assert.include(cardOf('Kept').textContent, 'Kept for an order until Jan 1, 2099, 10:00 AM (GMT+8)');
    assert.isNull(cardOf('Kept').querySelector('a'));
  });

  it('shows the balance of store credit', async () => {
    await show({ wallet });
    assert.include(cardOf('Credit').textContent, '¥38.50');
    assert.include(cardOf('Credit').textContent, 'Store credit');
  });

  it('leads to the goods, where the page does not prevent it', async () => {
    await show({ wallet }, { 'use-url': '/goods?category={category}&coupon={coupon}' });
    await lists('Credit', 'Tonight', 'In two days', 'In a month', 'Kept', 'No end');
    const link = cardOf('Tonight').querySelector('a')!;
    assert.equal(link.getAttribute('href'), '/goods?category=tea&coupon=Tonight');
    const used: string[] = [];
    document.addEventListener(
      'coupon-use',
      (event) => {
        event.preventDefault();
        used.push(event.detail.coupon);
      },
      { once: true },
    );
    link.click();
    assert.deepEqual(used, ['Tonight']);
  });

  it('has no links that lead nowhere', async () => {
    await show({ wallet });
    assert.isEmpty(all('a'));
  });

  it('turns a code into a coupon, or says beside the field why not', async () => {
    await show({ wallet: [], codes: [coupon('Secret', { code: 'HELLO' })] });
    const field = find('#code-field') as HTMLInputElement;
    field.focus();
    await sendKeys({ type: 'nope' });
    await sendKeys({ press: 'Enter' });
    await until(() => find('#code-error').textContent.trim() !== '');
    field.value = 'hello';
    find('.code-form button').click();
    await lists('Secret');
    assert.equal(find('[role=status]').textContent.trim(), 'Added: Secret');
    assert.equal(find('#code-error').textContent.trim(), '');
  });

  it('has no field where codes cannot be exchanged', async () => {
    const stage = createStage({ wallet });
    session = createSession({
      adapter: { ...stage, capabilities: { ...stage.capabilities, exchange: 'missing' } },
      engine,
    });
    element = document.createElement('coupon-wallet');
    element.lang = 'en';
    element.session = session;
    document.body.append(element);
    await until(() => find('[role=tabpanel]'));
    assert.isNull(find('#code-field'));
  });

  it('says what is missing, with a way on', async () => {
    await show({ wallet: [] }, { 'center-url': '/coupons' });
    assert.isTrue(element.matches(':state(empty)'));
    assert.include(textOf(element), 'You have no coupons to use yet.');
    assert.equal(find('[part=center]').getAttribute('href'), '/coupons');
    all('[role=tab]')[1]!.click();
    await until(() => textOf(element).includes('You have not used a coupon yet.'));
    all('[role=tab]')[2]!.click();
    await until(() => textOf(element).includes('None of your coupons has expired.'));
  });

  it('says it in the words of the page', async () => {
    const own = Object.assign(document.createElement('p'), { textContent: 'Play a game for a coupon' });
    await show({ wallet: [] }, {}, [own]);
    assert.isTrue(own.checkVisibility());
    assert.isFalse(find('.none').checkVisibility());
  });

  it('says that the wallet could not be loaded, and asks again', async () => {
    const facts: Parameters<typeof createStage>[0] = { wallet, answers: { offers: 'gone' } };
    await show(facts);
    assert.include(find('[role=alert]').textContent, 'could not be loaded');
    facts.answers = {};
    find('[role=alert] button').click();
    await until(() => texts('.cards .title').length === 6, 3000);
  });

  it('is walked by keyboard', async () => {
    await show({ wallet });
    find('[aria-selected=true]').focus();
    await sendKeys({ press: 'ArrowLeft' });
    await lists('Just gone', 'Long gone');
    await sendKeys({ press: 'ArrowRight' });
    await until(() => texts('[aria-selected=true]')[0] === 'Unused (6)');
  });

  it('moves what expires while it is seen', async () => {
    await show({ wallet: [held('Soon over', { validUntil: new Date(Date.now() + 900).toISOString() })] });
    await lists('Soon over');
    await until(() => texts('[role=tab]').join() === 'Unused (0),Used (0),Expired (1)', 4000);
  });
});
