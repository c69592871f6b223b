import { assert } from 'chai';
import { createStage } from '../../demo/elements/stage.js';
import { CouponCountdown } from '../../src/elements/coupon-countdown.js';
import * as engine from '../../src/engine/index.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { elementContract, textOf, until } from '../contracts/element-contract.js';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const dayMs = 86_400_000;

elementContract({
  tag: 'coupon-countdown',
  constructor: CouponCountdown,
  createSession: () => createSession({ adapter: createStage({}), engine }),
  prepare: (countdown) => countdown.setAttribute('until', inMs(3 * dayMs + 5000)),
  says: { en: 'Ends in 3 days', 'zh-Hans': '3天后结束' },
  hasControls: false,
});

describe('<coupon-countdown>', () => {
  let session: Session;
  let countdown: CouponCountdown;
  let clock: number;

  const show = async (attributes: Record<string, string>, ...content: Node[]) => {
    clock = 0;
    session = createSession({ adapter: createStage({}), engine, now: () => Date.now() + clock });
    countdown = document.createElement('coupon-countdown');
    countdown.lang = 'en';
    for (const [name, value] of Object.entries(attributes)) countdown.setAttribute(name, value);
    countdown.append(...content);
    countdown.session = session;
    document.body.append(countdown);
    await until(() => countdown.shadowRoot!.querySelector('[role=status]'));
  };
  const find = (selector: string) => countdown.shadowRoot!.querySelector<HTMLElement>(selector)!;
  const said = () => find('[role=status]').textContent.trim();
  const advance = async (ms: number) => {
    clock += ms;
    countdown.requestUpdate();
    await countdown.updateComplete;
  };

  afterEach(() => {
    countdown.remove();
    session.destroy();
  });

  it('counts down to the start, then to the end, then it is over, and the page hears of both', async () => {
    const [from, end] = [inMs(3_600_000), inMs(2 * 3_600_000)];
    await show({ from, until: end });
    const heard: string[] = [];
    for (const type of ['coupon-started', 'coupon-ended'] as const)
      countdown.addEventListener(type, ({ detail }) =>
        heard.push(`${type} ${new Date(detail.at).toISOString()}`),
      );
    assert.match(textOf(countdown), /Starts in 0(0:59|1:00)/);
    assert.isTrue(countdown.matches(':state(upcoming)'));
    await advance(3_600_500);
    assert.match(textOf(countdown), /Ends in 00:59/);
    assert.isTrue(countdown.matches(':state(running)'));
    await advance(3_600_000);
    assert.include(textOf(countdown), 'It is over');
    assert.isTrue(countdown.matches(':state(over)'));
    assert.deepEqual(heard, [`coupon-started ${from}`, `coupon-ended ${end}`]);
  });

  it('tells no news of what was over before', async () => {
    let heard = 0;
    document.addEventListener('coupon-ended', () => heard++, { once: true });
    await show({ until: inMs(-1000) });
    await countdown.updateComplete;
    assert.equal(heard, 0);
    assert.equal(said(), '');
  });

  it('ticks by itself, once a second', async () => {
    await show({ until: inMs(60_000) });
    const before = find('[role=timer]').textContent;
    await until(() => find('[role=timer]').textContent !== before, 3000);
  });

  it('never starts again, also where the clock is corrected backwards', async () => {
    await show({ until: inMs(1000) });
    await advance(2000);
    assert.include(textOf(countdown), 'It is over');
    await advance(-10_000);
    assert.include(textOf(countdown), 'It is over');
  });

  it("goes by the server's clock", async () => {
    await show({ until: inMs(7_200_000) });
    countdown.remove();
    session.destroy();
    session = createSession({ adapter: createStage({ now: Date.now() + 3_600_000 }), engine });
    await session.loadOffers();
    countdown.session = session;
    document.body.append(countdown);
    await until(() => /Ends in 0(0:59|1:00)/.test(textOf(countdown)));
  });

  it('asks the server what time it is, and judges nothing by the clock of the device before', async () => {
    const now = Date.now();
    session = createSession({ adapter: createStage({ now }), engine, now: () => Date.now() + 5 * 3_600_000 });
    countdown = document.createElement('coupon-countdown');
    countdown.lang = 'en';
    countdown.setAttribute('until', inMs(7_200_000));
    countdown.textContent = 'Until noon';
    countdown.session = session;
    const wrong: string[] = [];
    countdown.addEventListener('coupon-ended', () => wrong.push('ended'));
    document.body.append(countdown);
    await until(() => find('[role=status]'), 4000);
    if (countdown.matches(':state(over)')) wrong.push('over');
    await until(() => /Ends in 0(1:59|2:00)/.test(textOf(countdown)));
    assert.isEmpty(wrong);
  });

  it('counts by the clock of the device where the server is away', async () => {
    const adapter = createStage({ answers: { offers: 'gone' } });
    session = createSession({ adapter, engine });
    countdown = document.createElement('coupon-countdown');
    countdown.lang = 'en';
    countdown.setAttribute('until', inMs(7_200_000));
    countdown.session = session;
    document.body.append(countdown);
    await until(() => /Ends in 0(1:59|2:00)/.test(textOf(countdown)));
  });

  it('speaks at milestones only', async () => {
    await show({ until: inMs(2 * 3_600_000) });
    assert.equal(said(), '');
    await advance(3_600_000 + 500);
    assert.equal(said(), 'Ends in 1 hour');
    await advance(60_000);
    assert.equal(said(), 'Ends in 1 hour');
    await advance(49 * 60_000);
    assert.equal(said(), 'Ends in 10 minutes');
    await advance(9 * 60_000);
    assert.equal(said(), 'Ends in 1 minute');
    await advance(60_000);
    assert.equal(said(), 'It is over');
  });

  it('shows hours, minutes and seconds in boxes, with the days before them', async () => {
    await show({ until: inMs(2 * dayMs + 3 * 3_600_000 + 30_500), clock: '' });
    assert.equal(find('[part=label]').textContent, 'Ends in');
    assert.equal(find('[part=days]').textContent, '2 days');
    const boxes = [...countdown.shadowRoot!.querySelectorAll('.box')].map(({ textContent }) => textContent);
    assert.deepEqual(boxes.slice(0, 2), ['03', '00']);
    assert.lengthOf(boxes, 3);
    await advance(2 * dayMs);
    assert.isNull(find('[part=days]'));
  });

  it('keeps the order of hours and minutes where one reads from the right', async () => {
    document.documentElement.dir = 'rtl';
    await show({ until: inMs(3_600_000), clock: '' });
    const [hours, minutes] = [...countdown.shadowRoot!.querySelectorAll('.box')].map(
      (box) => box.getBoundingClientRect().x,
    );
    document.documentElement.dir = '';
    assert.isBelow(hours!, minutes!);
  });

  it('says in the words of the page that it is over', async () => {
    const own = Object.assign(document.createElement('b'), {
      slot: 'over',
      textContent: 'See you next year',
    });
    await show({ until: inMs(-1000) }, own);
    assert.isTrue(own.checkVisibility());
    assert.isFalse(find('[part=over]').checkVisibility());
  });

  it('says that it has started where there is no end', async () => {
    await show({ from: inMs(-1000) });
    assert.include(textOf(countdown), 'It has started');
  });

  it('shows what stands in it where the time is none', async () => {
    await show({ until: inMs(1000) });
    countdown.textContent = 'Soon';
    countdown.until = 'tomorrow';
    await countdown.updateComplete;
    assert.isNotNull(find('slot:not([name])'));
  });

  it('rests once it is removed', async () => {
    await show({ until: inMs(60_000) });
    let updates = 0;
    countdown.remove();
    await countdown.updateComplete;
    countdown.requestUpdate = () => updates++;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(updates, 0);
  });
});
