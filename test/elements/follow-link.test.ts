import { sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { LinkNotice } from '../../src/elements/internal/link-notice.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { followPageLink } from '../../src/widget/follow-page-link.js';
import { textOf, until } from '../contracts/element-contract.js';
import { ControllableBackend } from './controllable-backend.js';
import { expectNoViolations } from './open-state.js';

const coupon = (id: string, more: Partial<Coupon> = {}) =>
  ({
    id,
    currency: 'CNY',
    title: { en: `The ${id} coupon`, 'zh-Hans': '召回券' },
    benefit: { kind: 'amount', amount: 3000 },
    ...more,
  }) as Coupon;
const cart = { currency: 'CNY', lines: [{ id: '1', product: 'coat', unitPrice: 90_000, quantity: 1 }] };

describe('a page that was opened by a link with a coupon', () => {
  const { href } = location;
  let backend: ControllableBackend;
  let session: Session;

  const openBy = async (wanted: string, inHash = false) => {
    const address = new URL(href);
    if (inHash) address.hash = `coupon=${encodeURIComponent(wanted)}`;
    else address.searchParams.set('coupon', wanted);
    history.replaceState(null, '', address);
    await followPageLink(session);
  };
  const notice = () => document.querySelector<LinkNotice>('coupon-link-notice');
  const says = (text: string) => until(() => textOf(notice()!).includes(text));
  const asks = () => /[?&#]coupon=/.test(location.href);
  const applied = () => session.$quote.get()?.applied.map((each) => each.coupon);

  beforeEach(() => {
    document.documentElement.lang = 'en';
    backend = new ControllableBackend().offer(coupon('recall'));
    backend.hidden = [coupon('secret', { code: 'COME-BACK' })];
    session = createSession({ adapter: backend, engine });
  });
  afterEach(() => {
    notice()?.remove();
    session.destroy();
    history.replaceState(null, '', href);
  });

  it('claims the offer of that name, uses it, says so, and cleans the address', async () => {
    session.setCart(cart);
    await openBy('recall');
    await says('Added: The recall coupon');
    assert.equal(notice()!.shadowRoot!.querySelector('p')!.getAttribute('role'), 'status');
    assert.isFalse(asks());
    assert.equal(location.href, href);
    await until(() => applied()?.includes('recall'));
    assert.equal(session.$wallet.get()!.length, 1);
  });

  it('exchanges a code', async () => {
    await openBy('come-back', true);
    await says('Added: The secret coupon');
    assert.equal(location.href, href);
  });

  it('takes what is held already', async () => {
    backend.hold(coupon('held'));
    await openBy('held');
    await says('Added: The held coupon');
    assert.equal(session.$wallet.get()!.length, 1);
  });

  it('uses it also where the shopper has chosen others', async () => {
    backend.hold(coupon('own'));
    session.setCart(cart);
    session.none();
    await openBy('recall');
    await until(() => applied()?.includes('recall'));
  });

  it('says that it is not to be had, and asks no more', async () => {
    await openBy('nonsense');
    await says('This coupon isn’t available');
    assert.equal(notice()!.shadowRoot!.querySelector('p')!.getAttribute('role'), 'alert');
    assert.isFalse(asks());
  });

  it('keeps the address where a later try may bring it', async () => {
    backend.isAway = true;
    await openBy('recall');
    await says('That didn’t work. Please try again.');
    assert.isTrue(asks());
    notice()!.remove();
    backend.isAway = false;
    backend.offered[0]!.claim = { state: 'sign-in' };
    session.destroy();
    session = createSession({ adapter: backend, engine });
    await openBy('recall');
    await says('Sign in to get it');
    assert.isTrue(asks());
  });

  it('leaves the saying to a page that wants to', async () => {
    let told: unknown;
    document.addEventListener('coupon-notice', (event) => (event.preventDefault(), (told = event.detail)), {
      once: true,
    });
    await openBy('recall');
    assert.isTrue((told as { ok: boolean }).ok);
    assert.isNull(notice());
  });

  it('does nothing where no coupon is asked for', async () => {
    await followPageLink(session);
    assert.isNull(notice());
    assert.isUndefined(session.$offers.get());
  });

  it('is closed by keyboard, speaks the language of the page, and axe finds nothing', async () => {
    document.documentElement.lang = 'zh-CN';
    await openBy('recall');
    await says('召回券');
    await expectNoViolations(notice()!, 'the notice');
    notice()!.shadowRoot!.querySelector('button')!.focus();
    await sendKeys({ press: 'Enter' });
    assert.isNull(notice());
    document.documentElement.lang = 'en';
  });
});
