import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { assert } from 'chai';
import { states } from '../../demo/elements/coupon-pack.js';
import { createStage, type ElementState } from '../../demo/elements/stage.js';
import { CouponPack } from '../../src/elements/coupon-pack.js';
import * as engine from '../../src/engine/index.js';
import { createSession } from '../../src/stores/create-session.js';
import { elementContract, until } from '../contracts/element-contract.js';
import { everyState, type OpenOptions, type OpenState, openState } from './open-state.js';

const stateOf = (name: string): ElementState => {
  const found = states.find((each) => each.name === name);
  if (!found) throw new Error(`no state ${name}`);
  return found;
};

elementContract({
  tag: 'coupon-pack',
  constructor: CouponPack,
  createSession: () => createSession({ adapter: createStage(stateOf('available').facts), engine }),
  says: { en: 'Welcome pack', 'zh-Hans': '新人礼包' },
});

describe('<coupon-pack>', () => {
  let page: OpenState<CouponPack>;

  const open = async (name: string, options?: OpenOptions) =>
    (page = await openState('coupon-pack', stateOf(name), options));
  const button = () => page.find('.main');
  const isIdle = () => button().getAttribute('aria-disabled') === 'true';
  const tickets = () => [...page.element.shadowRoot!.querySelectorAll('.ticket')];

  afterEach(() => page.close());

  it('tells before it is taken what is in it, what that is worth at the most, and how long it lasts', async () => {
    await open('available');
    assert.lengthOf(tickets(), 3);
    assert.equal(page.text('.worth'), 'Worth up to ¥80 in all');
    assert.include(page.text('.head'), 'Good for 2 days from when you get them');
    assert.equal(page.text('.main'), 'Get all 3 coupons');
  });

  it('promises no worth where a coupon has no limit', async () => {
    await open('unknown-worth');
    assert.equal(page.text('.worth'), '4 coupons');
    assert.include(page.text('.head'), 'Good for 36 hours');
    assert.include(page.text('.act + .notes'), 'Only 12 left');
  });

  it('is taken in one act: asks the page, brings all to the wallet, says it, counts down, and keeps the focus', async () => {
    await open('just-taken');
    const asked: unknown[] = [];
    const taken: { campaign: string; held: readonly unknown[] }[] = [];
    page.element.addEventListener('coupon-take', ({ detail }) => asked.push(detail));
    page.element.addEventListener('coupon-taken', ({ detail }) => taken.push(detail));
    button().focus();
    await sendKeys({ press: 'Enter' });
    await until(() => taken.length > 0);
    assert.deepEqual(asked, [{ campaign: 'newcomers' }]);
    assert.lengthOf(taken[0]!.held, 3);
    await until(() => !page.has('.main'));
    assert.equal(page.text('.worth'), 'In your wallet: 3 coupons');
    assert.deepEqual(page.said, ['In your wallet: 3 coupons']);
    assert.match(page.text('[role=timer]'), /^Expires in 19:59:5\d$/);
    assert.lengthOf(page.element.shadowRoot!.querySelectorAll('a[href="#"]'), 3);
    assert.lengthOf(page.session.$wallet.get()!, 3);
    await until(() => page.element.shadowRoot!.activeElement === page.find('.head'));
  });

  it('leaves the focus where the shopper has gone meanwhile', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await open('available', {
      prepare: (adapter) => ({
        ...adapter,
        participate: async (...args) => {
          await answered;
          return adapter.participate!(...args);
        },
      }),
    });
    const field = document.body.appendChild(document.createElement('input'));
    try {
      button().click();
      field.focus();
      answer();
      await until(() => !page.has('.main'));
      await new Promise((resolve) => setTimeout(resolve));
      assert.isTrue(document.activeElement === field);
    } finally {
      field.remove();
    }
  });

  it('is taken once, however often it is pressed', async () => {
    let calls = 0;
    await open('available', {
      prepare: (adapter) => ({
        ...adapter,
        participate(...args) {
          calls++;
          return adapter.participate!(...args);
        },
      }),
    });
    button().click();
    button().click();
    void page.element.take();
    await until(() => !page.has('.main'));
    assert.equal(calls, 1);
  });

  it('is not taken where the page prevents it', async () => {
    await open('available');
    page.element.addEventListener('coupon-take', (event) => event.preventDefault());
    button().click();
    await page.element.updateComplete;
    assert.isFalse(isIdle());
  });

  it('shows what was taken before: what is used, and how long the rest lasts', async () => {
    await open('taken');
    assert.equal(page.text('.worth'), 'In your wallet: 3 coupons');
    assert.include(tickets()[0]!.textContent, 'Used');
    assert.include(tickets()[1]!.textContent.replace(/\s+/g, ' '), 'Expires in 1 day');
    assert.isFalse(page.has('.main'));
  });

  it('says that it is given again, where all of the last expired unused', async () => {
    await open('once-more');
    await until(() => page.has('.once-more'));
    assert.include(page.text('.once-more'), 'expired unused');
    button().click();
    await until(() => page.text('.worth') === 'In your wallet: 3 coupons');
  });

  it('says when the shop is slow, and lets go', async () => {
    await open('taking');
    button().click();
    await page.element.updateComplete;
    assert.equal(page.text('.main'), 'Getting them…');
    await until(() => page.has('[part=cancel]'), 2000);
    page.find('[part=cancel]').click();
    await until(() => page.text('[role=alert]').startsWith('Cancelled.'));
    assert.equal(page.text('.main'), 'See what became of it');
  });

  const words: Readonly<Record<string, readonly [button: string, notes: string]>> = {
    'sold-out': ['All claimed', ''],
    upcoming: ['Starts soon', 'Starts in 0'],
    ended: ['Ended', ''],
    'not-eligible': ['Not available to you', 'This is not for you this time'],
  };
  for (const [name, [label, notes]] of Object.entries(words)) {
    it(`says where the shopper stands: ${name}`, async () => {
      await open(name);
      assert.equal(page.text('.main'), label);
      assert.include(page.text('.act + .notes'), notes);
      assert.isTrue(isIdle());
      assert.isTrue(page.element.matches(`:state(${name})`));
    });
  }

  it('says why it was refused, and loses nothing with the network', async () => {
    await open('refused');
    button().click();
    await until(() => page.text('[role=alert]') === 'All claimed');
    page.close();
    await open('away');
    button().click();
    await until(() => page.text('[role=alert]').includes('Nothing is lost'));
    assert.equal(page.text('.main'), 'Try again');
  });

  it('asks the page to sign the shopper in, or links to it', async () => {
    await open('sign-in');
    assert.equal(page.find('a.main').getAttribute('href'), '#');
    page.element.signInUrl = undefined;
    await page.element.updateComplete;
    let asked: unknown;
    page.element.addEventListener('coupon-sign-in', ({ detail }) => (asked = detail));
    button().click();
    assert.deepEqual(asked, { campaign: 'newcomers' });
  });

  it('leaves what stands in it where there is no pack', async () => {
    await open('empty');
    assert.isTrue(page.element.matches(':state(empty)'));
    assert.isTrue(page.has('slot:not([name])'));
  });

  describe('as a dialog', () => {
    const dialog = () => page.find<HTMLDialogElement>('dialog');

    it('stays closed, with what stands in it, until the page says open', async () => {
      await open('dialog');
      assert.isFalse(dialog().open);
      assert.isTrue(page.has('slot:not([name])'));
      page.element.open = true;
      await until(() => dialog().matches(':modal'));
      assert.isTrue(page.find('.head').matches(':focus'), 'what it is, is read first');
    });

    it('closes on Escape and by its button, tells it, and opens again', async () => {
      await open('dialog', { attributes: { open: '' } });
      let closed = 0;
      page.element.addEventListener('close', () => closed++);
      await until(() => dialog().open);
      await sendKeys({ press: 'Escape' });
      await until(() => closed === 1);
      assert.isFalse(page.element.hasAttribute('open'));
      page.element.open = true;
      await until(() => dialog().open);
      page.find('.close').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => closed === 2);
      assert.isFalse(dialog().open);
    });

    it('stays open when it is taken, to show what it brought', async () => {
      await open('dialog', { attributes: { open: '' } });
      await until(() => dialog().open);
      button().click();
      await until(() => page.text('.worth').startsWith('In your wallet'));
      assert.isTrue(dialog().open);
    });

    it('stays open when it is refused, to say why', async () => {
      await open('dialog', {
        attributes: { open: '' },
        prepare: (adapter) => ({
          ...adapter,
          participate: async () => ({ refused: { code: 'sold-out', params: {} } }),
        }),
      });
      await until(() => dialog().open);
      button().click();
      await until(() => page.text('[role=alert]') === 'All claimed');
      await page.element.updateComplete;
      assert.isTrue(dialog().open);
      await sendKeys({ press: 'Escape' });
      await until(() => !page.element.open);
      assert.isFalse(dialog().open);
    });

    it('opens when it is seen, not while it is hidden', async () => {
      await open('dialog', { attributes: { open: '', hidden: '' } });
      assert.isFalse(dialog().open);
      page.element.hidden = false;
      await until(() => dialog().matches(':modal'));
      page.element.hidden = true;
      await until(() => !dialog().open);
      assert.isTrue(page.element.open);
    });

    it('waits for a dialog that stands in another element, too', async () => {
      const host = document.body.appendChild(document.createElement('div'));
      const own = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('dialog'));
      try {
        own.showModal();
        await open('dialog', { attributes: { open: '' } });
        await page.element.updateComplete;
        assert.isFalse(dialog().open);
        own.close();
        await until(() => dialog().open);
      } finally {
        host.remove();
      }
    });

    it('is a dialog again where it was moved', async () => {
      await open('dialog', { attributes: { open: '' } });
      await until(() => dialog().open);
      page.element.parentElement!.append(page.element);
      await until(() => dialog().matches(':modal'));
      assert.isTrue(page.element.open);
    });

    it('does not open by itself where there is nothing to take', async () => {
      const { facts } = stateOf('sold-out');
      page = await openState('coupon-pack', { facts, attributes: { look: 'dialog', open: true } });
      assert.isFalse(dialog().open);
    });

    it('waits until another one, or a dialog of the page, is closed', async () => {
      await open('dialog', { attributes: { open: '' } });
      await until(() => dialog().open);
      const second = await openState('coupon-pack', stateOf('dialog'), { attributes: { open: '' } });
      const own = document.body.appendChild(document.createElement('dialog'));
      try {
        await second.element.updateComplete;
        assert.isFalse(second.find<HTMLDialogElement>('dialog').open);
        dialog().close();
        await until(() => second.find<HTMLDialogElement>('dialog').open);
        second.element.open = false;
        await until(() => !second.find<HTMLDialogElement>('dialog').open);
        own.showModal();
        second.element.open = true;
        await second.element.updateComplete;
        assert.isFalse(second.find<HTMLDialogElement>('dialog').open);
        own.close();
        await until(() => second.find<HTMLDialogElement>('dialog').open);
      } finally {
        own.remove();
        second.close();
      }
    });

    it('moves nothing for those who want no motion', async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      await open('dialog', { attributes: { open: '' } });
      await until(() => dialog().open);
      assert.deepEqual(page.element.shadowRoot!.getAnimations(), []);
      await emulateMedia({ reducedMotion: 'no-preference' });
    });
  });

  everyState(states, open);
});
