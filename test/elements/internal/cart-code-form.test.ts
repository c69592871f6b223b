import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { coupons, createBackend, openCart, until, type OpenCart } from '../open-cart.js';
import { ControllableBackend } from '../controllable-backend.js';

describe('the code box of coupon-cart', () => {
  let page: OpenCart;
  let adapter: ControllableBackend;

  beforeEach(async () => {
    adapter = createBackend();
    adapter.hidden.push(coupons.welcome);
    page = await openCart({ adapter });
    page.find('#code').click();
    await until(() => page.focused() === 'code-field');
  });

  afterEach(() => page.close());

  async function submitCode(code: string): Promise<void> {
    page.find<HTMLInputElement>('#code-field').value = code;
    page.find('#code-field').focus();
    await sendKeys({ press: 'Enter' });
  }

  it('opens from a link that says so, and closes', async () => {
    expect(page.find('#code').getAttribute('aria-expanded')).to.equal('true');
    expect(page.texts('label')).to.deep.equal(['Discount code']);
    page.find('#code').click();
    await until(() => !page.has('#code-field'));
    await until(() => page.focused() === 'code');
  });

  it('applies what a code brings, and says so', async () => {
    await submitCode(' welcome ');
    await until(() => page.texts('.chip').includes('Welcome'));
    await until(() => page.said.includes('Added: Welcome'));
    expect(page.find<HTMLInputElement>('#code-field').value).to.equal('');
    expect(page.focused()).to.equal('code-field');
  });

  it('says beside the field what is wrong with one', async () => {
    await submitCode('NOPE');
    await until(() => page.texts('#code-error')[0] === 'This coupon isn’t available');
    const field = page.find<HTMLInputElement>('#code-field');
    expect(page.find('#code-error').getAttribute('role')).to.equal('alert');
    expect(field.getAttribute('aria-describedby')).to.equal('code-error');
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(field.value).to.equal('NOPE');
    expect(page.focused()).to.equal('code-field');
  });

  it('shows that it is being checked, and asks once', async () => {
    adapter.delayMs = 80;
    await submitCode('WELCOME');
    await until(() => page.texts('.code-form button')[0] === 'Checking…');
    expect(page.find('.code-form button').getAttribute('aria-disabled')).to.equal('true');
    await sendKeys({ press: 'Enter' });
    await until(() => page.texts('.code-form button')[0] === 'Apply');
    expect(adapter.wallet.filter(({ coupon }) => coupon.id === 'welcome')).to.have.length(1);
  });

  it('says that the server is away, and keeps what was typed', async () => {
    adapter.isAway = true;
    await submitCode('WELCOME');
    await until(() => page.texts('#code-error')[0] === 'That didn’t work. Please try again.');
    expect(page.find<HTMLInputElement>('#code-field').value).to.equal('WELCOME');
  });

  it('is not there where nobody knows codes', async () => {
    const silent = new ControllableBackend();
    const other = await openCart({
      adapter: Object.assign(silent, { capabilities: { ...silent.capabilities, exchange: 'missing' } }),
    });
    expect(other.has('#code')).to.equal(false);
    other.close();
  });
});
