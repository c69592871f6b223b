/** Opens an element in one of its demo states, in the page of the test. */
import { setViewport } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type Axe from 'axe-core';
import { assert } from 'chai';
import type { LitElement } from 'lit';
import { createStage, type ElementState } from '../../demo/elements/stage.js';
import type { Adapter } from '../../src/adapters/adapter.js';
import { provideSession } from '../../src/elements/internal/session-context.js';
import * as engine from '../../src/engine/index.js';
import { createSession } from '../../src/stores/create-session.js';
import type { Session } from '../../src/stores/session.js';
import { until } from '../contracts/element-contract.js';

declare const axe: typeof Axe;

export interface OpenOptions {
  readonly lang?: string;
  /** Changes the stage's adapter. */
  readonly prepare?: (adapter: Adapter) => Adapter;
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface OpenState<Opened extends HTMLElement> {
  readonly element: Opened & LitElement;
  readonly session: Session;
  readonly adapter: Adapter;
  /** What was said politely, in order. */
  readonly said: string[];
  /** The first match in the shadow tree; fails where there is none. */
  find<Found extends Element = HTMLElement>(selector: string): Found;
  has(selector: string): boolean;
  /** The rendered text of the first match, or of everything. */
  text(selector?: string): string;
  close(): void;
}

/** Opens it, and waits until it shows what its session knows. What the state's `act` does is left to the test. */
export async function openState<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { facts, attributes = {}, content = 'before' }: Omit<ElementState, 'name'>,
  { lang = 'en', prepare = (adapter) => adapter, attributes: more = {} }: OpenOptions = {},
): Promise<OpenState<HTMLElementTagNameMap[Tag]>> {
  const adapter = prepare(createStage(facts));
  const session = createSession({ adapter, engine });
  const page = document.createElement('main');
  page.lang = lang;
  const stop = provideSession(page, () => session);
  const element = document.createElement(tag) as HTMLElementTagNameMap[Tag] & LitElement;
  for (const [name, value] of Object.entries({ ...attributes, ...more })) {
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(typeof content === 'string' ? content : content.en);
  page.append(element);
  document.body.append(page);
  const root = element.shadowRoot!;
  await until(() => root.querySelector('[role=status]') || element.matches(':state(empty)'), 4000);
  await element.updateComplete;
  const said: string[] = [];
  const status = root.querySelector('[role=status]');
  const note = () => {
    const text = clean(status!.textContent);
    if (text && text !== said.at(-1)) said.push(text);
  };
  const observer = new MutationObserver(note);
  if (status) observer.observe(status, { childList: true, characterData: true, subtree: true });
  const find = <Found extends Element>(selector: string) => {
    const found = root.querySelector<Found>(selector);
    if (!found) throw new Error(`nothing matches ${selector}`);
    return found;
  };
  return {
    element,
    session,
    adapter,
    said,
    find,
    has: (selector) => root.querySelector(selector) !== null,
    text: (selector) => clean((selector ? find(selector) : root).textContent ?? ''),
    close() {
      observer.disconnect();
      stop();
      session.destroy();
      page.remove();
    },
  };
}

/** Fails where axe finds anything. What moves is judged when it has come to rest. */
export async function expectNoViolations(element: LitElement, state: string): Promise<void> {
  await element.updateComplete;
  for (const animation of element.shadowRoot!.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]!.html}`),
    [],
  );
}

function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Tests what holds of every demo state of an element. @param show what is done to it beside the state's own act, before axe looks */
export function everyState<Opened extends HTMLElement>(
  states: readonly ElementState[],
  open: (name: string) => Promise<OpenState<Opened>>,
  show: (page: OpenState<Opened>) => void = () => {},
): void {
  const walk = async (look: (page: OpenState<Opened>, name: string) => unknown) => {
    for (const { name, act } of states) {
      const page = await open(name);
      await act?.(page.element);
      await page.element.updateComplete;
      await look(page, name);
      page.close();
    }
  };

  for (const scheme of ['light', 'dark']) {
    it(`has nothing for axe to find in any state, ${scheme}`, async function () {
      this.timeout(60_000);
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === 'dark' ? '#111' : '#fff';
      try {
        await walk(async (page, name) => {
          show(page);
          await expectNoViolations(page.element, name);
        });
      } finally {
        document.documentElement.style.colorScheme = document.body.style.background = '';
      }
    });
  }

  it('fits a window of 320 pixels in every state, from right to left', async function () {
    this.timeout(30_000);
    await setViewport({ width: 320, height: 700 });
    document.documentElement.dir = 'rtl';
    try {
      await walk((_, name) => assert.isAtMost(document.documentElement.scrollWidth, innerWidth, name));
    } finally {
      document.documentElement.dir = '';
      await setViewport({ width: 800, height: 600 });
    }
  });
}
