import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { cart, createBackend, openCart, until, type OpenCart } from './open-cart.js';

declare const axe: typeof Axe;

describe('coupon-cart for everybody', () => {
  let page: OpenCart;

  afterEach(() => page.close());

  async function expectNoViolations(state: string): Promise<void> {
    await page.element.updateComplete;
    // What moves is judged when it has come to rest.
    for (const animation of page.element.shadowRoot!.getAnimations()) animation.finish();
    const { violations } = await axe.run(page.element, { resultTypes: ['violations'] });
    expect(
      violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]!.html}`),
      state,
    ).to.deep.equal([]);
  }

  for (const scheme of ['light', 'dark'] as const) {
    it(`has nothing for axe to find in any state, ${scheme}`, async function () {
      this.timeout(20_000);
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === 'dark' ? '#111' : '#fff';
      const adapter = createBackend().canHold();
      page = await openCart({ adapter, cart: null });
      await expectNoViolations('no cart');
      page.session.setCart(cart);
      await page.settle();
      await expectNoViolations('best');
      page.element.refundMode = 'proportional';
      page.find('#discounts').click();
      await until(() => page.has('.layers details'));
      for (const details of page.element.shadowRoot!.querySelectorAll('details')) details.open = true;
      await until(() => page.has('.returns li'));
      await expectNoViolations('breakdown');
      page.find('#code').click();
      await until(() => page.has('#code-field'));
      page.find<HTMLInputElement>('#code-field').value = 'NOPE';
      page.find('.code-form button').click();
      await until(() => page.texts('#code-error')[0]);
      await expectNoViolations('code error');
      await page.element.openChooser();
      await expectNoViolations('available');
      page.find('#tab-unavailable').click();
      await until(() => page.has('.unavailable'));
      await expectNoViolations('unavailable');
      page.find<HTMLDialogElement>('dialog').close();
      page.session.remove('shop');
      await until(() => page.has('#best'));
      await expectNoViolations('manual');
      page.session.auto();
      page.session.setCart({ ...cart, lines: cart.lines.slice(0, 2) });
      await until(() => page.has('#dismiss'));
      await expectNoViolations('dropped');
      adapter.prices = { teapot: 430_000 };
      adapter.expired = ['shop'];
      page.session.setCart(cart);
      await until(() => page.has('#accept'));
      await expectNoViolations('changed');
      adapter.prices = {};
      adapter.expired = [];
      page.session.setCart({ ...cart, lines: cart.lines.slice(0, 2) });
      await page.settle();
      page.element.addEventListener('coupon-checkout', (event) => event.preventDefault());
      adapter.holdMs = 250_000;
      page.find('#checkout').click();
      await until(() => page.has('#extend'));
      await expectNoViolations('held');
      await page.element.openChooser();
      await until(() => page.has('.unavailable button'));
      await expectNoViolations('kept');
      page.find<HTMLDialogElement>('dialog').close();
      adapter.holdMs = 600;
      page.find('#checkout').click();
      await until(() => page.has('#again'));
      await expectNoViolations('over');
      adapter.isAway = true;
      page.session.setCart({ ...cart, lines: cart.lines.slice(0, 1) });
      await until(() => page.session.$verification.get().state === 'failed');
      await expectNoViolations('away');
      document.documentElement.style.colorScheme = document.body.style.background = '';
    });
  }

  it('is reached by Tab in the order in which it is read', async () => {
    page = await openCart();
    const before = document.createElement('button');
    page.element.before(before);
    before.focus();
    const walk: (string | undefined)[] = [];
    for (let step = 0; step < 8; step++) {
      await sendKeys({ press: 'Tab' });
      walk.push(page.focused());
    }
    expect(walk).to.deep.equal([
      'coupons',
      'Remove Third at half',
      'Remove Tea house 60',
      'Remove 满5000减300',
      'Remove Free delivery',
      'code',
      'discounts',
      'checkout',
    ]);
  });

  it('reaches what there is to accept before the checkout', async () => {
    const adapter = createBackend();
    adapter.prices = { teapot: 430_000 };
    page = await openCart({ adapter });
    page.find('#saving').focus();
    await sendKeys({ press: 'Tab' });
    expect(page.focused()).to.equal('accept');
    await sendKeys({ press: 'Enter' });
    await until(() => page.focused() === 'checkout');
  });

  it('moves nothing for those who want no motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    page = await openCart();
    await page.element.openChooser();
    expect(page.element.shadowRoot!.getAnimations()).to.deep.equal([]);
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('reads from the right where its surroundings do', async () => {
    document.documentElement.dir = 'rtl';
    page = await openCart();
    const label = page.find('.due dt').getBoundingClientRect();
    const amount = page.find('.due dd').getBoundingClientRect();
    document.documentElement.dir = '';
    expect(label.left).to.be.above(amount.left);
  });
});
