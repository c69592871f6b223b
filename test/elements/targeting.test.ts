import { sendMouse } from '@web/test-runner-commands';
import { assert } from 'chai';
import { CouponBanner } from '../../src/elements/coupon-banner.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { createTargeting, type Targeting, type TargetingOptions } from '../../src/targeting/index.js';
import { watchLeaving } from '../../src/targeting/watch-leaving.js';
import { watchTime } from '../../src/targeting/watch-time.js';
import { textOf, until } from '../contracts/element-contract.js';
import { ControllableBackend } from './controllable-backend.js';

if (!customElements.get('coupon-banner')) customElements.define('coupon-banner', CouponBanner);

const coupon = (id: string) => ({
  id,
  currency: 'CNY',
  title: `Title of ${id}`,
  benefit: { kind: 'amount', amount: 3000 },
});
const cart = (quantity: number) => ({
  currency: 'CNY',
  lines: quantity ? [{ id: '1', product: 'coat', unitPrice: 90_000, quantity }] : [],
});
const key = 'couponkit:targeting';

const rules = {
  targeting: [
    {
      id: 'high-intent',
      when: { timesAdded: 2, product: { products: ['coat'] } },
      show: { coupon: 'threshold', placement: 'product' },
    },
    { id: 'recall', when: { leaving: true, cart: {} }, show: { coupon: 'ten', placement: 'cart' } },
    {
      id: 'dear',
      when: { shopperTags: ['price-sensitive'] },
      show: { coupon: 'coats', placement: 'product' },
    },
  ],
};

