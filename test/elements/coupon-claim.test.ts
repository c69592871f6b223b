import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { CouponClaim } from '../../src/elements/coupon-claim.js';
import * as engine from '../../src/engine/index.js';
import type { Cart } from '../../src/model/cart.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';
import { ControllableBackend } from './controllable-backend.js';

const coupon = (id: string, benefit: object, more: object = {}) =>
  ({ id, currency: 'CNY', benefit, ...more }) as unknown as Coupon;

const shirts = coupon('shirts', { kind: 'percent', percentOff: 20 }, { scope: { categories: ['shirts'] } });
const shop = coupon('shop', { kind: 'amount', amount: 2000 }, { issuer: { shop: 'tea' } });
const big = coupon('big', { kind: 'amount', amount: 30000 }, { conditions: { minSpend: 500000 } });
const shoes = coupon('shoes', { kind: 'percent', percentOff: 90 }, { scope: { categories: ['shoes'] } });
const soon = coupon('soon', { kind: 'amount', amount: 1000 });

const facts = { product: 'shirt', price: '299.00', currency: 'CNY', categories: 'linen, shirts' };

const setFacts = (element: HTMLElement, attributes: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
};

elementContract({
  tag: 'coupon-claim',
  constructor: CouponClaim,
  createSession: () => createSession({ adapter: new ControllableBackend().offer(shirts, big), engine }),
  prepare: (element) => setFacts(element, facts),
  says: { en: '20% off', 'zh-Hans': '8折' },
});

