import { emulateMedia, sendKeys, sendMouse } from '@web/test-runner-commands';
import { assert } from 'chai';
import { states } from '../../demo/elements/coupon-wheel.js';
import type { ElementState } from '../../demo/elements/stage.js';
import { createStage } from '../../demo/elements/stage.js';
import type { Adapter, Call } from '../../src/adapters/adapter.js';
import { AdapterError } from '../../src/adapters/adapter.js';
import { CouponWheel } from '../../src/elements/coupon-wheel.js';
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
  tag: 'coupon-wheel',
  constructor: CouponWheel,
  createSession: () => createSession({ adapter: createStage(stateOf('available').facts), engine }),
  says: { en: 'Prizes and odds', 'zh-Hans': '奖品与中奖概率' },
});

describe('<coupon-wheel>', () => {
  let page: OpenState<CouponWheel>;

  const open = async (name: string, options?: OpenOptions) =>
    (page = await openState('coupon-wheel', stateOf(name), options));
  const button = () => page.find('.main');
  const isIdle = () => button().getAttribute('aria-disabled') === 'true';
  const drawn = () =>
    new Promise<CustomEvent>((resolve) =>
      page.element.addEventListener('coupon-drawn', resolve, { once: true }),
    );

  beforeEach(() => emulateMedia({ reducedMotion: 'reduce' }));
  afterEach(async () => {
    page.close();
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('draws by one press: it asks the page, shows what the server drew, says it once, and tells the page', async () => {
    await open('won');
    const asked: unknown[] = [];
    page.element.addEventListener('coupon-draw', ({ detail }) => asked.push(detail));
    const told = drawn();
    button().focus();
    await sendKeys({ press: 'Enter' });
    const { detail } = await told;
    assert.deepEqual(asked, [{ campaign: 'autumn-wheel' }]);
    assert.equal(detail.prize, 'tenths');
    assert.equal(detail.held[0].coupon.id, 'living-20');
    await page.element.updateComplete;
    assert.equal(page.text('.result h3'), 'You won: The quiet home: 20% off');
    assert.equal(page.find('.result a').getAttribute('href'), '#');
    await until(() => page.said.length > 0);
    assert.deepEqual(page.said, ['You won: The quiet home: 20% off It is in your wallet.']);
    assert.deepEqual(
      page.session.$wallet.get()?.map(({ coupon }) => coupon.id),
      ['living-20'],
    );
    assert.equal(page.element.shadowRoot!.activeElement, button());
    assert.include(page.text('.act + .notes'), '2 times left');
  });

  it('shows it at once to those who want no motion, with the sector at the top', async () => {
    await open('won');
    button().click();
    await drawn();
    assert.lengthOf(turning(), 0);
    assert.closeTo(angleAtTop(), middleOfWon(), 0.5);
  });

  it('turns until the answer is there, and stops at what was drawn', async function () {
    this.timeout(15_000);
    await emulateMedia({ reducedMotion: 'no-preference' });
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    const told = drawn();
    button().click();
    await until(() => page.has('.turning') && turning().length > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.lengthOf(turning(), 1, 'it turns as long as nobody has answered');
    assert.isFalse(page.has('.result'));
    gate.answer();
    await gate.answered;
    assert.isFalse(page.has('.result'), 'nothing is told before the wheel stands');
    await told;
    await page.element.updateComplete;
    assert.lengthOf(turning(), 0);
    assert.closeTo(angleAtTop(), middleOfWon(), 0.5);
  });

  it('draws once, however often it is pressed', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    button().click();
    button().click();
    await page.element.updateComplete;
    assert.isTrue(isIdle());
    assert.isTrue(page.element.matches(':state(busy)'));
    button().click();
    page.find('.press').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    void page.element.draw();
    const told = drawn();
    gate.answer();
    await told;
    assert.lengthOf(gate.keys, 1);
  });

  it('draws where its hub is pressed, too', async () => {
    await open('won');
    const told = drawn();
    page.find('.press .hub').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await told;
  });

  it('does nothing where the page prevents it', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    page.element.addEventListener('coupon-draw', (event) => event.preventDefault());
    button().click();
    await page.element.updateComplete;
    assert.isFalse(isIdle());
    assert.deepEqual(gate.keys, []);
  });

  it('says when nothing was won, and when there is a next time', async () => {
    await open('nothing');
    const told = drawn();
    button().click();
    const { detail } = await told;
    assert.isUndefined(detail.prize);
    assert.deepEqual(detail.held, []);
    await page.element.updateComplete;
    assert.equal(page.text('.result'), 'No prize this time');
    assert.equal(page.text('.main'), 'Done for now');
    assert.include(page.text('.act + .notes'), 'Next time: ');
    assert.isTrue(isIdle());
    assert.isTrue(page.element.matches(':state(taken)'));
  });

  it('shows points that were won', async () => {
    await open('points-won');
    const told = drawn();
    button().click();
    assert.equal((await told).detail.points, 20);
    await page.element.updateComplete;
    assert.equal(page.text('.result h3'), 'You won: 20 points');
  });

  it('says after a second that it is slow; who cancels loses nothing, and sees the same draw next', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    button().focus();
    await sendKeys({ press: 'Enter' });
    await until(() => page.has('[part=cancel]'), 2000);
    await until(() => page.said.includes('The shop takes longer than usual.'));
    page.find('[part=cancel]').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => page.text('[role=alert]').startsWith('Cancelled.'));
    assert.equal(page.element.shadowRoot!.activeElement, button());
    assert.equal(page.text('.main'), 'See what became of it');
    const told = drawn();
    gate.answer();
    await sendKeys({ press: 'Enter' });
    assert.equal((await told).detail.prize, 'tenths');
    assert.lengthOf(new Set(gate.keys), 1);
    await page.element.updateComplete;
    assert.equal(page.text('[role=alert]'), '');
  });

  it('loses nothing where the network goes in the middle of it: the next try is the same draw', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    button().click();
    await page.element.updateComplete;
    gate.fail();
    await until(() => page.text('[role=alert]').includes('Nothing is lost'));
    assert.equal(page.text('.main'), 'Try again');
    assert.isFalse(page.has('.result'));
    const told = drawn();
    button().click();
    gate.answer();
    assert.equal((await told).detail.prize, 'tenths');
    assert.lengthOf(gate.keys, 2);
    assert.lengthOf(new Set(gate.keys), 1);
  });

  it('can still ask what became of a lost draw when its own state says that there is no other', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    button().click();
    await page.element.updateComplete;
    gate.fail();
    await until(() => page.text('.main') === 'Try again');
    const taken = { ...stateOf('taken').facts.campaigns![0]! };
    page.adapter.campaigns = async () => ({ campaigns: [taken], serverTime: Date.now() });
    await (await page.session.campaigns()).load();
    await until(() => page.element.matches(':state(taken)'));
    assert.isFalse(isIdle());
    const told = drawn();
    button().click();
    gate.answer();
    await told;
  });

  const words: Readonly<Record<string, readonly [button: string, notes: string]>> = {
    cost: ['Draw', 'For 50 points You have 320 3 times left Ends in 0'],
    'points-too-few': ['Draw', 'You need 50 points; you have 20'],
    taken: ['Done for now', 'Next time: '],
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
      assert.equal(isIdle(), name !== 'cost');
      let asked = 0;
      page.element.addEventListener('coupon-draw', (event) => {
        asked++;
        event.preventDefault();
      });
      button().click();
      if (name !== 'cost') void page.element.draw();
      assert.equal(asked, name === 'cost' ? 1 : 0);
      assert.equal(page.has('.hubs.idle'), name !== 'cost');
      page.find('summary').click();
      await until(() => page.find('table').checkVisibility());
    });
  }

  it('shows the page’s way to more points where they are too few', async () => {
    await open('points-too-few');
    assert.isTrue(page.has('slot[name=points]'));
    page.close();
    await open('cost');
    assert.isFalse(page.has('slot[name=points]'));
  });

  it('says why it was refused', async () => {
    await open('refused');
    button().click();
    await until(() => page.text('[role=alert]') === 'All claimed');
    assert.isTrue(page.element.matches(':state(sold-out)'));
    assert.isTrue(isIdle());
  });

  it('asks the page to sign the shopper in, or links to it', async () => {
    await open('sign-in');
    assert.equal(page.find('a.main').getAttribute('href'), '#');
    page.element.signInUrl = undefined;
    await page.element.updateComplete;
    let asked: unknown;
    page.element.addEventListener('coupon-sign-in', ({ detail }) => (asked = detail));
    button().click();
    assert.deepEqual(asked, { campaign: 'autumn-wheel' });
  });

  it('forgets what was drawn in another draw, or in another session', async () => {
    const [first] = stateOf('won').facts.campaigns!;
    const second = { ...first!, id: 'second' };
    const prepare = (adapter: Adapter): Adapter => ({
      ...adapter,
      campaigns: async (call) => {
        const answer = await adapter.campaigns!(call);
        return { ...answer, campaigns: [...answer.campaigns, second] };
      },
    });
    const changes: Readonly<Record<string, () => void>> = {
      draw: () => (page.element.campaign = 'second'),
      session: () => {
        const adapter = createStage(stateOf('available').facts);
        const other = createSession({ adapter, engine });
        closing.push(() => other.destroy());
        page.element.session = other;
      },
    };
    const closing: (() => void)[] = [];
    for (const [name, change] of Object.entries(changes)) {
      await open('won', { prepare });
      const told = drawn();
      button().click();
      await told;
      await until(() => page.has('.result'));
      change();
      await until(() => !page.has('.result') && page.has('.main'), 2000).catch(() => assert.fail(name));
      assert.equal(page.text('.main'), 'Draw', name);
      page.close();
      for (const close of closing.splice(0)) close();
    }
    await open('won');
  });

  it('shows no answer to what was asked in another session', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold });
    let told = 0;
    page.element.addEventListener('coupon-drawn', () => told++);
    button().click();
    await until(() => page.element.matches(':state(busy)'));
    const other = createSession({ adapter: createStage(stateOf('available').facts), engine });
    page.element.session = other;
    await until(() => page.has('.main') && !page.element.matches(':state(busy)'));
    gate.answer();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(told, 0);
    assert.isFalse(page.has('.result'));
    assert.equal(page.text('.main'), 'Draw');
    assert.equal(page.text('[role=alert]'), '');
    other.destroy();
  });

  it('no longer asks to sign in once the shopper has', async () => {
    await open('available', {
      prepare: (adapter) => ({
        ...adapter,
        participate: async () => ({ refused: { code: 'sign-in', params: {} } }),
      }),
    });
    button().click();
    await until(() => page.text('[role=alert]') !== '');
    page.session.setShopper({ tags: ['member'] });
    await until(() => page.text('.main') === 'Draw');
    assert.equal(page.text('[role=alert]'), '');
  });

  it('tells what was drawn under a cover also where it has left the page meanwhile', async () => {
    const gate = createGate();
    await open('won', { prepare: gate.hold, attributes: { look: 'scratch' } });
    const told = drawn();
    void page.element.draw();
    await until(() => gate.keys.length === 1);
    page.element.remove();
    gate.answer();
    assert.equal((await told).detail.prize, 'tenths');
  });

  it('counts down to its opening, then opens', async () => {
    const { facts } = stateOf('upcoming');
    const opensAt = new Date(Date.now() + 1500).toISOString();
    const campaigns = facts.campaigns!.map((each) => ({ ...each, opensAt }));
    page = await openState('coupon-wheel', { facts: { campaigns } });
    assert.match(page.text('[role=timer]'), /^Starts in 00:00:0[01]$/);
    await until(() => page.element.matches(':state(available)'), 3000);
    assert.isFalse(isIdle());
  });

  it('publishes every prize with its odds and what is left, in percent, 100 in all', async () => {
    await open('given');
    const cells = [...page.element.shadowRoot!.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent.trim()),
    );
    assert.deepEqual(cells[0], ['1', 'Autumn fair: ¥300 off ¥5,000', '0%', 'All given']);
    assert.deepEqual(cells[1], ['2', 'The quiet home: 20% off', '9.5%', '120']);
    assert.deepEqual(cells.at(-1), ['7', 'No prize', '25.5%', '']);
    const sum = cells.reduce((total, cell) => total + Number.parseFloat(cell[2]!), 0);
    assert.closeTo(sum, 100, 1e-9);
    assert.lengthOf(
      page.element.shadowRoot!.querySelectorAll('g[part=sector]'),
      6,
      'what is given is not on the wheel',
    );
  });

  it('opens the table by key', async () => {
    await open('available');
    button().focus();
    await sendKeys({ press: 'Tab' });
    assert.equal(page.element.shadowRoot!.activeElement, page.find('summary'));
    await sendKeys({ press: 'Enter' });
    await until(() => page.find<HTMLDetailsElement>('details').open);
  });

  it('leaves what stands in it where there is no draw, where another is named, and where the adapter has none', async () => {
    await open('empty');
    assert.isTrue(page.element.matches(':state(empty)'));
    assert.isTrue(page.has('slot:not([name])'));
    page.close();
    page = await openState('coupon-wheel', { ...stateOf('available'), attributes: { campaign: 'another' } });
    assert.isTrue(page.element.matches(':state(empty)'));
    assert.isAbove(page.element.getBoundingClientRect().height, 0);
  });

  describe('as a scratch card', () => {
    it('shows what was drawn when half of it is scratched off', async () => {
      await open('scratch');
      const told = drawn();
      const box = page.find('.cover').getBoundingClientRect();
      const at = (x: number, y: number) =>
        [Math.round(box.left + x * box.width), Math.round(box.top + y * box.height)] as [number, number];
      await sendMouse({ type: 'move', position: at(0.1, 0.2) });
      await sendMouse({ type: 'down' });
      for (const y of [0.2, 0.5, 0.8]) {
        await sendMouse({ type: 'move', position: at(0.1, y) });
        await sendMouse({ type: 'move', position: at(0.9, y) });
      }
      await sendMouse({ type: 'up' });
      assert.equal((await told).detail.prize, 'tenths');
      await page.element.updateComplete;
      assert.include(page.text('.result'), 'You won');
      await until(() => page.said.length > 0);
    });

    it('is not drawn by a tap', async () => {
      await open('scratch');
      let asked = 0;
      page.element.addEventListener('coupon-draw', () => asked++);
      const { left, top } = page.find('.cover').getBoundingClientRect();
      await sendMouse({ type: 'click', position: [Math.round(left + 60), Math.round(top + 60)] });
      assert.equal(asked, 0);
    });

    it('hides what is drawn until it is scratched or opened', async () => {
      await open('scratch');
      const cover = page.find('.cover');
      const box = cover.getBoundingClientRect();
      const at = (x: number): [number, number] => [Math.round(box.left + x), Math.round(box.top + 60)];
      await sendMouse({ type: 'move', position: at(40) });
      await sendMouse({ type: 'down' });
      await sendMouse({ type: 'move', position: at(80) });
      await sendMouse({ type: 'up' });
      await until(() => page.has('.result'));
      assert.isTrue(page.find<HTMLElement>('.card > div').inert);
      assert.deepEqual(page.said, []);
      const told = drawn();
      button().focus();
      await sendKeys({ press: 'Enter' });
      await told;
      await page.element.updateComplete;
      assert.isFalse(page.find<HTMLElement>('.card > div').inert);
    });

    it('opens at once by its button, and the next press brings a new card', async () => {
      await open('scratch');
      const told = drawn();
      button().focus();
      await sendKeys({ press: 'Space' });
      await told;
      await page.element.updateComplete;
      assert.include(page.text('.result'), 'You won');
      assert.equal(page.text('.main'), 'Draw again');
      await sendKeys({ press: 'Space' });
      await page.element.updateComplete;
      assert.isFalse(page.has('.result'));
      assert.equal(page.text('.main'), 'Open at once');
    });

    it('is covered again where the draw failed', async () => {
      const gate = createGate();
      await open('scratch', { prepare: gate.hold });
      button().click();
      await page.element.updateComplete;
      gate.fail();
      await until(() => page.text('[role=alert]').includes('Nothing is lost'));
      assert.isFalse(page.find('.cover').classList.contains('open'));
    });
  });

  it('draws by a button alone, where it is plain', async () => {
    await open('plain');
    assert.isFalse(page.has('.wheel'));
    const { height } = page.find('.stage').getBoundingClientRect();
    const told = drawn();
    button().click();
    await told;
    await page.element.updateComplete;
    assert.include(page.text('.result'), 'You won');
    assert.equal(page.find('.stage').getBoundingClientRect().height, height, 'nothing moves');
  });

  everyState(states, open, ({ has, find }) => {
    if (has('details')) find<HTMLDetailsElement>('details').open = true;
  });

  it('keeps hub and sectors apart in forced colours', async () => {
    await open('available');
    await emulateMedia({ forcedColors: 'active' });
    const fill = (selector: string) => getComputedStyle(page.find(selector)).fill;
    if (matchMedia('(forced-colors: active)').matches) {
      assert.notEqual(fill('.hub'), fill('.sector > path'));
      assert.notEqual(fill('.sector text'), fill('.sector > path'));
    }
    await emulateMedia({ forcedColors: 'none' });
  });

  /** Degrees of the disc that stand at the top. */
  function angleAtTop(): number {
    const { a, b } = new DOMMatrix(getComputedStyle(page.find('.turning')).transform);
    return ((((-Math.atan2(b, a) * 180) / Math.PI) % 360) + 360) % 360;
  }

  /** The middle of the sector of the prize `tenths`, by its odds: the first is widened to what can be seen. */
  function middleOfWon(): number {
    const [, won] = page.element.shadowRoot!.querySelectorAll('g.sector:not([part])');
    return Number(/rotate\(([\d.]+)\)/.exec(won!.getAttribute('transform')!)![1]);
  }

  function turning(): readonly Animation[] {
    return page.find('.turning').getAnimations();
  }
});

/** Holds the answers to draws back until the test lets them go, and notes their keys. */
function createGate() {
  const keys: (string | undefined)[] = [];
  let settle!: { resolve: () => void; reject: (cause: unknown) => void };
  let gate!: Promise<void>;
  let tell!: () => void;
  const answered = new Promise<void>((resolve) => (tell = resolve));
  const close = () => {
    gate = new Promise((resolve, reject) => (settle = { resolve, reject }));
    gate.catch(() => {});
  };
  close();
  return {
    keys,
    answered,
    hold(adapter: Adapter): Adapter {
      const { participate } = adapter;
      return {
        ...adapter,
        async participate(input, call: Call) {
          keys.push(call.idempotencyKey);
          await Promise.race([
            gate,
            new Promise((_, reject) =>
              call.signal.addEventListener('abort', () => reject(new AdapterError('aborted', 'aborted'))),
            ),
          ]);
          const result = await participate!(input, call);
          tell();
          return result;
        },
      };
    },
    answer: () => settle.resolve(),
    fail() {
      settle.reject(new AdapterError('network', 'gone', { retryable: true, ambiguous: true }));
      close();
    },
  };
}
