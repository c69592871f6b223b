import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { coupons, createBackend, openCart, until, type OpenCart } from '../open-cart.js';

describe('the chooser of coupon-cart', () => {
  let page: OpenCart;

  async function openChooser(...args: Parameters<typeof openCart>): Promise<OpenCart> {
    page = await openCart(...args);
    page.find('#coupons').focus();
    page.find('#coupons').click();
    await until(() => page.has('dialog[open] .ticket'));
    await until(() => page.focused()?.startsWith('tab-'));
    // What does not fit into the window comes right after it.
    const [count] = /\d+/.exec(page.texts('[aria-selected=true]')[0]!)!;
    await until(() => page.texts('#choices li').length === Number(count));
    return page;
  }

  /** The checkbox of a coupon, by its title. */
  function pick(title: string): HTMLInputElement {
    return page.find<HTMLInputElement>(`input[aria-label="${title}"]`);
  }

  afterEach(() => page.close());

  it('lists what this cart can use, best first, with what each saves', async () => {
    await openChooser();
    expect(page.texts('[role=tab]')).to.deep.equal(['Available (5)', 'Unavailable (1)']);
    expect(page.texts('.ticket .title').slice(0, 4)).to.have.members([
      'Tea house 60',
      '满5000减300',
      'Free delivery',
      'Third at half',
    ]);
    expect(page.texts('.ticket .title').at(-1)).to.equal('Twenty off');
    expect(page.texts('.ticket .note')).to.include('Saves ¥300.00');
    expect(page.texts('.ticket .note')).to.include('Claimed for you at checkout');
    expect(page.texts('.ticket .note').at(-1)).to.equal(
      'With it you save ¥369.50 in all · Replaces 满5000减300',
    );
    expect(pick('Free delivery').checked).to.equal(true);
    expect(pick('Twenty off').checked).to.equal(false);
  });

  it('closes where the cart is moved, and opens again', async () => {
    await openChooser();
    const box = document.body.appendChild(document.createElement('div'));
    box.lang = 'en';
    box.append(page.element);
    await until(() => !page.has('dialog[open]'));
    page.find('#coupons').click();
    await until(() => page.find('dialog').matches(':modal'));
    box.replaceWith(page.element);
  });

  it('replaces what may not go with the chosen one, live, and keeps its order', async () => {
    await openChooser();
    const order = page.texts('.ticket .title');
    const seen: unknown[] = [];
    page.element.addEventListener('coupon-apply', ({ detail }) => seen.push(detail));
    pick('Twenty off').click();
    await until(() => pick('Twenty off').checked);
    await page.element.updateComplete;
    expect(pick('满5000减300').checked).to.equal(false);
    expect(page.texts('.ticket .title')).to.deep.equal(order);
    expect(page.texts('footer p')).to.deep.equal(['4 selected −¥369.50']);
    expect(seen).to.deep.equal([{ coupon: 'percent' }]);
    pick('Twenty off').click();
    await until(() => page.texts('footer p')[0] === '3 selected −¥169.50');
  });

  it('has a page prevent a choice', async () => {
    await openChooser();
    page.element.addEventListener('coupon-apply', (event) => event.preventDefault());
    pick('Twenty off').click();
    page.element.requestUpdate();
    await page.element.updateComplete;
    expect(pick('Twenty off').checked).to.equal(false);
    expect(page.session.$selection.get().mode).to.equal('auto');
  });

  it('ends with using none, and the way back', async () => {
    await openChooser();
    const none = page.find<HTMLInputElement>('.none input');
    none.click();
    await until(() => page.session.$selection.get().mode === 'none');
    await page.element.updateComplete;
    expect(page.texts('footer p')).to.deep.equal(['0 selected −¥0.00']);
    expect(page.texts('.ticket')).to.have.length(5);
    none.click();
    await until(() => page.session.$selection.get().mode === 'auto');
  });

  it('says of each unavailable one why', async () => {
    const adapter = createBackend();
    adapter.offered.push(
      {
        coupon: { ...coupons.welcome, id: 'gone', title: 'Gone' },
        claim: { state: 'sold-out' },
      },
      {
        coupon: { ...coupons.welcome, id: 'soon', title: 'Soon' },
        claim: { state: 'upcoming', opensAt: '2099-01-01T10:00:00+08:00' },
      },
    );
    await openChooser({ adapter });
    page.find('#tab-unavailable').click();
    await until(() => page.texts('.ticket').length === 3);
    expect(page.texts('.unavailable .title')).to.deep.equal(['Thousand', 'Gone', 'Soon']);
    expect(page.texts('.unavailable .note')).to.deep.equal([
      'Add ¥2,755 more',
      'All claimed',
      'Starts Jan 1, 2099, 10:00 AM (GMT+8)',
    ]);
    expect(page.has('input')).to.equal(false);
  });

  it('is walked by keyboard alone, and gives the focus back', async () => {
    await openChooser();
    expect(page.focused()).to.equal('tab-available');
    await sendKeys({ press: 'ArrowRight' });
    await until(() => page.focused() === 'tab-unavailable');
    expect(page.texts('[aria-selected=true]')).to.deep.equal(['Unavailable (1)']);
    await sendKeys({ press: 'ArrowRight' });
    await until(() => page.focused() === 'tab-available');
    await sendKeys({ press: 'End' });
    await until(() => page.focused() === 'tab-unavailable');
    await sendKeys({ press: 'Tab' });
    await until(() => page.focused() === 'choices');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ press: 'Home' });
    await until(() => page.focused() === 'tab-available');
    await sendKeys({ press: 'Tab' });
    const first = page.texts('.ticket .title')[0];
    await until(() => page.focused() === first);
    await sendKeys({ press: 'Space' });
    await until(() => page.texts('footer p')[0]!.startsWith('3 selected'));
    expect(page.focused()).to.equal(first);
    await sendKeys({ press: 'Escape' });
    await until(() => !page.has('dialog[open]'));
    await until(() => page.focused() === 'coupons');
  });

  it('closes by its button and beside the sheet', async () => {
    await openChooser();
    page.find('footer button').click();
    await until(() => !page.has('dialog[open]'));
    page.find('#coupons').click();
    await until(() => page.has('dialog[open] .ticket'));
    page.find('dialog').click();
    await until(() => !page.has('dialog[open]'));
  });
});
