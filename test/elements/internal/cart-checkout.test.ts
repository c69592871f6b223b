import { expect } from 'chai';
import type { CouponCheckoutEvent } from '../../../src/elements/internal/cart-events.js';
import { createBackend, openCart, until, type OpenCart } from '../open-cart.js';

describe('the checkout of coupon-cart', () => {
  let page: OpenCart;
  let events: CouponCheckoutEvent[];

  async function open(options: Parameters<typeof openCart>[0], prevents = true): Promise<OpenCart> {
    page = await openCart(options);
    events = [];
    page.element.addEventListener('coupon-checkout', (event) => {
      events.push(event);
      if (prevents) event.preventDefault();
    });
    return page;
  }

  const settled = () => until(() => page.has('#checkout') && !page.element.matches(':state(checking-out)'));

  afterEach(() => page.close());

  it('claims what is not held yet, has all confirmed, and gives the token to the page', async () => {
    const adapter = createBackend();
    await open({ adapter });
    adapter.delayMs = 40;
    page.find('#checkout').click();
    page.find('#checkout').click();
    await until(() => page.element.matches(':state(checking-out)'));
    expect(page.texts('#checkout')).to.deep.equal(['Confirming the price…']);
    expect(page.find('#checkout').getAttribute('aria-busy')).to.equal('true');
    await until(() => events.length > 0);
    await settled();
    expect(events).to.have.length(1);
    expect(events[0]!.detail.token).to.equal('token-478550');
    expect(events[0]!.detail.verdict!.totals.payable).to.equal(478_550);
    expect(events[0]!.detail.quote.payable).to.equal(478_550);
    expect(page.find('#checkout').hasAttribute('aria-busy')).to.equal(false);
  });

  it('moves the focus to what has changed, and goes on once it is accepted', async () => {
    const adapter = createBackend();
    await open({ adapter });
    adapter.prices = { teapot: 430_000 };
    page.find('#checkout').click();
    await until(() => page.focused() === 'saving');
    expect(events).to.have.length(0);
    expect(page.texts('.why p')[0]).to.equal('It was ¥4,785.50, now it is ¥4,805.50.');
    page.find('#accept').click();
    await until(() => page.focused() === 'checkout');
    page.find('#checkout').click();
    await until(() => events.length > 0);
    expect(events[0]!.detail.token).to.equal('token-480550');
  });

  it('is not blocked while the server is away, and promises no price', async () => {
    const adapter = createBackend();
    adapter.offered = [];
    await open({ adapter });
    adapter.isAway = true;
    page.find('#checkout').click();
    await until(() => events.length > 0);
    expect(events[0]!.detail).to.not.have.property('token');
    expect(events[0]!.detail.quote.payable).to.equal(page.session.$quote.get()!.payable);
    await until(() => /Can’t reach the shop/.test(page.texts('.status')[0]!));
  });

  it('does nothing without a cart', async () => {
    await open({ cart: { currency: 'CNY', lines: [] } });
    expect(page.find('#checkout').getAttribute('aria-disabled')).to.equal('true');
    page.find('#checkout').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).to.have.length(0);
  });

  it('posts the token to the address that the shop names', async () => {
    const frame = document.createElement('iframe');
    frame.name = 'elsewhere';
    const base = document.createElement('base');
    base.target = 'elsewhere';
    document.head.append(base);
    document.body.append(frame);
    const posted: [string, string, unknown][] = [];
    const note = (event: FormDataEvent) => {
      const form = event.target as HTMLFormElement;
      posted.push([form.method, form.action, Object.fromEntries(event.formData)]);
    };
    document.addEventListener('formdata', note);
    await open({ markup: '<coupon-cart checkout-url="/pay"></coupon-cart>' }, false);
    page.find('#checkout').click();
    await new Promise((resolve) => (frame.onload = resolve));
    expect(posted).to.deep.equal([
      ['post', new URL('/pay', location.href).href, { 'coupon-token': 'token-478550' }],
    ]);
    document.removeEventListener('formdata', note);
    for (const added of [frame, base, ...document.querySelectorAll('form')]) added.remove();
  });

  it('stays where the page prevents it', async () => {
    await open({ markup: '<coupon-cart checkout-url="/pay"></coupon-cart>' });
    page.find('#checkout').click();
    await until(() => events.length > 0);
    await settled();
    expect(document.querySelector('form')).to.equal(null);
  });

  it('holds back the shop’s own form until the price is confirmed, and puts the token into it', async () => {
    await open(
      {
        markup:
          '<coupon-cart><form slot="checkout" action="/own" method="post"><button>Pay</button></form></coupon-cart>',
      },
      false,
    );
    const form = page.element.querySelector('form')!;
    const submitted: unknown[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted.push([events.length, Object.fromEntries(new FormData(form))]);
    });
    const button = form.querySelector('button')!;
    button.click();
    expect(submitted).to.have.length(0);
    await until(() => submitted.length > 0);
    expect(submitted).to.deep.equal([[1, { 'coupon-token': 'token-478550' }]]);
    button.click();
    await until(() => submitted.length === 2);
    expect(form.querySelectorAll('input')).to.have.length(1);
  });

  it('holds back the shop’s own link likewise, and its own listeners', async () => {
    await open(
      { markup: '<coupon-cart><a slot="checkout" href="#paid"><span>Pay</span></a></coupon-cart>' },
      false,
    );
    const seen: number[] = [];
    page.element.querySelector('a')!.addEventListener('click', () => seen.push(events.length));
    page.element.querySelector('span')!.click();
    expect(location.hash).to.equal('');
    await until(() => location.hash === '#paid');
    expect(seen).to.deep.equal([1]);
    history.replaceState(null, '', location.pathname + location.search);
  });

  it('refuses an address that would run a script', async () => {
    let failed: unknown;
    const note = (event: PromiseRejectionEvent) => {
      failed = event.reason;
      event.preventDefault();
    };
    window.addEventListener('unhandledrejection', note);
    await open({ markup: '<coupon-cart checkout-url="javascript:window.hacked=1"></coupon-cart>' }, false);
    page.find('#checkout').click();
    await until(() => failed);
    window.removeEventListener('unhandledrejection', note);
    expect(failed).to.have.property('argument', 'checkout-url');
    expect(window).to.not.have.property('hacked');
  });
});
