import { expect } from 'chai';
import { cart, coupons, createBackend, openCart, until, type OpenCart } from '../open-cart.js';

const returns = '.returns';

describe('what coupon-cart says of returns', () => {
  let page: OpenCart;

  async function open(refundMode: string, options: Parameters<typeof openCart>[0] = {}): Promise<void> {
    const markup = `<coupon-cart expanded refund-mode="${refundMode}"></coupon-cart>`;
    page = await openCart({ markup, ...options });
    await until(() => page.has(returns));
    expect(page.texts(`${returns} li`), 'nothing is worked out before').to.deep.equal([]);
    page.find(`${returns} summary`).click();
    await until(() => page.has(`${returns} li`));
  }

  afterEach(() => page.close());

  it('is what each line would pay back, one unit and all, and which coupon would come back', async () => {
    await open('proportional');
    expect(page.texts(`${returns} > summary`)).to.deep.equal(['If you return it, you get back']);
    const { lines } = page.session.$quote.get()!;
    const yuan = (amount: number) => `¥${(amount / 100).toLocaleString('en', { minimumFractionDigits: 2 })}`;
    const [teapot, shirts, tea] = lines.map(({ payable }) => payable) as [number, number, number];
    expect(page.texts(`${returns} li`)).to.deep.equal([
      `Teapot${yuan(teapot)}`,
      `T-shirt${yuan(Math.floor(shirts / 3))}`,
      `T-shirt × 3${yuan(shirts)} And the coupon: Third at half`,
      `Longjing${yuan(tea)}`,
    ]);
    expect(page.texts(`${returns} > small`)).to.deep.equal(['Other coupons stay used.']);
  });

  it('is priced anew where the shop pays so, and follows the cart while it is open', async () => {
    const adapter = createBackend();
    adapter.wallet = [];
    adapter.offered = [];
    adapter.hold(coupons.full);
    await open('recalculated', { adapter });
    // Without the teapot the rest is below the threshold: its price, less the ¥300 that the rest would lose.
    expect(page.texts(`${returns} li`)[0]).to.equal('Teapot¥3,980.00 And the coupon: 满5000减300');
    expect(page.texts(`${returns} li`).at(-1)).to.equal('Longjing¥68.00 And the coupon: 满5000减300');
    page.session.setCart({ ...cart, lines: [...cart.lines.slice(0, 2), { ...cart.lines[2]!, quantity: 2 }] });
    await until(() => page.texts(`${returns} li`).at(-1)?.startsWith('Longjing × 2'));
    // One of two leaves ¥5,245, above the threshold: all of its price.
    expect(page.texts(`${returns} li`).at(-2)).to.equal('Longjing¥368.00');
  });

  it('is not there where the shop does not say how it pays back, or no coupon is used', async () => {
    page = await openCart({ markup: '<coupon-cart expanded></coupon-cart>' });
    await until(() => page.has('.layers details'));
    expect(page.has(returns)).to.equal(false);
    page.element.refundMode = 'proportional';
    await page.element.updateComplete;
    expect(page.has(returns)).to.equal(true);
    page.session.none();
    await until(() => !page.has(returns));
  });
});