describe('targeting', () => {
  let backend: ControllableBackend;
  let session: Session;
  let targeting: Targeting;
  const cleanUp: (() => void)[] = [];

  const place = (placement: string) => {
    const banner = document.createElement('coupon-banner');
    banner.dataset['placement'] = placement;
    banner.hidden = true;
    banner.session = session;
    document.body.append(banner);
    return banner;
  };
  const create = (options: Partial<TargetingOptions> = {}) => {
    targeting = createTargeting({ session, rules, scene: { product: { product: 'coat' } }, ...options });
    cleanUp.push(() => targeting.destroy());
  };
  const memory = () => JSON.parse(localStorage.getItem(key)!);

  beforeEach(() => {
    localStorage.clear();
    backend = new ControllableBackend().offer(
      ...(['threshold', 'ten', 'coats'].map(coupon) as unknown as Coupon[]),
    );
    session = createSession({ adapter: backend, engine });
  });
  afterEach(() => {
    for (const undo of cleanUp.splice(0)) undo();
    session.destroy();
    document.body.replaceChildren();
    localStorage.clear();
  });

  it('does nothing without consent: no storage, no request, no listener', async () => {
    const listened: string[] = [];
    const prototype = EventTarget.prototype;
    const { addEventListener } = prototype;
    prototype.addEventListener = function (this: EventTarget, ...order: [string, never]) {
      if (this === document || this === window) listened.push(order[0]);
      return addEventListener.apply(this, order);
    };
    cleanUp.push(() => (prototype.addEventListener = addEventListener));
    let asked = 0;
    const { offers } = backend;
    backend.offers = (...order) => (asked++, offers.apply(backend, order));
    const storage = {
      getItem: () => assert.fail('reads'),
      setItem: () => assert.fail('writes'),
      removeItem: () => assert.fail('removes'),
    };
    create({ storage });
    session.setShopper({ tags: ['price-sensitive'] });
    targeting.setScene({ product: { product: 'coat' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual([listened, asked], [[], 0]);
  });

  it('shows what the first rule says that holds, in the element of its placement', async () => {
    const banner = place('product');
    const other = place('cart');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => textOf(banner).includes('Title of coats'));
    assert.isFalse(banner.hidden);
    assert.isTrue(other.hidden);
    assert.deepEqual(
      memory().shown.map(({ rule }: { rule: string }) => rule),
      ['dear'],
    );
  });

  it('never shows two at once, and leaves in place what is seen', async () => {
    const banner = place('product');
    place('cart');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => !banner.hidden);
    for (const quantity of [1, 0, 1, 0, 1]) session.setCart(cart(quantity));
    assert.equal(banner.coupon, 'coats');
    assert.equal(document.querySelectorAll('[data-placement]:not([hidden])').length, 1);
  });

  it('counts how often a product is put into the cart, also over pages', async () => {
    const banner = place('product');
    create({ consent: true });
    session.setCart(cart(1));
    session.setCart(cart(0));
    targeting.destroy();
    create({ consent: true });
    await until(() => session.$offers.get());
    assert.isTrue(banner.hidden);
    session.setCart(cart(1));
    await until(() => textOf(banner).includes('Title of threshold'));
  });

  it('is dismissed by the element, and shows nothing for a day, on no page', async () => {
    const banner = place('product');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => textOf(banner).includes('Title of coats'));
    banner.shadowRoot!.querySelector<HTMLElement>('.dismiss')!.click();
    assert.isTrue(banner.hidden);
    assert.isNull(banner.getAttribute('coupon'));
    targeting.destroy();
    create({ consent: true });
    for (const quantity of [1, 0, 1, 0, 1]) session.setCart(cart(quantity));
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.isTrue(banner.hidden);
  });

  it('offers nothing that cannot be had', async () => {
    const banner = place('product');
    backend.offered[2] = { ...backend.offered[2]!, claim: { state: 'sold-out' } };
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => session.$offers.get());
    assert.isTrue(banner.hidden);
  });

  it('recalls a shopper who leaves with a full cart, at once where a mouse leaves at the top', async () => {
    const banner = place('cart');
    create({ consent: true });
    session.setCart(cart(1));
    await until(() => session.$offers.get());
    const leave = (more: object) =>
      document.dispatchEvent(new PointerEvent('pointerout', { pointerType: 'mouse', clientY: -1, ...more }));
    leave({});
    assert.isTrue(banner.hidden, 'too early: the shopper has just come');
    const { now } = performance;
    performance.now = () => now.call(performance) + 6000;
    cleanUp.push(() => (performance.now = now));
    leave({ clientY: 300 });
    leave({ pointerType: 'touch' });
    leave({ buttons: 1 });
    leave({ relatedTarget: document.body });
    assert.isTrue(banner.hidden, 'that is no leaving');
    leave({});
    await until(() => textOf(banner).includes('Title of ten'));
  });

  it('forgets everything when consent is withdrawn, and begins anew when it is given again', async () => {
    const banner = place('product');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => !banner.hidden);
    assert.isString(localStorage.getItem(key));
    targeting.consent(false);
    assert.isNull(localStorage.getItem(key));
    assert.isTrue(banner.hidden);
    session.setCart(cart(1));
    document.dispatchEvent(new PointerEvent('pointerout', { pointerType: 'mouse', clientY: -1 }));
    assert.deepEqual({ ...localStorage }, {});
    targeting.consent(true);
    assert.equal(memory().days.length, 1);
    await until(() => !banner.hidden);
  });

  it('stops in this tab, too, where another one withdraws', async () => {
    create({ consent: true });
    localStorage.removeItem(key);
    dispatchEvent(new StorageEvent('storage', { key, newValue: null }));
    session.setCart(cart(1));
    assert.isNull(localStorage.getItem(key));
  });

  it('stores nothing anew where it did not hear that another tab withdrew: a page that slept, for one', async () => {
    place('product');
    create({ consent: true });
    assert.isNotNull(localStorage.getItem(key));
    localStorage.removeItem(key);
    session.setCart(cart(1));
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => session.$offers.get());
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.isNull(localStorage.getItem(key));
    assert.isTrue(document.querySelector('coupon-banner')!.hidden);
    targeting.consent(true);
    assert.isNotNull(localStorage.getItem(key));
  });

  it('forgets what an earlier page stored, also where it was never started on this one', () => {
    localStorage.setItem(key, '{}');
    create();
    targeting.consent(false);
    assert.isNull(localStorage.getItem(key));
  });

  it('keeps its limits for the page where the browser keeps nothing', async () => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    cleanUp.push(() => (Storage.prototype.setItem = setItem));
    const banner = place('product');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => !banner.hidden);
    targeting.dismiss();
    targeting.setScene({ product: { product: 'coat' } });
    assert.isTrue(banner.hidden);
  });

  it('gives back the place when the page becomes another one', async () => {
    const banner = place('product');
    create({ consent: true });
    session.setShopper({ tags: ['price-sensitive'] });
    await until(() => !banner.hidden);
    banner.dataset['placement'] = 'elsewhere';
    targeting.setScene({});
    assert.isTrue(banner.hidden);
    banner.dataset['placement'] = 'product';
    targeting.setScene({ product: { product: 'tie' } });
    assert.isFalse(banner.hidden, 'what this session has shown may be shown on its next page');
  });

  it('throws where the rules are wrong, and says where', () => {
    assert.throws(
      () => createTargeting({ session, rules: { targeting: [{ ...rules.targeting[0], when: {} }] } }),
      'rules.targeting[0].when: too-short',
    );
  });
});

