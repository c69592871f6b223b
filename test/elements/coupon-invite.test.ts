import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import decodeQR from 'qr/decode.js';
import { states } from '../../demo/elements/coupon-invite.js';
import { createStage, type ElementState } from '../../demo/elements/stage.js';
import type { Adapter } from '../../src/adapters/adapter.js';
import { CouponInvite } from '../../src/elements/coupon-invite.js';
import * as engine from '../../src/engine/index.js';
import type { InvitationRequest } from '../../src/protocol/campaigns.js';
import { createSession } from '../../src/stores/create-session.js';
import { elementContract, until } from '../contracts/element-contract.js';
import { expectNoViolations, openState, type OpenOptions, type OpenState } from './open-state.js';

const stateOf = (name: string): ElementState => {
  const found = states.find((each) => each.name === name);
  if (!found) throw new Error(`no state ${name}`);
  return found;
};

elementContract({
  tag: 'coupon-invite',
  constructor: CouponInvite,
  createSession: () => createSession({ adapter: createStage(stateOf('available').facts), engine }),
  says: { en: 'Bring a friend to tea', 'zh-Hans': '邀请好友，一起喝茶' },
});

describe('<coupon-invite>', () => {
  let page: OpenState<CouponInvite>;
  const undo: (() => void)[] = [];

  const open = async (name: string, options?: OpenOptions) => {
    const state = stateOf(name);
    page = await openState('coupon-invite', state, options);
    // A friend's invitation is opened first.
    if (state.attributes?.['code']) await until(() => !page.text().startsWith('Opening'));
    if (state.facts.cart) page.session.setCart(state.facts.cart);
    await page.element.updateComplete;
    return page;
  };
  const replace = <T extends object, K extends keyof T>(object: T, name: K, value: T[K] | undefined) => {
    const before = Object.getOwnPropertyDescriptor(object, name);
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
    undo.push(() => {
      Reflect.deleteProperty(object, name);
      if (before) Object.defineProperty(object, name, before);
    });
  };
  const clipboardOf = (writeText: (text: string) => Promise<void>) =>
    replace(navigator, 'clipboard', { writeText } as Clipboard);
  const heard = (type: keyof GlobalEventHandlersEventMap) => {
    const details: unknown[] = [];
    page.element.addEventListener(type, (event) => details.push((event as CustomEvent).detail));
    return details;
  };
  const link = () => page.find<HTMLInputElement>('[part=url]').value;
  const invite = async () => {
    page.find('.main').click();
    await until(() => page.has('[part=url]'));
    await page.element.updateComplete;
  };

  afterEach(() => {
    page.close();
    for (const each of undo.splice(0)) each();
  });

  describe('for whoever invites', () => {
    it('says what both sides get, when, and how it goes', async () => {
      await open('available');
      const [friend, you] = [...page.element.shadowRoot!.querySelectorAll('.half')].map((half) =>
        half.textContent.replace(/\s+/g, ' ').trim(),
      );
      assert.equal(friend, 'Your friend gets ¥20 off ¥20 to begin with as soon as they accept');
      assert.equal(you, 'You get ¥30 off Store credit after their first order');
      assert.equal(page.element.shadowRoot!.querySelectorAll('ol li').length, 3);
      assert.include(page.text('[part=steps]'), 'when their first order is paid');
      assert.equal(page.text('[part=friends]'), '3 friends have accepted You were rewarded once');
    });

    it('makes a link by one press: asks the page, says it, tells the page, and the focus goes on', async () => {
      await open('available', { attributes: { url: '/tea?from=mail' } });
      const asked = heard('coupon-invite');
      const told = heard('coupon-invited');
      page.find('.main').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => told.length > 0);
      const url = `${location.origin}/tea?from=mail&invite=c0upon-invitat10`;
      assert.deepEqual(asked, [{ campaign: 'friends', cart: false }]);
      assert.deepEqual(told, [{ campaign: 'friends', code: 'c0upon-invitat10', url }]);
      assert.equal(link(), url);
      await until(() => page.element.shadowRoot!.activeElement?.matches('[part=copy], [part=share]'));
      assert.deepEqual(page.said, ['Your link is ready.']);
    });

    it('leaves the focus where the shopper has gone meanwhile', async () => {
      await open('available');
      const field = document.body.appendChild(document.createElement('input'));
      try {
        page.find('.main').focus();
        page.find('.main').click();
        field.focus();
        await until(() => page.has('#url'));
        await new Promise((resolve) => setTimeout(resolve));
        assert.isTrue(document.activeElement === field);
      } finally {
        field.remove();
      }
    });

    it('makes none where the page prevents it', async () => {
      await open('available');
      page.element.addEventListener('coupon-invite', (event) => event.preventDefault());
      page.find('.main').click();
      await page.element.updateComplete;
      assert.isFalse(page.has('[part=url]'));
      assert.isFalse(page.element.matches(':state(busy)'));
    });

    it('leads to this page without its own parameters, where no other is named', async () => {
      await open('available');
      await invite();
      assert.equal(link(), `${location.origin}${location.pathname}?invite=c0upon-invitat10`);
    });

    it('shares the cart only where that is pressed, and says what comes with the link', async () => {
      const asked: InvitationRequest[] = [];
      const prepare = (adapter: Adapter): Adapter => ({
        ...adapter,
        invite: (input, call) => (asked.push(input), adapter.invite!(input, call)),
      });
      await open('with-cart', { prepare });
      assert.equal(page.text('.main'), 'Share my cart: 3 items');
      await invite();
      assert.deepEqual(asked, [
        {
          campaign: 'friends',
          lines: [
            { product: 'dahongpao', quantity: 2 },
            { product: 'paper-lamp', quantity: 1 },
          ],
        },
      ]);
      assert.include(page.text('[part=link]'), 'It brings what is in your cart: 3 items.');
      page.close();
      await open('with-cart', { prepare });
      page.find('[part=alone]').click();
      await until(() => page.has('[part=url]'));
      assert.deepEqual(asked.at(-1), { campaign: 'friends' });
    });

    it('copies the link, and says so', async () => {
      const copied: string[] = [];
      clipboardOf(async (text) => void copied.push(text));
      await open('available');
      await invite();
      page.find('[part=copy]').click();
      await until(() => page.text('[part=copy]') === 'Copied');
      assert.deepEqual(copied, [link()]);
      await until(() => page.said.includes('Copied'));
    });

    it('says no longer that it is copied where it was moved meanwhile', async () => {
      clipboardOf(async () => {});
      await open('available');
      await invite();
      page.find('[part=copy]').click();
      await until(() => page.text('[part=copy]') === 'Copied');
      page.element.parentElement!.append(page.element);
      await until(() => page.text('[part=copy]') !== 'Copied', 1000);
    });

    it('selects the link, and says that it has to be copied by hand, where nothing else works', async () => {
      clipboardOf(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
      replace(document, 'execCommand', () => false);
      await open('available');
      await invite();
      page.find('[part=copy]').click();
      await until(() => page.text('[part=link]').includes('copy it yourself'));
      const input = page.find<HTMLInputElement>('[part=url]');
      assert.equal(page.element.shadowRoot!.activeElement, input);
      assert.deepEqual([input.selectionStart, input.selectionEnd], [0, input.value.length]);
    });

    it('copies where the browser has no clipboard for this page', async () => {
      replace(navigator, 'clipboard', undefined);
      replace(document, 'execCommand', (command) => command === 'copy');
      await open('available');
      await invite();
      page.find('[part=copy]').click();
      await until(() => page.text('[part=copy]') === 'Copied');
    });

    it("opens the device's sheet where there is one, and takes no for an answer", async () => {
      const shared: (ShareData | undefined)[] = [];
      const copied: string[] = [];
      clipboardOf(async (text) => void copied.push(text));
      replace(navigator, 'canShare', () => true);
      replace(navigator, 'share', async (data) => void shared.push(data));
      await open('available');
      await invite();
      page.find('[part=share]').click();
      assert.deepEqual(shared, [
        { url: link(), title: 'Bring a friend to tea', text: 'This is for you: ¥20 off' },
      ]);
      replace(navigator, 'share', () => Promise.reject(new DOMException('closed', 'AbortError')));
      page.find('[part=share]').click();
      await page.element.updateComplete;
      assert.deepEqual(copied, []);
      replace(navigator, 'share', () => Promise.reject(new DOMException('no', 'NotAllowedError')));
      page.find('[part=share]').click();
      await until(() => copied.length > 0);
    });

    it('has no button for a sheet that the device has not', async () => {
      replace(navigator, 'share', undefined);
      await open('available');
      await invite();
      assert.isFalse(page.has('[part=share]'));
    });

    it('draws a QR code that is read as the link, and has a name', async () => {
      await open('available', { attributes: { url: 'https://shop.example/语言?from=二维码' } });
      await invite();
      page.find('[part=qr-button]').click();
      await until(() => page.has('[part=qr]'), 3000);
      const svg = page.find<SVGElement>('[part=qr]');
      assert.equal(svg.getAttribute('aria-label'), 'QR code of your link');
      assert.equal(await readQrCode(svg), link());
      page.find('[part=qr-button]').click();
      await page.element.updateComplete;
      assert.isFalse(page.has('[part=qr]'));
      assert.equal(page.find('[part=qr-button]').getAttribute('aria-expanded'), 'false');
    });

    it('says that the shop is slow, and can be given up', async () => {
      await open('inviting');
      page.find('.main').click();
      await page.element.updateComplete;
      assert.equal(page.text('.main'), 'Making your link…');
      await until(() => page.has('[part=cancel]'), 3000);
      page.find('[part=cancel]').click();
      await until(() => page.text('[role=alert]').startsWith('Cancelled'));
    });

    it('asks to sign in, and links to it', async () => {
      await open('sign-in');
      assert.equal(page.find('a.main').getAttribute('href'), '#');
      const asked = heard('coupon-sign-in');
      page.element.addEventListener('coupon-sign-in', (event) => event.preventDefault());
      page.find('.main').click();
      assert.deepEqual(asked, [{ campaign: 'friends' }]);
    });
  });

  describe('for the friend', () => {
    it('says what the invitation brings, and not who sent it', async () => {
      await open('friend');
      assert.equal(page.text('h2'), 'A friend invites you');
      assert.include(page.text('.ticket'), '¥20 to begin with');
      assert.include(page.text(), 'Neither side sees the other’s name here.');
      assert.isFalse(page.has('.rewards'), 'what the other side gets is theirs');
    });

    it('is accepted by one press: asks the page, the coupon is held, says it, tells the page', async () => {
      await open('accepted');
      const asked = heard('coupon-accept');
      const told = heard('coupon-accepted');
      const added = heard('coupon-add-items');
      page.find('.main').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => told.length > 0);
      assert.deepEqual(asked, [{ campaign: 'friends', code: 'c0upon-invitat10' }]);
      assert.equal((told[0] as { held: unknown[] }).held.length, 1);
      assert.deepEqual(added, []);
      assert.equal(page.session.$wallet.get()![0]!.coupon.id, 'hello-20');
      await page.element.updateComplete;
      assert.equal(page.text('h2'), 'It’s yours: ¥20 to begin with');
      assert.include(page.text('[role=status]'), 'It’s yours: ¥20 to begin with');
      assert.equal(page.find('.tickets a').getAttribute('href'), '#');
      await until(() => page.element.shadowRoot!.activeElement === page.find('.tickets a'));
    });

    it('accepts nothing where the page prevents it', async () => {
      await open('friend');
      page.element.addEventListener('coupon-accept', (event) => event.preventDefault());
      page.find('.main').click();
      await page.element.updateComplete;
      assert.isFalse(page.element.matches(':state(busy)'));
    });

    it('asks the page to fill the cart with what was shared, once it is accepted', async () => {
      await open('friend-with-cart');
      assert.include(page.text(), 'With it comes your friend’s cart: 3 items.');
      assert.equal(page.text('.main'), 'Accept, and add to my cart');
      const order: string[] = [];
      page.element.addEventListener('coupon-accepted', () => order.push('accepted'));
      page.element.addEventListener('coupon-add-items', ({ detail, cancelable }) =>
        order.push(`${cancelable} ${JSON.stringify(detail.lines)}`),
      );
      page.find('.main').click();
      await until(() => order.length === 2);
      assert.deepEqual(order, [
        'accepted',
        'true [{"product":"dahongpao","quantity":2},{"product":"paper-lamp","quantity":1}]',
      ]);
    });

    it('asks to sign in first where that is needed', async () => {
      await open('friend-sign-in');
      assert.equal(page.text('.main'), 'Sign in to take part');
    });

    it('goes on to invite others, also where an invitation was accepted before', async () => {
      await open('already-invited');
      page.find('.main').click();
      await until(() => page.text('[role=alert]') === 'You have accepted an invitation before');
      assert.equal(page.text('.main'), 'Invite a friend');
      page.find('.main').click();
      await until(() => page.text('h2') === 'Bring a friend to tea');
      assert.equal(page.text('[role=alert]'), '');
      await invite();
    });

    it('is told on the next visit that it was accepted before', async () => {
      await open('accepted-before');
      assert.include(page.text(), 'You have accepted an invitation before');
      assert.equal(page.text('.main'), 'Invite a friend');
    });

    it('stands apart from whoever invites: what one may, the other may not', async () => {
      // A regular shopper, who may invite, has opened an invitation for newcomers.
      await open('not-eligible');
      assert.equal(page.session.capabilities.campaigns, 'native');
      assert.equal((await page.session.campaigns()).$campaigns.get()![0]!.state, 'available');
      assert.equal(page.text('.main'), 'Not available to you');
      page.close();
      await open('friend', {
        prepare: (adapter) => ({
          ...adapter,
          async participate() {
            return { refused: { code: 'not-eligible', params: {} } };
          },
        }),
      });
      page.find('.main').click();
      await until(() => page.text('[role=alert]') === 'This is not for you this time');
    });

    it('looks anew when another shopper is signed in', async () => {
      let opened = 0;
      await open('friend', {
        prepare: (adapter) => ({
          ...adapter,
          invitation: (input, call) => (opened++, adapter.invitation!(input, call)),
        }),
      });
      assert.equal(opened, 1);
      page.session.setShopper({ orders: 0 });
      await until(() => opened === 2);
      await until(() => page.has('h2'));
    });

    it('is told that the invitation is their own, with the link', async () => {
      await open('own');
      assert.include(page.text(), 'This is your own invitation. Send it to a friend.');
      assert.include(link(), 'invite=c0upon-invitat10');
    });

    it('is told that it is not for them, all given, or over', async () => {
      for (const [name, words] of [
        ['not-eligible', 'Not available to you'],
        ['sold-out', 'All claimed'],
      ] as const) {
        await open(name);
        assert.equal(page.text('.main'), words);
        assert.equal(page.find('.main').getAttribute('aria-disabled'), 'true');
        if (name === 'not-eligible') page.close();
      }
    });

    it('is told that a link leads nowhere, and sees what the page has to say', async () => {
      await open('unknown');
      assert.equal(page.text('[role=alert]'), 'This invitation is over or not there');
      assert.isTrue(page.has('slot'));
    });

    it('can try again where the invitation could not be opened', async () => {
      let isAway = true;
      await open('not-opened', {
        prepare: (adapter) => ({
          ...adapter,
          invitation: (input, call) =>
            isAway
              ? adapter.invitation!(input, call)
              : createStage(stateOf('friend').facts).invitation!(input, call),
        }),
      });
      assert.equal(page.text('[role=alert]'), 'That didn’t work. Please try again.');
      isAway = false;
      page.find('.main').click();
      await until(() => page.has('h2') && page.text('h2') === 'A friend invites you');
    });

    it('reads the code from the address of the page', async () => {
      const before = location.href;
      undo.push(() => history.replaceState(null, '', before));
      const address = new URL(before);
      address.searchParams.set('invite', 'from-the-address');
      history.replaceState(null, '', address);
      const asked: string[] = [];
      page = await openState(
        'coupon-invite',
        { ...stateOf('friend'), attributes: {} },
        {
          prepare: (adapter) => ({
            ...adapter,
            invitation: (input, call) => (asked.push(input.code), adapter.invitation!(input, call)),
          }),
        },
      );
      await until(() => page.has('h2') && page.text('h2') === 'A friend invites you');
      assert.deepEqual(asked, ['from-the-address']);
    });
  });

  it('gives axe nothing to find, in no state', async function () {
    this.timeout(30_000);
    for (const state of states) {
      await open(state.name);
      await state.act?.(page.element);
      await page.element.updateComplete;
      await expectNoViolations(page.element, state.name);
      page.close();
    }
    await open('available');
  });

  it('fits a phone of 320 pixels, to the left and to the right', async () => {
    await setViewport({ width: 320, height: 700 });
    undo.push(() => document.documentElement.removeAttribute('dir'));
    for (const dir of ['ltr', 'rtl']) {
      document.documentElement.dir = dir;
      await open('invited');
      await invite();
      const { left, right } = page.element.getBoundingClientRect();
      for (const inner of page.element.shadowRoot!.querySelectorAll<HTMLElement>('.invite *')) {
        if (!inner.checkVisibility() || inner.closest('.hidden')) continue;
        const box = inner.getBoundingClientRect();
        assert.isAtLeast(box.left, left - 1, `${dir} ${inner.className}`);
        assert.isAtMost(box.right, right + 1, `${dir} ${inner.className}`);
      }
      if (dir === 'ltr') page.close();
    }
    await setViewport({ width: 800, height: 600 });
  });

  it('keeps its code black on white in forced colours', async () => {
    await emulateMedia({ forcedColors: 'active' });
    await open('available');
    await invite();
    page.find('[part=qr-button]').click();
    await until(() => page.has('[part=qr]'), 3000);
    assert.equal(await readQrCode(page.find<SVGElement>('[part=qr]')), link());
    assert.equal(getComputedStyle(page.find('[part=qr] path')).fill, 'rgb(0, 0, 0)');
    await emulateMedia({ forcedColors: 'none' });
  });
});

/** What a phone's camera reads in it. */
async function readQrCode(svg: SVGElement): Promise<string> {
  const side = 330;
  const copy = svg.cloneNode(true) as SVGElement;
  copy.setAttribute('width', `${side}`);
  copy.setAttribute('height', `${side}`);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(side, side).getContext('2d')!;
  canvas.drawImage(image, 0, 0);
  return decodeQR(canvas.getImageData(0, 0, side, side));
}
