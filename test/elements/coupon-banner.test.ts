import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { CouponBanner } from '../../src/elements/coupon-banner.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Claim, ClaimAnswer } from '../../src/protocol/messages.js';
import type { Refused } from '../../src/adapters/adapter.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';
import { ControllableBackend } from './controllable-backend.js';

const autumn = {
  id: 'autumn',
  currency: 'CNY',
  title: { en: 'Autumn festival', 'zh-Hans': '金秋大促' },
  benefit: { kind: 'amount', amount: 30000 },
  conditions: { minSpend: 500000 },
} as Coupon;
const shipping = { id: 'ship', currency: 'CNY', benefit: { kind: 'shipping', percentOff: 100 } } as Coupon;
const cart = (unitPrice: number) => ({
  currency: 'CNY',
  lines: [{ id: '1', product: 'coat', unitPrice, quantity: 1 }],
});
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

elementContract({
  tag: 'coupon-banner',
  constructor: CouponBanner,
  createSession: () => createSession({ adapter: new ControllableBackend().offer(autumn), engine }),
  says: { en: 'Autumn festival', 'zh-Hans': '金秋大促' },
});

describe('<coupon-banner>', () => {
  let backend: ControllableBackend;
  let session: Session;
  let banner: CouponBanner;

  const show = async (attributes: Record<string, string> = {}) => {
    session = createSession({ adapter: backend, engine });
    banner = document.createElement('coupon-banner');
    banner.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) banner.setAttribute(name, value);
    banner.session = session;
    document.body.append(banner);
    await until(() => session.$offers.get());
    await until(() => banner.shadowRoot!.querySelector('[role=status]'));
    await banner.updateComplete;
  };
  const find = (selector: string) => banner.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const offer = (claim: Claim, coupon = autumn) => backend.offered.push({ coupon, claim });

  beforeEach(() => {
    backend = new ControllableBackend();
  });
  afterEach(() => {
    banner.remove();
    session.destroy();
    localStorage.clear();
  });

  it('claims in one act, says so, and the page hears of it', async () => {
    backend.offer(autumn);
    await show();
    const heard: string[] = [];
    document.addEventListener('coupon-claim', ({ detail }) => heard.push(`claim ${detail.coupon}`), {
      once: true,
    });
    document.addEventListener(
      'coupon-claimed',
      ({ detail }) => heard.push(`claimed ${detail.held.coupon.id}`),
      { once: true },
    );
    find('.button').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => textOf(banner).includes('Claimed: Autumn festival'));
    assert.deepEqual(heard, ['claim autumn', 'claimed autumn']);
    assert.equal(session.$wallet.get()!.length, 1);
    assert.equal(find('.button').getAttribute('aria-disabled'), 'true');
    assert.equal(banner.shadowRoot!.activeElement, find('.button'), 'the focus stays');
    assert.isTrue(banner.matches(':state(claimed)'));
  });

  it('claims nothing where the page prevents it', async () => {
    backend.offer(autumn);
    await show();
    banner.addEventListener('coupon-claim', (event) => event.preventDefault());
    find('.button').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(session.$wallet.get(), []);
  });

  it('shows that it is claiming, and claims once however often it is pressed', async () => {
    backend.offer(autumn);
    await show();
    backend.delayMs = 50;
    let count = 0;
    banner.addEventListener('coupon-claim', () => count++);
    find('.button').click();
    await banner.updateComplete;
    assert.include(textOf(banner), 'Getting…');
    find('.button').click();
    await until(() => textOf(banner).includes('Claimed'));
    assert.equal(count, 1);
  });

  it('says beside the button why a claim is refused', async () => {
    backend = new (class extends ControllableBackend {
      override claim(): Promise<ClaimAnswer | Refused> {
        return Promise.resolve({ refused: { code: 'sold-out', params: {} } });
      }
    })();
    backend.offer(autumn);
    await show();
    find('.button').click();
    await until(() => find('[role=alert]').textContent.trim() === 'All claimed');
    assert.include(textOf(banner), 'All claimed');
  });

  it('links to where the coupon is used, and the focus goes with it', async () => {
    backend.offer(autumn);
    await show({ 'use-url': '/cart' });
    find('.button').focus();
    find('.button').click();
    await until(() => find('a.button'));
    await until(() => banner.shadowRoot!.activeElement === find('a.button'));
    assert.equal(find('a.button').getAttribute('href'), '/cart');
    assert.include(textOf(banner), 'Use now');
  });

  const states: [Claim, string, boolean][] = [
    [{ state: 'sold-out' }, 'All claimed', true],
    [{ state: 'ended' }, 'Ended', true],
    [{ state: 'used' }, 'Used', true],
    [{ state: 'claimed' }, 'Claimed', true],
    [{ state: 'upcoming', opensAt: inMs(3 * 86_400_000 + 5000) }, 'Starts soon', true],
    [{ state: 'sign-in' }, 'Sign in to get it', false],
  ];
  for (const [claim, label, isIdle] of states) {
    it(`tells that a coupon is ${claim.state}`, async () => {
      offer(claim);
      await show({ coupon: 'autumn' });
      assert.include(find('.button').textContent, label);
      assert.equal(find('.button').getAttribute('aria-disabled'), String(isIdle));
      assert.isTrue(banner.matches(`:state(${claim.state})`));
      if (claim.state === 'upcoming') assert.include(textOf(banner), 'Starts in 3 days');
    });
  }

  it('asks the page to sign the shopper in, or links to it', async () => {
    offer({ state: 'sign-in' });
    await show();
    let asked: string | undefined;
    banner.addEventListener('coupon-sign-in', ({ detail }) => (asked = detail.coupon));
    find('.button').click();
    assert.equal(asked, 'autumn');
    banner.signInUrl = '/sign-in';
    await banner.updateComplete;
    assert.equal(find('a.button').getAttribute('href'), '/sign-in');
  });

  it('says how many are left only where the server says so, and only where they are few', async () => {
    offer({ state: 'available', remaining: 50 });
    await show();
    assert.include(textOf(banner), 'Only 50 left');
    for (const claim of [
      { state: 'available', remaining: 5000 },
      { state: 'available' },
      { state: 'sold-out', remaining: 0 },
    ]) {
      banner.remove();
      session.destroy();
      backend = new ControllableBackend();
      offer(claim as Claim);
      await show({ coupon: 'autumn' });
      assert.notInclude(textOf(banner), 'left');
    }
  });

  it("counts down by the server's clock, and speaks at milestones only", async () => {
    const ahead = 3_600_000;
    backend.offers = async () => ({
      offers: [{ coupon: autumn, claim: { state: 'available', closesAt: inMs(ahead + 599_900) } }],
      wallet: [],
      serverTime: Date.now() + ahead,
    });
    await show();
    assert.match(find('[role=timer]').textContent.replace(/\s+/g, ' '), /Ends in 00:09:5\d/);
    assert.include(find('[role=status]').textContent, 'Ends in 10 minutes');
    const before = find('[role=timer]').textContent;
    await until(() => find('[role=timer]').textContent !== before, 4000);
    assert.include(find('[role=status]').textContent, 'Ends in 10 minutes', 'it says no seconds');
  });

  it('is dismissed, stays so in this browser, and gives way to the next coupon', async () => {
    backend.offer(autumn, shipping);
    await show();
    const heard: string[] = [];
    banner.addEventListener('coupon-dismissed', ({ detail }) => heard.push(detail.coupon));
    find('.dismiss').click();
    await banner.updateComplete;
    assert.deepEqual(heard, ['autumn']);
    assert.include(textOf(banner), 'Free shipping');
    banner.remove();
    session.destroy();
    await show();
    assert.include(textOf(banner), 'Free shipping');
    await show({ coupon: 'autumn' });
    assert.isTrue(banner.matches(':state(empty)'));
  });

  it('stays where the page prevents its dismissal', async () => {
    backend.offer(autumn);
    await show();
    banner.addEventListener('coupon-dismiss', (event) => event.preventDefault());
    find('.dismiss').click();
    await banner.updateComplete;
    assert.include(textOf(banner), 'Autumn festival');
  });

  it('keeps its place while it waits: nothing moves', async () => {
    backend.offer(autumn);
    backend.delayMs = 60;
    session = createSession({ adapter: backend, engine });
    banner = document.createElement('coupon-banner');
    banner.lang = 'en';
    const below = document.createElement('p');
    document.body.append(banner, below);
    await banner.updateComplete;
    const top = below.getBoundingClientRect().top;
    assert.isAbove(top, 60);
    banner.session = session;
    await until(() => textOf(banner).includes('Autumn festival'));
    assert.equal(below.getBoundingClientRect().top, top);
    below.remove();
  });

  it('renders markup in a title as text', async () => {
    backend.offer({ ...autumn, title: '<img src=x onerror="window.hacked = true">' });
    await show();
    assert.isNull(find('img'));
    assert.include(textOf(banner), '<img src=x');
  });

  describe('floating', () => {
    const inReach = '¥120 more to save ¥300';

    beforeEach(async () => {
      backend.offer(autumn);
      await show({ floating: '' });
    });

    it('comes in when the cart brings a coupon into reach, and leaves when it no longer does', async () => {
      assert.isTrue(banner.matches(':state(empty)'));
      session.setCart(cart(488000));
      await until(() => textOf(banner).includes(inReach));
      assert.equal(find('[role=status]').textContent.trim(), inReach);
      assert.isTrue(banner.matches(':state(reach)'));
      session.setCart(cart(100000));
      await until(() => banner.matches(':state(empty)'));
      session.setCart(cart(499900));
      await until(() => textOf(banner).includes('¥1 more'));
      session.setCart(cart(500000));
      await until(() => banner.matches(':state(empty)'));
    });

    it('takes no space of the page', async () => {
      const below = document.body.appendChild(document.createElement('p'));
      const { top } = below.getBoundingClientRect();
      session.setCart(cart(488000));
      await until(() => textOf(banner).includes(inReach));
      assert.equal(below.getBoundingClientRect().top, top);
      assert.equal(banner.getBoundingClientRect().height, 0);
      below.remove();
    });

    it('goes on Escape, and the announcement in the page stays', async () => {
      session.setCart(cart(488000));
      await until(() => textOf(banner).includes(inReach));
      await sendKeys({ press: 'Escape' });
      await until(() => banner.matches(':state(empty)'));
      banner.floating = false;
      await until(() => textOf(banner).includes('Autumn festival'));
    });

    it('never lies over what has the focus', async () => {
      const button = document.createElement('button');
      button.textContent = 'at the bottom';
      Object.assign(button.style, { position: 'fixed', bottom: '40px', left: '50%' });
      document.body.append(button);
      session.setCart(cart(488000));
      await until(() => textOf(banner).includes(inReach));
      button.focus();
      await banner.updateComplete;
      const own = find('section').getBoundingClientRect();
      const theirs = button.getBoundingClientRect();
      assert.isTrue(own.bottom < theirs.top || own.top > theirs.bottom);
      button.remove();
    });
  });
});