describe('what a page can tell of leaving', () => {
  const times = { settleMs: 0, pauseMs: 60, flickMs: 500, awayMs: 30 };
  let controller: AbortController;
  let left: number;
  const undo: (() => void)[] = [];
  const watch = () => {
    controller = new AbortController();
    left = 0;
    watchLeaving(() => left++, controller.signal, times);
  };
  const hide = (isHidden: boolean) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  afterEach(() => {
    controller.abort();
    for (const each of undo.splice(0)) each();
    Reflect.deleteProperty(document, 'hidden');
  });

  it('on a desktop: the mouse goes out at the top', async () => {
    watch();
    await sendMouse({ type: 'move', position: [200, 100] });
    assert.equal(left, 0);
    document.dispatchEvent(new PointerEvent('pointerout', { pointerType: 'mouse', clientY: 0 }));
    assert.equal(left, 1);
  });

  it('on a phone: a long pause, then fast up; not slowly, not without a pause', async () => {
    const { matchMedia } = window;
    window.matchMedia = () => ({ matches: true }) as MediaQueryList;
    undo.push(() => (window.matchMedia = matchMedia));
    const tall = document.body.appendChild(document.createElement('div'));
    tall.style.height = '6000px';
    undo.push(() => tall.remove());
    const scroll = async (top: number) => {
      const scrolled = new Promise((resolve) => addEventListener('scroll', resolve, { once: true }));
      scrollTo({ top, behavior: 'instant' });
      await scrolled;
    };
    await scroll(4000);
    watch();
    await scroll(3990);
    await scroll(1000);
    assert.equal(left, 0, 'no pause');
    await scroll(4000);
    await wait(80);
    await scroll(3950);
    assert.equal(left, 0, 'not far');
    await scroll(2000);
    assert.equal(left, 1);
  });

  it('anywhere: back after a while elsewhere, not after a glance', async () => {
    watch();
    hide(true);
    hide(false);
    assert.equal(left, 0);
    hide(true);
    await wait(40);
    assert.equal(left, 0, 'nothing can be shown to nobody');
    hide(false);
    assert.equal(left, 1);
  });

  it('stops when it is told to', () => {
    watch();
    controller.abort();
    document.dispatchEvent(new PointerEvent('pointerout', { pointerType: 'mouse', clientY: 0 }));
    assert.equal(left, 0);
  });

  it('counts the time on the screen only', async () => {
    controller = new AbortController();
    let steps = 0;
    watchTime(() => steps++, controller.signal, 20);
    await until(() => steps >= 2);
    hide(true);
    const before = steps;
    await wait(60);
    assert.equal(steps, before);
    hide(false);
    await until(() => steps > before);
    controller.abort();
    const last = steps;
    await wait(60);
    assert.equal(steps, last);
  });
});
