import { expect } from 'chai';
import type { CouponCheckoutEvent } from '../../../src/elements/internal/cart-events.js';
import type { ControllableBackend } from '../controllable-backend.js';
import { cart, coupons, createBackend, openCart, until, type OpenCart } from '../open-cart.js';

const minuteMs = 60_000;

describe('the hold of coupon-cart', () => {
  let page: OpenCart;
  let adapter: ControllableBackend;
  let events: CouponCheckoutEvent[];

  async function open(options: Parameters<typeof openCart>[0] = {}): Promise<void> {
    adapter = createBackend().canHold();
    page = await openCart({ adapter, ...options });
    events = [];
    page.element.addEventListener('coupon-checkout', (event) => {
      event.preventDefault();
      events.push(event);
    });
  }

  async function pay(): Promise<void> {
    page.find('#checkout').click();
    await until(() => page.has('.hold'), 'the hold');
  }

  afterEach(() => page.close());

  it('is not there before a checkout, and where a backend holds nothing', async () => {
    await open();
    expect(page.has('.hold')).to.equal(false);
    page.close();
    page = await openCart();
    let detail: object | undefined;
    page.element.addEventListener('coupon-checkout', (event) => {
      event.preventDefault();
      detail = event.detail;
    });
    page.find('#checkout').click();
    await until(() => detail);
    await page.element.updateComplete;
    expect(detail).to.not.have.property('hold');
    expect(page.has('.hold')).to.equal(false);
  });

  it('tells the page, and counts down where the shopper stays on it', async () => {
    await open();
    await pay();
    expect(events[0]!.detail.hold).to.deep.equal(adapter.order);
    const left = () => page.texts('#headline')[0]!;
    expect(left()).to.match(/^Held for you for 1[45]:\d\d$/);
    const first = left();
    await until(() => left() !== first);
    expect(left() < first).to.equal(true);
    expect(page.has('#extend')).to.equal(false);
    expect(page.texts('.due dd')[0]).to.equal('¥4,785.50');
    expect(page.texts('.status')[0]).to.equal('Price confirmed');
  });

  it('goes back: the coupons are free, the price is confirmed anew, the focus is where that is said', async () => {
    await open();
    await pay();
    page.find('#back').click();
    await until(() => !page.has('.hold'));
    expect(page.focused()).to.equal('saving');
    await until(() => adapter.order!.state === 'released');
    await page.settle();
    expect(page.texts('#headline')[0]).to.equal('You save ¥469.50');
    expect(page.element.matches(':state(verified)')).to.equal(true);
    page.element.cart = { ...cart, lines: cart.lines.slice(0, 2) };
    await page.settle();
    await pay();
  });

  it('gives the coupons back where the cart changes', async () => {
    await open();
    await pay();
    page.session.setCart({ ...cart, lines: cart.lines.slice(0, 2) });
    await until(() => !page.has('.hold') && adapter.order!.state === 'released');
  });

  it('can be prolonged once, in its last five minutes', async () => {
    await open();
    adapter.holdMs = 5 * minuteMs - 2000;
    await pay();
    expect(page.texts('#extend')).to.deep.equal(['Hold longer']);
    adapter.isAway = true;
    page.find('#extend').click();
    await until(() => page.texts('.hold .error')[0]);
    expect(page.texts('.hold .error')).to.deep.equal(['That didn’t work. Please try again.']);
    adapter.isAway = false;
    page.find('#extend').click();
    await until(() => !page.has('#extend'));
    expect(page.texts('#headline')[0]).to.match(/^Held for you for 19:\d\d$/);
    expect(page.texts('.hold .error')).to.deep.equal(['']);
    expect(page.focused()).to.equal('back');
  });

  it('says at its end that it is over, and checks out anew', async () => {
    await open();
    adapter.holdMs = 1200;
    await pay();
    await until(() => page.has('#again'), 'the end');
    expect(page.texts('#headline')).to.deep.equal(['The time is over']);
    expect(page.texts('.hold .why')[0]).to.match(/free again/);
    adapter.wallet = adapter.wallet.map(({ id, coupon }) => ({ id, coupon, state: 'held' }));
    adapter.holdMs = 900_000;
    page.find('#again').click();
    await until(() => events.length === 2);
    await until(() => /Held for you for 1/.test(page.texts('#headline')[0]!));
  });

  it('is said aloud at first, at its milestones, and when it is over', async () => {
    await open();
    adapter.holdMs = minuteMs + 1500;
    await pay();
    await until(() => page.said.some((text) => /held for 2 more minutes/.test(text)));
    await until(() => page.said.some((text) => /held for 1 more minute\./.test(text)));
    // Nothing in between, though the panel is rendered each second.
    const count = page.said.length;
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(page.said.length).to.equal(count);
    page.find('#back').click();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(page.said.slice(count).some((text) => /minute/.test(text))).to.equal(false);
  }).timeout(8000);

  it('travels with the token as fields of the shop’s own form, and leaves it when it is over', async () => {
    adapter = createBackend().canHold();
    page = await openCart({
      adapter,
      markup:
        '<coupon-cart><form slot="checkout" action="/own" method="post"><button>Pay</button></form></coupon-cart>',
    });
    const form = page.element.querySelector('form')!;
    const submitted: Record<string, unknown>[] = [];
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submitted.push(Object.fromEntries(new FormData(form)));
    });
    form.querySelector('button')!.click();
    await until(() => submitted.length === 1);
    expect(submitted[0]).to.deep.equal({ 'coupon-token': 'token-478550', 'coupon-hold': adapter.order!.id });
    const first = adapter.order!.id;
    form.querySelector('button')!.click();
    await until(() => submitted.length === 2);
    expect(submitted[1]!['coupon-hold']).to.not.equal(first);
    adapter.isAway = true;
    form.querySelector('button')!.click();
    await until(() => submitted.length === 3);
    expect(submitted[2]).to.deep.equal({});
  });

  for (const [code, words] of [
    ['too-many-holds', /several orders under way/],
    ['sold-out', /could not be held/],
  ] as const)
    it(`says why coupons could not be held: ${code}`, async () => {
      await open();
      adapter.refusal = code;
      page.find('#checkout').click();
      await until(() => words.test(page.texts('.why')[0]!), code);
      expect(page.focused()).to.equal('saving');
      expect(events).to.have.length(0);
      await until(() => page.said.some((text) => words.test(text)));
      page.find('#dismiss').click();
      await until(() => !page.has('.notice'));
      adapter.refusal = undefined;
      await pay();
    });

  it('lists what orders keep among the unavailable coupons, until when, and lets go of its own', async () => {
    await open();
    const until1 = new Date(Date.now() + 600_000).toISOString();
    adapter.wallet.push(
      {
        id: 'p',
        coupon: { ...coupons.welcome, id: 'pending', title: 'Paid' },
        state: 'pending',
        until: until1,
      },
      {
        id: 'o',
        coupon: { ...coupons.welcome, id: 'other', title: 'Other' },
        state: 'reserved',
        hold: 'x',
        until: until1,
      },
    );
    await page.session.loadOffers();
    await pay();
    await page.element.openChooser();
    page.find('#tab-unavailable').click();
    await until(() => page.texts('.unavailable').some((text) => /Kept for this order/.test(text)));
    const of = (title: string) => page.texts('.unavailable').find((text) => text.includes(title))!;
    await until(() => of('Other'));
    expect(of('Paid')).to.match(/Its payment is not confirmed yet ?Until \w+ \d+, \d{4}/);
    expect(of('Other')).to.match(/kept for another order ?Until/);
    expect(of('Other')).to.not.match(/Go back/);
    expect(of('Free delivery')).to.match(/Kept for this order ?Until .* ?Go back and change/);
    page.find('.unavailable button').click();
    await until(() => adapter.order!.state === 'released');
    expect(page.focused()).to.equal('tab-unavailable');
    await until(() => !page.texts('.unavailable').some((text) => /Kept for this order/.test(text)));
    page.find('#tab-available').click();
    await until(() => page.texts('li .edge').some((text) => /Free delivery/.test(text)));
  });

  for (const [lang, words] of [
    ['zh-Hans', /^已为您保留，还剩 1[45]:\d\d$/],
    ['zh-Hant', /^已為您保留，還剩 1[45]:\d\d$/],
  ] as const)
    it(`speaks ${lang}`, async () => {
      await open({ lang });
      await pay();
      expect(page.texts('#headline')[0]).to.match(words);
    });
});
