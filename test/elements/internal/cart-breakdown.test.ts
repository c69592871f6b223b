import { expect } from 'chai';
import { coupons, createBackend, openCart, until, type OpenCart } from '../open-cart.js';

describe('the breakdown of coupon-cart', () => {
  let page: OpenCart;

  afterEach(() => page.close());

  it('goes from the goods through the layers to the amount due, and by line within each coupon', async () => {
    page = await openCart();
    const toggle = page.find('#discounts');
    expect(toggle.getAttribute('aria-expanded')).to.equal('false');
    toggle.click();
    await until(() => page.has('.layers summary'));
    expect(toggle.getAttribute('aria-expanded')).to.equal('true');
    expect(page.texts('.sums > div > dt')).to.deep.equal(['Goods', 'Discounts', 'Shipping', 'Amount due']);
    expect(page.texts('.sums > div > dd:not(.layers)')).to.deep.equal([
      '¥5,245.00',
      '−¥469.50',
      '¥10.00',
      '¥4,785.50',
    ]);
    expect(page.texts('.layers h3')).to.deep.equal([
      'Item offers',
      'Shop coupons',
      'Platform coupons',
      'Shipping coupons',
    ]);
    expect(page.texts('summary')).to.deep.equal([
      'Third at half−¥99.50',
      'Tea house 60−¥60.00',
      '满5000减300−¥300.00',
      'Free delivery−¥10.00',
    ]);
    page.find('details:nth-of-type(3) summary').click();
    expect(page.find<HTMLDetailsElement>('details:nth-of-type(3)').open).to.equal(true);
    expect(page.texts('details:nth-of-type(3) li')).to.deep.equal([
      'Teapot−¥249.22',
      'T-shirt × 3−¥29.35',
      'Longjing−¥21.43',
    ]);
    expect(page.has('small')).to.equal(false);
  });

  it('shows who bears a discount where the page asks for it', async () => {
    const adapter = createBackend();
    adapter.wallet = [];
    adapter.hold({ ...coupons.full, funding: { platform: 60 } });
    page = await openCart({ adapter, markup: '<coupon-cart expanded show-funding></coupon-cart>' });
    await until(() => page.has('.layers small'));
    const { lines } = page.session.$quote.get()!;
    expect(page.texts('details:nth-of-type(2) small')).to.deep.equal(
      lines.map(({ allocations }) => {
        const share = allocations.find(({ coupon }) => coupon === 'full')!;
        const yuan = (amount: number) => `¥${(amount / 100).toFixed(2)}`;
        return `Platform ${yuan(share.platform)} · shop ${yuan(share.amount - share.platform)}`;
      }),
    );
  });
});
