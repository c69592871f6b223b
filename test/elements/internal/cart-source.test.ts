import { expect } from 'chai';
import { cart, openCart, until, type OpenCart } from '../open-cart.js';

const script = (content: unknown) => `<script type="application/json">${JSON.stringify(content)}</script>`;
const shorter = { ...cart, lines: cart.lines.slice(0, 1) };

describe('the cart of coupon-cart', () => {
  let page: OpenCart;
  let logged: string[];
  const { error } = console;

  beforeEach(() => {
    logged = [];
    console.error = (...words: unknown[]) => logged.push(words.join(' '));
  });

  afterEach(() => {
    console.error = error;
    page.close();
  });

  const shows = (due: string) => until(() => page.texts('.due dd')[0] === due, due);

  it('comes from a JSON script inside the element, and follows its text', async () => {
    page = await openCart({ cart: null, markup: `<coupon-cart>${script(cart)}</coupon-cart>` });
    await shows('¥4,785.50');
    page.element.querySelector('script')!.textContent = JSON.stringify(shorter);
    await shows('¥4,020.00');
  });

  it('comes from the element that a selector names, also where the page writes it later or replaces it', async () => {
    page = await openCart({ cart: null, markup: `<coupon-cart cart="#later"></coupon-cart>` });
    expect(page.texts('.due dd')).to.deep.equal(['–']);
    const add = (content: unknown) => {
      const added = document.createElement('script');
      added.type = 'application/json';
      added.id = 'later';
      added.textContent = JSON.stringify(content);
      page.element.after(added);
      return added;
    };
    const first = add(cart);
    await shows('¥4,785.50');
    first.remove();
    add(shorter);
    await shows('¥4,020.00');
  });

  it('comes from a property', async () => {
    page = await openCart({ cart: null });
    page.element.cart = cart;
    await shows('¥4,785.50');
    page.element.cart = shorter;
    await shows('¥4,020.00');
  });

  it('stays as it was where the next one is bad, and says to the merchant which field is', async () => {
    page = await openCart({ cart: null, markup: `<coupon-cart>${script(cart)}</coupon-cart>` });
    await shows('¥4,785.50');
    for (const [bad, words] of [
      [{ ...cart, lines: [cart.lines[0], { ...cart.lines[1], unitPrice: -1 }] }, /lines\[1\]\.unitPrice/],
      [{ ...cart, lines: [{ ...cart.lines[0], quantity: 1.5 }] }, /lines\[0\]\.quantity/],
    ] as const) {
      page.element.querySelector('script')!.textContent = JSON.stringify(bad);
      await until(() => logged.some((line) => words.test(line)));
      await page.element.updateComplete;
      expect(page.texts('.why')[0]).to.match(/could not be read/);
      expect(page.texts('.due dd')).to.deep.equal(['¥4,785.50']);
    }
    page.element.querySelector('script')!.textContent = '{"currency":';
    await until(() => logged.some((line) => line.includes('SyntaxError')));
    expect(page.texts('.due dd')).to.deep.equal(['¥4,785.50']);
    page.element.querySelector('script')!.textContent = JSON.stringify(shorter);
    await shows('¥4,020.00');
    expect(page.texts('.why')[0]).to.not.match(/could not be read/);
  });
});
