import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import { assert } from 'chai';
import { states } from '../../demo/elements/coupon-flash.js';
import { createStage, type StageFacts } from '../../demo/elements/stage.js';
import { AdapterError, type Adapter } from '../../src/adapters/adapter.js';
import { CouponFlash } from '../../src/elements/coupon-flash.js';
import type { CouponPayEvent } from '../../src/elements/internal/flash-events.js';
import * as engine from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import type { Claim, Held, Offer } from '../../src/protocol/messages.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

declare const axe: {
  run(context: Element, options?: object): Promise<{ violations: { id: string }[] }>;
};

const noon = {
  id: 'noon',
  currency: 'CNY',
  title: { en: 'Noon rush', 'zh-Hans': '午间抢券' },
  benefit: { kind: 'amount', amount: 10_000 },
} as Coupon;
const hourMs = 3_600_000;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const offer = (claim: Partial<Claim> = {}): Offer => ({
  coupon: noon,
  claim: { state: 'available', stock: 500, remaining: 172, ...claim },
});
const held = (more: Partial<Held> = {}): Held => ({ id: 'piece', coupon: noon, state: 'held', ...more });

elementContract({
  tag: 'coupon-flash',
  constructor: CouponFlash,
  createSession: () => createSession({ adapter: createStage({ offers: [offer()] }), engine }),
  says: { en: 'Noon rush', 'zh-Hans': '午间抢券' },
});

