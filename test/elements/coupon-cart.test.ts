import { expect } from 'chai';
import { createLocalAdapter } from '../../src/adapters/local.js';
import * as engine from '../../src/engine/index.js';
import { cart, coupons, createBackend, nextFrame, openCart, until, type OpenCart } from './open-cart.js';

let opened: OpenCart[] = [];

async function open(...args: Parameters<typeof openCart>): Promise<OpenCart> {
  const page = await openCart(...args);
  opened.push(page);
  return page;
}

/** The panel's place on the page, which nothing may change but the shopper. */
function placesOf({ element, find }: OpenCart): number[] {
  return [element, find('#coupons'), find('.chips'), find('.due'), find('#checkout')].flatMap((each) => {
    const { top, height } = each.getBoundingClientRect();
    return [top, height];
  });
}

describe('coupon-cart', () => {
  afterEach(() => {
    for (const page of opened) page.close();
    opened = [];
  });

  it('applies the best combination by itself and says what it saves', async () => {
    const { texts } = await open();
    expect(texts('h2')[0]).to.equal('You save ¥469.50');
    expect(texts('.why')).to.deep.equal(['The best combination, applied for you']);
    expect(texts('#coupons')).to.deep.equal(['Coupons 4 selected −¥469.50']);
    expect(texts('.chip')).to.deep.equal(['Third at half', 'Tea house 60', '满5000减300', 'Free delivery']);
    expect(texts('.due dd')).to.deep.equal(['¥4,785.50']);
    expect(texts('.status')).to.deep.equal(['Price confirmed']);
  });

  it('speaks the language of its surroundings, two panels two languages', async () => {
    const [hans, hant] = await Promise.all([open({ lang: 'zh-CN' }), open({ lang: 'zh-TW' })]);
    expect(hans.texts('#headline')).to.deep.equal(['已省 ¥469.50']);
    expect(hans.texts('#coupons')).to.deep.equal(['优惠券 已选 4 张 −¥469.50']);
    expect(hans.texts('.status')).to.deep.equal(['价格已确认']);
    expect(hant.texts('#coupons')[0]).to.match(/^優惠券 已選 4 張 −/);
    expect(hant.texts('.status')).to.deep.equal(['價格已確認']);
  });

  it('shows the new numbers in the next frame', async () => {
    const { session, texts } = await open();
    session.setCart({ ...cart, lines: cart.lines.slice(0, 1) });
    await nextFrame();
    expect(texts('.due dd')).to.deep.equal(['¥4,020.00']);
  });

  it('spends on 50 lines and 100 coupons little more than the engine does', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => ({
      ...cart.lines[index % 3]!,
      id: `line-${index}`,
      unitPrice: 1000 + 137 * index,
    }));
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...Object.values(coupons)[index % 4]!,
      id: `coupon-${index}`,
      benefit: { kind: 'amount', amount: 500 + index },
      conditions: { minSpend: 10_000 + 1000 * index },
    }));
    const page = await open({ adapter: createBackend().hold(...many), cart: { ...cart, lines } });
    let all = 0;
    let pricing = 0;
    for (let quantity = 2; quantity < 14; quantity++) {
      const next = { ...cart, lines: [{ ...lines[0]!, quantity }, ...lines.slice(1)] };
      await nextFrame();
      const start = performance.now();
      page.session.setCart(next);
      const priced = performance.now();
      await page.element.updateComplete;
      // Sums: some clocks have whole milliseconds only.
      all += performance.now() - start;
      pricing += priced - start;
      expect(page.session.$quote.get()!.subtotal).to.equal(
        page.session.$cart.get()!.lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0),
      );
    }
    expect(all / pricing).to.be.below(2);
  });

  it('names each remove button, and passes the focus on when one is used', async () => {
    const { find, texts, has, session, element, focused } = await open();
    const remove = find('.chip:nth-child(2) button');
    expect(remove.getAttribute('aria-label')).to.equal('Remove Tea house 60');
    const seen: string[] = [];
    for (const type of ['coupon-remove', 'coupon-removed'])
      element.addEventListener(type, (event) => seen.push(`${type} ${(event as CustomEvent).detail.coupon}`));
    remove.focus();
    remove.click();
    await until(() => texts('.chip').length === 3);
    expect(seen).to.deep.equal(['coupon-remove shop', 'coupon-removed shop']);
    expect(session.$selection.get().mode).to.equal('manual');
    await until(() => focused() === 'Remove 满5000减300');
    for (const left of [2, 1, 0]) {
      find('.chip:last-child button').click();
      await until(() => texts('.chip').length === left);
    }
    await until(() => focused() === 'coupons');
    expect(has('.chip')).to.equal(false);
    expect(texts('#headline')).to.deep.equal(['No coupon used']);
  });

  it('goes by a page that prevents the removal', async () => {
    const { find, element, session, texts } = await open();
    element.addEventListener('coupon-remove', (event) => event.preventDefault());
    find('.chip button').click();
    await element.updateComplete;
    expect(session.$selection.get().mode).to.equal('auto');
    expect(texts('.chip')).to.have.length(4);
  });

  it('offers the way back to the best combination, with what it saves', async () => {
    const { session, find, texts, has, focused } = await open();
    session.remove('shop');
    await until(() => has('#best'));
    expect(texts('#best')).to.deep.equal(['Use the best combination (save ¥60 more)']);
    find('#best').click();
    await until(() => !has('#best'));
    expect(session.$selection.get().mode).to.equal('auto');
    expect(texts('.due dd')).to.deep.equal(['¥4,785.50']);
    await until(() => focused() === 'saving');
  });

  it('says which coupon dropped out and why, until that is dismissed', async () => {
    const { session, find, texts, has, focused, said } = await open();
    session.setCart({ ...cart, lines: cart.lines.slice(0, 2) });
    await nextFrame();
    expect(texts('.why')).to.deep.equal(['满5000减300 no longer applies: Add ¥123 more']);
    await until(() => said.some((text) => text.includes('满5000减300 no longer applies: Add ¥123 more')));
    find('#dismiss').click();
    await until(() => !has('#dismiss'));
    expect(texts('.why')).to.deep.equal(['The best combination, applied for you']);
    expect(focused()).to.equal('saving');
  });

  it('moves nothing when offers arrive, when a coupon drops out, when the server differs, and when it is away', async () => {
    const adapter = createBackend();
    adapter.delayMs = 60;
    const page = await openCart({ adapter, cart: null });
    opened.push(page);
    const { session, settle, texts } = page;
    const places = placesOf(page);
    session.setCart(cart);
    await nextFrame();
    expect(placesOf(page)).to.deep.equal(places);
    await settle();
    expect(placesOf(page)).to.deep.equal(places);
    adapter.prices = { teapot: 430_000 };
    adapter.expired = ['shop'];
    session.setCart({ ...cart, lines: cart.lines.slice(0, 2) });
    await nextFrame();
    expect(placesOf(page)).to.deep.equal(places);
    await settle();
    expect(texts('#headline')).to.deep.equal(['The price has changed']);
    expect(placesOf(page)).to.deep.equal(places);
    adapter.isAway = true;
    session.setCart({ ...cart, lines: [] });
    await nextFrame();
    await settle();
    expect(session.$verification.get().state).to.equal('failed');
    expect(texts('#headline')).to.deep.equal(['Your cart is empty']);
    expect(placesOf(page)).to.deep.equal(places);
  });

  it('shows markup in titles as text', async () => {
    const title = '<img src=x onerror="window.hacked = true"><b>x</b>';
    const adapter = createBackend().hold({ ...coupons.welcome, title });
    const lines = [{ ...cart.lines[0]!, title }];
    const page = await open({
      adapter,
      cart: { ...cart, lines },
      markup: '<coupon-cart expanded></coupon-cart>',
    });
    await until(() => page.has('.layers summary'));
    await page.element.openChooser();
    expect(page.texts('.chip').join()).to.include(title);
    expect(page.texts('.layers').join()).to.include(title);
    expect(page.texts('.ticket').join()).to.include(title);
    expect(page.has('img')).to.equal(false);
    expect(window).to.not.have.property('hacked');
  });

  it('shows what is inside it until there is a session', async () => {
    const alone = document.createElement('coupon-cart');
    alone.textContent = 'Coupons are applied at the checkout.';
    document.body.append(alone);
    await alone.updateComplete;
    const { height } = alone.getBoundingClientRect();
    expect(height).to.be.above(10);
    expect(alone.shadowRoot!.querySelector('slot:not([name])')).to.not.equal(null);
    alone.remove();
  });

  it('marks every price as an estimate where nobody confirms it', async () => {
    const adapter = createLocalAdapter({
      coupons: [coupons.full, coupons.percent],
      engine,
      key: 'cart-test',
    });
    const page = await open({ adapter });
    await until(() => page.session.$offers.get());
    await until(() => page.texts('#headline')[0] === 'You save ¥300');
    expect(page.texts('.status')).to.deep.equal(['Estimate']);
    expect(page.element.matches(':state(provisional)')).to.equal(true);
  });

  it('tells the state of the price to a stylesheet', async () => {
    const adapter = createBackend();
    const { element, session, settle } = await open({ adapter });
    expect(element.matches(':state(verified)')).to.equal(true);
    adapter.isAway = true;
    session.setCart({ ...cart, lines: cart.lines.slice(0, 1) });
    await element.updateComplete;
    expect(element.matches(':state(provisional)')).to.equal(true);
    await settle();
    expect(element.matches(':state(failed)')).to.equal(true);
  });

  it('keeps the estimate on the screen while the server is away, and comes back with the network', async () => {
    const adapter = createBackend();
    const { session, settle, texts, said } = await open({ adapter });
    adapter.isAway = true;
    session.setCart({ ...cart, lines: cart.lines.slice(0, 1) });
    await settle();
    expect(texts('.status')).to.deep.equal(['Estimate. Can’t reach the shop, retrying…']);
    expect(texts('.due dd')).to.deep.equal(['¥4,020.00']);
    await until(() => said.some((text) => text.includes('Can’t reach the shop')));
    adapter.isAway = false;
    dispatchEvent(new Event('online'));
    await until(() => session.$verification.get().state === 'verified');
    await until(() => said.at(-1) === 'Price confirmed');
  });

  it('says a change of the server before, after and why, and asks to accept what rose', async () => {
    const adapter = createBackend();
    adapter.prices = { teapot: 430_000 };
    adapter.expired = ['shop'];
    const { session, texts, find, has, focused, said, element } = await open({ adapter });
    expect(texts('#headline')).to.deep.equal(['The price has changed']);
    expect(texts('.why p')).to.deep.equal([
      'It was ¥4,785.50, now it is ¥4,865.50.',
      'Teapot: ¥4,280.00 → ¥4,300.00 each',
      'Tea house 60 no longer applies: It has expired',
    ]);
    expect(texts('.due dd')).to.deep.equal(['¥4,865.50']);
    await until(() => said.length > 0);
    expect(said[0]).to.match(
      /^The price has changed\. It was ¥4,785\.50, now it is ¥4,865\.50\. .*It has expired$/,
    );
    find('#accept').click();
    await until(() => !has('#accept'));
    await element.updateComplete;
    expect(session.$verification.get()).to.have.property('accepted', true);
    expect(texts('#headline')).to.deep.equal(['You save ¥409.50']);
    expect(texts('.status')).to.deep.equal(['Price confirmed']);
    await until(() => focused() === 'checkout');
  });

  it('has a lower price read, not accepted', async () => {
    const adapter = createBackend();
    adapter.prices = { teapot: 420_000 };
    const { texts, has, find } = await open({ adapter });
    expect(texts('.why p')[0]).to.match(/^It was ¥4,785\.50, now it is ¥4,705\.50\.$/);
    expect(has('#accept')).to.equal(false);
    find('#dismiss').click();
    await until(() => texts('#headline')[0]!.startsWith('You save'));
  });

  it('says each thing once, and nothing when the page loads', async () => {
    const { session, said, settle } = await open();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(said).to.deep.equal([]);
    for (const quantity of [2, 3]) {
      session.setCart({
        ...cart,
        lines: cart.lines.map((line) => (line.id === 'c' ? { ...line, quantity } : line)),
      });
    }
    await settle();
    await until(() => said.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(said).to.deep.equal(['You save ¥469.50. Amount due: ¥5,521.50.']);
  });
});