describe('<coupon-claim>', () => {
  let backend: ControllableBackend;
  let session: Session;
  let claim: CouponClaim;

  const show = async (attributes: Readonly<Record<string, string>> = facts) => {
    session = createSession({ adapter: backend, engine });
    claim = document.createElement('coupon-claim');
    claim.lang = 'en';
    setFacts(claim, attributes);
    claim.session = session;
    document.body.append(claim);
    await until(() => claim.matches(':state(empty)') || claim.shadowRoot!.querySelector('.more'));
  };
  const find = (selector: string) => claim.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const focused = () => claim.shadowRoot!.activeElement;
  const openByKey = async () => {
    find('.more').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => find('.popover')?.matches(':popover-open'));
  };

  beforeEach(() => {
    backend = new ControllableBackend();
  });
  afterEach(() => {
    claim.remove();
    session.destroy();
    document.querySelector('script[type="application/ld+json"]')?.remove();
  });

  it('shows the price after the best coupons, and claims all that it takes in one act', async () => {
    backend.offer(shirts, shop, big);
    await show({ ...facts, shop: 'tea' });
    // 299.00 − 20.00 by the shop, then 20 % of what is left.
    assert.equal(find('.payable').textContent, '¥223.20');
    assert.include(find('s').textContent, '¥299.00');
    assert.include(textOf(claim), 'Save ¥75.80');
    find('.edge .button').click();
    await until(() => claim.matches(':state(claimed)'));
    assert.sameMembers(
      session.$wallet.get()!.map(({ coupon }) => coupon.id),
      ['shirts', 'shop'],
    );
    assert.equal(find('.payable').textContent, '¥223.20');
  });

  it('shows no other price where nothing is saved yet, and keeps the claimed coupon on the screen', async () => {
    backend.offer(
      big,
      coupon('second', { kind: 'amount', amount: 100 }, { conditions: { minSpend: 900000 } }),
    );
    await show();
    assert.isNull(find('.price'));
    assert.include(find('.ticket').textContent, '¥300 off');
    find('.edge .button').click();
    await until(() => claim.matches(':state(claimed)'));
    assert.include(find('.ticket').textContent, '¥300 off');
  });

  it('lists only what reaches the product', async () => {
    backend.offer(shirts, shop, big, shoes);
    await show();
    assert.include(find('.more').textContent, '2 coupons');
    assert.notInclude(textOf(claim), '90%');
  });

  it('shows what stands in it where the product has no coupon', async () => {
    backend.offer(shoes);
    await show();
    assert.isTrue(claim.matches(':state(empty)'));
    assert.isNotNull(find('slot'));
  });

  it('takes the facts from the page’s own data where attributes leave them open', async () => {
    const script = document.createElement('script');
    script.type = 'application/ld+json';
    script.append(
      JSON.stringify({
        '@type': 'Product',
        sku: 'shirt',
        category: 'shirts',
        offers: { price: '100.10', priceCurrency: 'CNY' },
      }),
    );
    document.head.append(script);
    backend.offer(shirts);
    await show({});
    assert.equal(find('.payable').textContent, '¥80.08');
    claim.setAttribute('price', '50');
    await until(() => find('.payable').textContent === '¥40.00');
    claim.setAttribute('product', 'another');
    await until(() => claim.matches(':state(empty)'));
  });

  it('lists the coupons of a product whose price is not known, and promises none', async () => {
    backend.offer(shirts);
    for (const price of ['', 'free', '1,000.00', '-5']) {
      await show({ ...facts, price });
      assert.isNull(find('.price'), price);
      assert.include(textOf(claim), '20% off');
      claim.remove();
      session.destroy();
    }
    await show({ ...facts, currency: 'coins' });
    assert.isNull(find('.price'));
  });

  it('prices anew when the product changes', async () => {
    backend.offer(shirts);
    await show();
    assert.equal(find('.payable').textContent, '¥239.20');
    const { priceOf } = session;
    const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    Object.assign(session, { priceOf: (cart: Cart) => wait(60).then(() => priceOf(cart)) });
    claim.setAttribute('price', '100.00');
    await wait(30);
    assert.isNull(find('.price'), 'the price of another product is never seen');
    await until(() => find('.payable')?.textContent === '¥80.00');
  });

  it('keeps what ends while it is seen, and says so', async () => {
    const closesAt = new Date(Date.now() + 300).toISOString();
    backend.offered.push({ coupon: big, claim: { state: 'available', closesAt } });
    await show();
    await until(() => claim.matches(':state(ended)'), 3000);
    assert.include(find('.edge .button').textContent, 'Ended');
  });

  it('keeps its place while it waits', async () => {
    backend.offer(shirts);
    backend.delayMs = 60;
    session = createSession({ adapter: backend, engine });
    claim = document.createElement('coupon-claim');
    setFacts(claim, { ...facts, lang: 'en' });
    const below = document.createElement('p');
    document.body.append(claim, below);
    await claim.updateComplete;
    const { top } = below.getBoundingClientRect();
    claim.session = session;
    await until(() => find('.payable'));
    assert.equal(below.getBoundingClientRect().top, top);
    below.remove();
  });

  describe('the list', () => {
    beforeEach(async () => {
      backend.offer(shirts, big);
      backend.offered.push({
        coupon: soon,
        claim: { state: 'upcoming', opensAt: new Date(Date.now() + 9e7).toISOString() },
      });
      await show();
    });

    it('opens by key with the focus in it, in the top layer, named', async () => {
      await openByKey();
      assert.equal(focused(), find('.popover'));
      assert.equal(find('.popover').getAttribute('role'), 'dialog');
      assert.equal(find('.popover').ariaLabel, 'Coupons for this item');
      assert.equal(find('.more').getAttribute('aria-expanded'), 'true');
      assert.equal(claim.shadowRoot!.querySelectorAll('li').length, 3);
    });

    it('stands beside its button, inside the window', async () => {
      await openByKey();
      await until(() => find('.popover').style.top);
      const { left, right, top } = find('.popover').getBoundingClientRect();
      assert.isAtLeast(left, 0);
      assert.isAtMost(right, innerWidth);
      assert.isAtLeast(top, 0);
    });

    it('closes on Escape, and the focus is where it was', async () => {
      await openByKey();
      await sendKeys({ press: 'Tab' });
      await sendKeys({ press: 'Escape' });
      await until(() => !find('.popover'));
      assert.equal(focused(), find('.more'));
    });

    it('closes by its button, and the focus is where it was', async () => {
      await openByKey();
      await sendKeys({ press: 'Tab' });
      assert.equal(focused()!.textContent.trim(), 'Close');
      await sendKeys({ press: 'Space' });
      await until(() => !find('.popover'));
      assert.equal(focused(), find('.more'));
    });

    it('closes when the focus leaves it, and when somebody presses beside it', async () => {
      const after = document.body.appendChild(document.createElement('button'));
      await openByKey();
      after.focus();
      await until(() => !find('.popover'));
      assert.equal(document.activeElement, after);
      await openByKey();
      after.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
      await until(() => !find('.popover'));
      after.remove();
    });

    it('closes on a second press of its button', async () => {
      await openByKey();
      find('.more').click();
      await until(() => !find('.popover'));
    });

    it('claims each coupon by its own button, and nothing changes its place meanwhile', async () => {
      await openByKey();
      const titles = () =>
        [...claim.shadowRoot!.querySelectorAll('li .face')].map(({ textContent }) => textContent);
      const before = titles();
      const button = () => claim.shadowRoot!.querySelectorAll<HTMLElement>('li .button')[1]!;
      button().focus();
      await sendKeys({ press: 'Enter' });
      await until(() => button().textContent.includes('Claimed'));
      assert.deepEqual(titles(), before);
      assert.equal(focused(), button());
      assert.equal(session.$wallet.get()![0]!.coupon.id, 'big');
    });

    it('says why a claim is refused beside its own button', async () => {
      backend.claim = async () => ({ refused: { code: 'shopper-limit', params: {} } });
      await openByKey();
      claim.shadowRoot!.querySelectorAll<HTMLElement>('li .button')[1]!.click();
      await until(() => textOf(claim).includes('You have claimed all you can'));
      const alerts = [...claim.shadowRoot!.querySelectorAll('li [role=alert]')].map(({ textContent }) =>
        textContent.trim(),
      );
      assert.deepEqual(alerts, ['', 'You have claimed all you can', '']);
    });

    it('rises from the lower edge on a phone', async () => {
      await setViewport({ width: 390, height: 800 });
      await openByKey();
      await until(() => find('.popover').style.top);
      const { bottom, width } = find('.popover').getBoundingClientRect();
      assert.closeTo(bottom, 800, 1);
      assert.closeTo(width, 390, 1);
      await setViewport({ width: 800, height: 600 });
    });
  });
});