describe('<coupon-flash>', () => {
  const cleanUp: (() => void)[] = [];
  let facts: StageFacts;
  let stage: Adapter;
  let session: Session;
  let flash: CouponFlash;
  /** The key of each claim that was asked for. */
  let keys: (string | undefined)[];
  let offersAsked: number;

  /** @param claim asked instead of the stage */
  const open = (claim?: Adapter['claim'], options: { now?: () => number; name?: string } = {}) => {
    const own = createStage(facts);
    keys = [];
    offersAsked = 0;
    stage = {
      ...own,
      ...(options.name && { name: options.name }),
      offers: (...args) => {
        offersAsked++;
        return own.offers!(...args);
      },
      claim: (input, call) => {
        keys.push(call.idempotencyKey);
        return (claim ?? own.claim!)(input, call);
      },
    };
    const made = createSession({ adapter: stage, engine, ...(options.now && { now: options.now }) });
    cleanUp.push(() => made.destroy());
    return made;
  };
  const place = async (of: Session, attributes: Record<string, string> = {}) => {
    const element = document.createElement('coupon-flash');
    element.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.session = of;
    document.body.append(element);
    cleanUp.push(() => element.remove());
    await until(() => of.$offers.get());
    await element.updateComplete;
    await until(() => element.shadowRoot!.querySelector('[role=status]'));
    return element;
  };
  const show = async (
    attributes?: Record<string, string>,
    claim?: Adapter['claim'],
    options?: { now?: () => number },
  ) => {
    session = open(claim, options);
    flash = await place(session, attributes);
  };
  const find = (selector: string) => flash.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const button = () => find('[part=button]');
  const said = () => find('[role=status]').textContent.trim();
  const heard = (name: string) => {
    const events: CustomEvent[] = [];
    flash.addEventListener(name, (event) => events.push(event as CustomEvent));
    return events;
  };
  /** The shopper comes back to the tab. */
  const comeBack = () => document.dispatchEvent(new Event('visibilitychange'));

  beforeEach(() => {
    facts = { offers: [offer()] };
  });
  afterEach(() => {
    for (const undo of cleanUp.splice(0).reverse()) undo();
    document.documentElement.removeAttribute('dir');
    localStorage.clear();
  });

  describe('before the opening', () => {
    const upcoming = (ms: number, more: Partial<Claim> = {}) =>
      offer({ state: 'upcoming', opensAt: inMs(ms), stock: 500, remaining: 500, ...more });

    it("counts down on the server's clock, whatever the device says", async () => {
      facts = { offers: [upcoming(600_900)] };
      await show({}, undefined, { now: () => Date.now() + 5 * hourMs });
      assert.match(find('[role=timer]').textContent, /00\s*:\s*10\s*:\s*0[01]/);
      assert.include(textOf(flash), 'Starts soon');
      assert.isTrue(flash.matches(':state(upcoming)'));
    });

    it('opens at the very moment, once, and without asking anybody', async () => {
      const opensAt = Date.now() + 1300;
      facts = { offers: [offer({ state: 'upcoming', opensAt: new Date(opensAt).toISOString() })] };
      await show();
      await until(() => flash.matches(':state(available)'), 3000);
      assert.closeTo(Date.now(), opensAt, 250);
      assert.include(button().textContent, 'Claim now');
      assert.include(said(), 'On now');
      assert.equal(offersAsked, 1);
    });

    it('is open at once for a tab that slept over it', async () => {
      let sleptMs = 0;
      facts = { offers: [upcoming(hourMs)] };
      await show({}, undefined, { now: () => Date.now() + sleptMs });
      assert.isTrue(flash.matches(':state(upcoming)'));
      stage.offers = async () => ({ offers: [offer()], wallet: [], serverTime: Date.now() + sleptMs });
      sleptMs = hourMs + 1000;
      comeBack();
      await until(() => flash.matches(':state(available)'));
    });

    it('asks for the time where the clock of the device was set', async () => {
      let setMs = 0;
      facts = { offers: [upcoming(hourMs)] };
      await show({}, undefined, { now: () => Date.now() + setMs });
      setMs = 2 * hourMs;
      comeBack();
      await until(() => session.$clockOffset.get() < -hourMs);
      await until(() => flash.matches(':state(upcoming)'));
    });

    it('tells an early press so, and asks nothing of the server', async () => {
      facts = { offers: [upcoming(hourMs)] };
      await show();
      button().focus();
      await sendKeys({ press: 'Enter' });
      await until(() => find('[part=message]'));
      assert.include(find('[part=message]').textContent, 'It isn’t open yet');
      assert.include(said(), 'It isn’t open yet');
      assert.isEmpty(keys);
      assert.equal(flash.shadowRoot!.activeElement, button());
    });

    it('speaks at milestones only', async () => {
      facts = { offers: [upcoming(599_900)] };
      await show();
      assert.equal(said(), 'Starts in 10 minutes');
      const before = find('[role=timer]').textContent;
      await until(() => find('[role=timer]').textContent !== before, 2500);
      assert.equal(said(), 'Starts in 10 minutes');
    });

    it('tells days as days', async () => {
      facts = { offers: [upcoming(76 * hourMs + 900)] };
      await show();
      assert.match(find('[role=timer]').textContent.replace(/\s+/g, ' '), /3 days ?04:00:0[01]/);
    });
  });

  describe('its one act', () => {
    it('answers before the server does, claims once, and says so', async () => {
      let answer = () => {};
      const answered = new Promise<void>((resolve) => (answer = resolve));
      await show({}, async () => {
        await answered;
        return { held: held(), fresh: true };
      });
      const claims = heard('coupon-claim');
      const facts = heard('coupon-claimed');
      button().click();
      await flash.updateComplete;
      assert.include(button().textContent, 'In line…');
      assert.equal(button().getAttribute('aria-disabled'), 'true');
      assert.isTrue(flash.matches(':state(waiting)'));
      button().click();
      answer();
      await until(() => said() === 'Claimed: Noon rush');
      assert.lengthOf(keys, 1);
      assert.lengthOf(claims, 1);
      assert.deepEqual(
        facts.map(({ detail }) => detail.coupon),
        ['noon'],
      );
      assert.isTrue(flash.matches(':state(claimed)'));
    });

    it('claims nothing where the page prevents it', async () => {
      await show();
      flash.addEventListener('coupon-claim', (event) => event.preventDefault());
      button().click();
      await flash.updateComplete;
      assert.isEmpty(keys);
      assert.include(button().textContent, 'Claim now');
    });

    it('is a link to where the coupon is used then, and the focus goes with it', async () => {
      await show({ 'use-url': '/cart' });
      button().focus();
      await sendKeys({ press: 'Enter' });
      await until(() => find('a[part=button]'));
      assert.equal(find('a[part=button]').getAttribute('href'), '/cart');
      await until(() => flash.shadowRoot!.activeElement === find('a[part=button]'));
    });

    it('can be done again as often as one may', async () => {
      facts = { offers: [offer({ perShopper: 2 })] };
      await show();
      assert.include(textOf(flash), 'Up to 2 per shopper');
      button().click();
      await until(() => textOf(flash).includes('You have 1 of 2'));
      button().click();
      await until(() => flash.matches(':state(claimed)'));
      assert.notEqual(keys[0], keys[1]);
    });

    it('is followed in another tab', async () => {
      facts = { offers: [offer()] };
      session = open(undefined, { name: 'two tabs' });
      const other = createSession({ adapter: stage, engine });
      cleanUp.push(() => other.destroy());
      flash = await place(other);
      await session.loadOffers();
      await session.claim('noon');
      await until(() => flash.matches(':state(claimed)'));
    });
  });

  describe('when thousands press at once', () => {
    const busy = () => new AdapterError('rate-limited', 'busy', { retryable: true, retryAfterMs: 10 });

    it('stays in line with the same key until there is an answer, and says why it takes so long', async () => {
      await show({}, async () => {
        if (keys.length < 3) throw busy();
        return { held: held(), fresh: true };
      });
      button().click();
      await until(() => find('[part=message]')?.textContent.includes('Many are asking at once'));
      assert.include(said(), 'Many are asking at once');
      await until(() => flash.matches(':state(claimed)'), 3000);
      assert.lengthOf(keys, 3);
      assert.equal(new Set(keys).size, 1);
    });

    it('can leave the line by the keyboard, and asks no more', async () => {
      await show({}, () => Promise.reject(busy()));
      button().focus();
      await sendKeys({ press: 'Enter' });
      await until(() => find('[part=back]'));
      await sendKeys({ press: 'Tab' });
      assert.equal(flash.shadowRoot!.activeElement, find('[part=back]'));
      await sendKeys({ press: 'Enter' });
      await until(() => find('[role=alert]').textContent.includes('You left the line'));
      assert.equal(flash.shadowRoot!.activeElement, button());
      const asked = keys.length;
      await new Promise((resolve) => setTimeout(resolve, 700));
      assert.isAtMost(keys.length, asked + 1);
      assert.include(button().textContent, 'Claim now');
    });

    it('shows what came through after the shopper had left', async () => {
      let answer = () => {};
      const answered = new Promise<void>((resolve) => (answer = resolve));
      await show({}, async () => {
        await answered;
        return { held: held(), fresh: true };
      });
      button().click();
      await until(() => find('[part=back]'));
      find('[part=back]').click();
      await flash.updateComplete;
      assert.include(find('[role=alert]').textContent, 'If your request came through all the same');
      answer();
      await until(() => flash.matches(':state(claimed)'));
      await flash.updateComplete;
      assert.equal(find('[role=alert]').textContent.trim(), '');
    });

    it('says that the network is gone, and asks at once when it is back', async () => {
      let isBack = false;
      await show({}, async () => {
        if (!isBack) throw new AdapterError('network', 'gone', { retryable: true });
        return { held: held(), fresh: true };
      });
      button().click();
      await until(() => find('[part=message]')?.textContent.includes('No connection'));
      isBack = true;
      const from = performance.now();
      dispatchEvent(new Event('online'));
      await until(() => flash.matches(':state(claimed)'));
      assert.isBelow(performance.now() - from, 200);
    });

    it('waits for the opening where its clock was ahead by a moment', async () => {
      const opensAt = Date.now() + 1500;
      facts = { offers: [offer({ opensAt: new Date(opensAt).toISOString() })] };
      await show(
        {},
        async () =>
          Date.now() < opensAt
            ? { refused: { code: 'upcoming', params: {} } }
            : { held: held(), fresh: true },
        // Not so wrong that it would be set right by the first answer.
        { now: () => Date.now() + 900 },
      );
      button().click();
      await until(() => flash.matches(':state(claimed)'), 4000);
      assert.isAbove(Date.now(), opensAt - 50);
    });

    it('gives up where asking again is of no use, in words', async () => {
      await show({}, () => Promise.reject(new AdapterError('unauthorized', 'no')));
      button().click();
      await until(() => find('[role=alert]').textContent.includes('The shop can’t be reached'));
      assert.lengthOf(keys, 1);
      assert.include(button().textContent, 'Claim now');
    });
  });

  describe('what is left', () => {
    const bar = () => find('progress') as HTMLProgressElement;

    it('is what the server says, as a bar and in words', async () => {
      await show();
      assert.equal(bar().value, 328);
      assert.equal(bar().max, 500);
      assert.equal(bar().getAttribute('aria-valuetext'), '172 of 500 left');
      assert.include(textOf(flash), '172 of 500 left');
    });

    it('is asked anew when the shopper comes back', async () => {
      await show();
      stage.offers = async () => ({
        offers: [offer({ remaining: 3 })],
        wallet: [],
        serverTime: Date.now(),
      });
      comeBack();
      await until(() => bar().value === 497);
    });

    it('is not told where the server does not tell it', async () => {
      facts = { offers: [{ coupon: noon, claim: { state: 'available', opensAt: inMs(-1000) } }] };
      await show();
      assert.isNull(bar());
    });

    it('is nothing once the last is gone, with a way on', async () => {
      facts.answers = { claim: { refused: { code: 'sold-out', params: {} } } };
      facts.offers = [offer({ remaining: 1 })];
      await show({ 'center-url': '/coupons' });
      button().click();
      await until(() => find('[role=alert]').textContent.includes('All claimed'));
      assert.isTrue(flash.matches(':state(sold-out)'));
      assert.equal(bar().value, 500);
      assert.equal(find('[part=others]').getAttribute('href'), '/coupons');
      assert.isNull(find('[part=clock]'), 'no clock hurries anybody');
    });
  });

  describe('bought with money', () => {
    const price = { cost: { amount: 990 } };

    it('hands the claim to the payment, says until when, and tells when it is paid', async () => {
      facts = { offers: [offer(price)] };
      await show({ 'pay-url': '/pay?shop=1' });
      assert.include(button().textContent, 'Buy for ¥9.90');
      const wanted: CouponPayEvent['detail'][] = [];
      flash.addEventListener('coupon-pay', (event) => {
        event.preventDefault();
        wanted.push(event.detail);
      });
      const claimed = heard('coupon-claimed');
      button().click();
      await until(() => wanted.length === 1);
      const [piece] = session.$wallet.get()!;
      assert.deepEqual(wanted, [
        { coupon: 'noon', claim: piece!.id, amount: 990, currency: 'CNY', until: piece!.until! },
      ]);
      await until(() => flash.matches(':state(pending)'));
      assert.match(textOf(flash), /Kept for you for 00:0[45]:\d\d/);
      const link = new URL((button() as HTMLAnchorElement).href);
      assert.deepEqual(Object.fromEntries(link.searchParams), {
        shop: '1',
        claim: piece!.id,
        coupon: 'noon',
      });
      assert.isEmpty(claimed, 'it is not the shopper’s yet');

      const { until: _, ...paid } = piece!;
      stage.offers = async () => ({
        offers: [offer({ ...price, state: 'claimed' })],
        wallet: [{ ...paid, state: 'held' }],
        serverTime: Date.now(),
      });
      comeBack();
      await until(() => flash.matches(':state(claimed)'));
      assert.lengthOf(claimed, 1);
      assert.equal(said(), 'Claimed: Noon rush');
    });

    it('asks the page once more where it has no address for payments', async () => {
      facts = {
        offers: [offer({ ...price, state: 'claimed' })],
        wallet: [held({ state: 'pending', until: inMs(300_000) })],
      };
      await show();
      const wanted = heard('coupon-pay');
      assert.include(button().textContent, 'Pay ¥9.90');
      button().click();
      assert.equal(wanted[0]!.detail.claim, 'piece');
    });

    it('says that the time to pay is over, and can be bought again', async () => {
      facts = {
        offers: [offer({ ...price, state: 'claimed' })],
        wallet: [held({ state: 'pending', until: inMs(1200) })],
      };
      await show();
      assert.isTrue(flash.matches(':state(pending)'));
      stage.offers = async () => ({
        offers: [offer(price)],
        wallet: [held({ state: 'expired', until: inMs(-100) })],
        serverTime: Date.now(),
      });
      await until(() => flash.matches(':state(over)'), 2500);
      assert.include(button().textContent, 'The time to pay is over');
      await until(() => flash.matches(':state(available)'), 4000);
      assert.include(textOf(flash), 'didn’t come in time');
      assert.include(button().textContent, 'Buy for ¥9.90');
    });
  });

  describe('exchanged for points', () => {
    const price = { cost: { points: 500 } };

    it('spends them with the second press only, and shows what is left of them', async () => {
      facts = { offers: [offer({ ...price, perShopper: 2 })], campaigns: [], points: 1280 };
      await show();
      await until(() => textOf(flash).includes('You have 1,280 points'));
      button().focus();
      await sendKeys({ press: 'Enter' });
      await until(() => button().textContent.includes('Spend 500 points'));
      assert.include(textOf(flash), 'Of 1,280 points, 780 will be left');
      assert.include(said(), 'Spend the points?');
      assert.isEmpty(keys);
      await sendKeys({ press: 'Enter' });
      await until(() => textOf(flash).includes('You have 780 points'));
      assert.lengthOf(keys, 1);
    });

    it('spends nothing by a double click, nor by a key that is held down', async () => {
      facts = { offers: [offer(price)], campaigns: [], points: 1280 };
      await show();
      await until(() => textOf(flash).includes('1,280'));
      button().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
      await flash.updateComplete;
      button().dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));
      const held = new KeyboardEvent('keydown', { key: 'Enter', repeat: true, cancelable: true });
      assert.isFalse(button().dispatchEvent(held), 'the press is not made');
      assert.isEmpty(keys);
    });

    it('lets go of it again, and the focus stays', async () => {
      facts = { offers: [offer(price)], campaigns: [], points: 1280 };
      await show();
      await until(() => textOf(flash).includes('1,280'));
      button().click();
      await until(() => find('[part=back]'));
      find('[part=back]').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => button().textContent.includes('Get for 500 points'));
      assert.equal(flash.shadowRoot!.activeElement, button());
      assert.isEmpty(keys);
    });

    it('says how many are missing, and asks for nothing', async () => {
      facts = { offers: [offer(price)], campaigns: [], points: 120 };
      await show({ 'center-url': '/coupons' });
      await until(() => textOf(flash).includes('You need 500 points; you have 120'));
      button().click();
      await flash.updateComplete;
      assert.isEmpty(keys);
      assert.equal(find('[part=others]').getAttribute('href'), '/coupons');
    });

    it('tells the server’s numbers where the page did not know the balance', async () => {
      facts = {
        offers: [offer(price)],
        answers: { claim: { refused: { code: 'points-too-few', params: { required: 500, available: 20 } } } },
      };
      await show();
      button().click();
      await until(() => button().textContent.includes('Spend 500 points'));
      button().click();
      await until(() => find('[role=alert]').textContent.includes('You need 500 points; you have 20'));
    });
  });

  it('shows the offers of a sale where none is named, those that open first at the front', async () => {
    const other = (id: string, claim: Partial<Claim>): Offer => ({
      coupon: { ...noon, id, title: id },
      claim: { state: 'available', ...claim },
    });
    facts = {
      offers: [
        other('later', { state: 'upcoming', opensAt: inMs(hourMs) }),
        other('always', {}),
        other('few', { stock: 5, remaining: 5 }),
        other('now', { opensAt: inMs(-hourMs) }),
      ],
    };
    await show();
    const titles = () =>
      [...flash.shadowRoot!.querySelectorAll('[part=title]')].map(({ textContent }) => textContent);
    assert.deepEqual(titles(), ['few', 'now', 'later']);
    assert.lengthOf(flash.shadowRoot!.querySelectorAll('.slot'), 3);
    flash.coupon = 'later, always';
    await flash.updateComplete;
    assert.deepEqual(titles(), ['later', 'always']);
  });

  it('asks the page to sign the shopper in, or links to it', async () => {
    facts = { offers: [offer({ state: 'sign-in' })] };
    await show();
    const asked = heard('coupon-sign-in');
    button().click();
    assert.equal(asked[0]!.detail.coupon, 'noon');
    flash.signInUrl = '/sign-in';
    await flash.updateComplete;
    assert.equal(button().getAttribute('href'), '/sign-in');
  });

  it('shows what stands in it where there is nothing on sale', async () => {
    facts = { offers: [] };
    session = open();
    flash = document.createElement('coupon-flash');
    flash.lang = 'en';
    flash.append('Every day at noon');
    flash.session = session;
    document.body.append(flash);
    cleanUp.push(() => flash.remove());
    await until(() => flash.matches(':state(empty)'));
    assert.isAbove(flash.getBoundingClientRect().height, 0);
    assert.isNull(find('section'));
  });

  it('leaves the line when it leaves the page, not when it is moved', async () => {
    await show({}, () =>
      Promise.reject(new AdapterError('rate-limited', 'busy', { retryable: true, retryAfterMs: 50 })),
    );
    button().click();
    await until(() => flash.matches(':state(waiting)'));
    const box = document.body.appendChild(document.createElement('div'));
    cleanUp.push(() => box.remove());
    box.append(flash);
    await flash.updateComplete;
    assert.isTrue(flash.matches(':state(waiting)'));
    flash.remove();
    await new Promise((resolve) => setTimeout(resolve));
    const asked = keys.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.isAtMost(keys.length, asked + 1);
  });

  it('leaves the line, and forgets it, where the session is replaced', async () => {
    await show({}, () =>
      Promise.reject(new AdapterError('rate-limited', 'busy', { retryable: true, retryAfterMs: 50 })),
    );
    button().click();
    await until(() => flash.matches(':state(waiting)'));
    const first = keys;
    const other = open();
    flash.session = other;
    await until(() => flash.matches(':state(available)'));
    assert.equal(find('[role=alert]').textContent.trim(), '');
    const asked = first.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.isAtMost(first.length, asked + 1);
  });

  it('no longer says why not, once it can be done', async () => {
    const opensAt = Date.now() + 6500;
    facts = { offers: [offer({ opensAt: inMs(6500) })] };
    let ahead = 0;
    await show({}, async () => ({ refused: { code: 'upcoming', params: {} } }), {
      now: () => Date.now() + ahead,
    });
    stage.offers = async () => ({
      offers: [offer({ state: 'upcoming', opensAt: new Date(opensAt).toISOString() })],
      wallet: [],
      serverTime: Date.now(),
    });
    button().click();
    await until(() => find('[role=alert]').textContent.includes('It isn’t open yet'));
    assert.isTrue(flash.matches(':state(upcoming)'));
    ahead = opensAt - Date.now() + 100;
    flash.requestUpdate();
    await until(() => flash.matches(':state(available)'));
    assert.equal(find('[role=alert]').textContent.trim(), '');
  });

  it('takes nobody who has left the line to the payment', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    facts = { offers: [offer({ cost: { amount: 990 } })] };
    await show({}, async () => {
      await answered;
      return { held: held({ state: 'pending', until: inMs(300_000) }), fresh: true };
    });
    const wanted = heard('coupon-pay');
    button().click();
    await until(() => find('[part=back]'));
    find('[part=back]').click();
    answer();
    await until(() => flash.matches(':state(pending)'));
    await new Promise((resolve) => setTimeout(resolve));
    assert.isEmpty(wanted);
    assert.include(button().textContent, 'Pay ¥9.90');
  });

  it('leaves the focus where the shopper has gone meanwhile', async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await show({ 'use-url': '#' }, async () => {
      await answered;
      return { held: held(), fresh: true };
    });
    const field = document.body.appendChild(document.createElement('input'));
    cleanUp.push(() => field.remove());
    button().focus();
    button().click();
    field.focus();
    answer();
    await until(() => flash.matches(':state(claimed)'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.isTrue(document.activeElement === field);
  });

  it('says once what became of an act, not again with the next milestone', async () => {
    facts = { offers: [offer({ closesAt: inMs(600_000 + 60_000) })] };
    let ahead = 0;
    await show({}, undefined, { now: () => Date.now() + ahead });
    button().click();
    await until(() => said().includes('Claimed: Noon rush'));
    const status = find('[role=status]');
    assert.equal(status.getAttribute('aria-atomic'), 'false');
    const spoken: string[] = [];
    const observer = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of addedNodes.length ? addedNodes : [target]) spoken.push(node.textContent!.trim());
    });
    observer.observe(status, { childList: true, characterData: true, subtree: true });
    ahead = 61_000;
    flash.requestUpdate();
    await flash.updateComplete;
    await until(() => spoken.length);
    observer.disconnect();
    assert.deepEqual(spoken.filter(Boolean), ['Ends in 10 minutes']);
  });

  it('fills the coupon into the address where it is used', async () => {
    facts = { offers: [offer({ state: 'claimed' })], wallet: [held()] };
    await show({ 'use-url': '/shop?coupon={coupon}' });
    assert.equal(button().getAttribute('href'), '/shop?coupon=noon');
  });

  for (const state of states) {
    it(`keeps to 320 pixels, from the right too, and gives axe nothing to find: ${state.name}`, async () => {
      document.documentElement.dir = 'rtl';
      const box = document.body.appendChild(document.createElement('div'));
      box.style.inlineSize = '320px';
      cleanUp.push(() => box.remove());
      const made = createSession({ adapter: createStage(state.facts), engine });
      cleanUp.push(() => made.destroy());
      const element = document.createElement('coupon-flash');
      element.lang = 'en';
      for (const [name, value] of Object.entries(state.attributes ?? {}))
        element.setAttribute(name, value === true ? '' : value);
      element.session = made;
      element.append('before');
      box.append(element);
      await until(() => made.$offers.get());
      await element.updateComplete;
      await state.act?.(element);
      await element.updateComplete;
      assert.isAtMost(element.scrollWidth, 320);
      for (const part of element.shadowRoot!.querySelectorAll('[part]'))
        assert.isAtMost(part.getBoundingClientRect().width, 320, part.getAttribute('part')!);
      const { violations } = await axe.run(element, { resultTypes: ['violations'] });
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
      );
    });
  }
});
