import { sendKeys } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import { assert } from 'chai';
import type { LitElement } from 'lit';
import { provideSession } from '../../src/elements/internal/session-context.js';
import type { Session } from '../../src/stores/session.js';

declare const axe: {
  run(
    context: Element,
    options?: object,
  ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

export interface ElementCase {
  readonly tag: string;
  readonly constructor: CustomElementConstructor;
  /** A session in which the element has something to show. */
  createSession(): Session;
  /** Gives an element its attributes. */
  prepare?(element: HTMLElement): void;
  /** Whether there is something to press; default true. */
  readonly hasControls?: boolean;
  /** What the element says, in two languages. */
  readonly says: { readonly en: string; readonly 'zh-Hans': string };
}

/** What every element keeps, whatever it shows. */
export function elementContract({
  tag,
  constructor,
  createSession,
  prepare,
  says,
  hasControls = true,
}: ElementCase): void {
  describe(`<${tag}>`, () => {
    const cleanUp: (() => void)[] = [];
    const sessions: Session[] = [];

    const make = (lang = 'en', parent: Node = document.body) => {
      const element = document.createElement(tag) as LitElement & { session?: Session };
      element.lang = lang;
      element.append(Object.assign(document.createElement('p'), { textContent: 'before' }));
      prepare?.(element);
      parent.appendChild(element);
      cleanUp.push(() => element.remove());
      return element;
    };
    const session = () => {
      const made = createSession();
      sessions.push(made);
      return made;
    };
    const provide = (target: EventTarget = document) => {
      const made = session();
      cleanUp.push(provideSession(target, () => made));
      return made;
    };

    afterEach(() => {
      for (const undo of cleanUp.splice(0)) undo();
      for (const made of sessions.splice(0)) made.destroy();
      localStorage.clear();
    });

    it('is useful before the script: what stands in it is seen, and stays until there is a session', async () => {
      const wrapper = document.body.appendChild(document.createElement('div'));
      cleanUp.push(() => wrapper.remove());
      if (!customElements.get(tag)) {
        const early = make('en', wrapper);
        assert.isAbove(early.querySelector('p')!.getBoundingClientRect().height, 0);
        customElements.define(tag, constructor);
        await early.updateComplete;
        assert.isAbove(early.querySelector('p')!.getBoundingClientRect().height, 0);
        provide();
        await until(() => textOf(early).includes(says.en));
        return;
      }
      assert.fail('the contract has to be the first that defines the element');
    });

    it('lives without a session', async () => {
      const element = make();
      await element.updateComplete;
      assert.isAbove(element.querySelector('p')!.getBoundingClientRect().height, 0);
    });

    it('takes the session of its surroundings, whichever of the two is there first', async () => {
      const before = make();
      await before.updateComplete;
      provide();
      const after = make();
      await until(() => [before, after].every((element) => textOf(element).includes(says.en)));
    });

    it('prefers the session that is set on it', async () => {
      const own = session();
      const element = make();
      element.session = own;
      provide();
      await until(() => textOf(element).includes(says.en));
      assert.equal(element.session, own);
    });

    it('prefers the innermost session', async () => {
      const box = document.body.appendChild(document.createElement('div'));
      cleanUp.push(() => box.remove());
      provide();
      const inner = provide(box);
      const element = make('en', box);
      await until(() => textOf(element).includes(says.en));
      assert.equal(element.session, inner);
    });

    it('speaks the language of its surroundings, two side by side, and follows when it changes', async () => {
      provide();
      const english = make('en');
      const chinese = make('zh-CN');
      await until(() => textOf(english).includes(says.en) && textOf(chinese).includes(says['zh-Hans']));
      english.lang = 'zh-CN';
      await until(() => textOf(english).includes(says['zh-Hans']));
    });

    it('can be moved, and still follows its session', async () => {
      provide();
      const element = make();
      await until(() => textOf(element).includes(says.en));
      const host = document.body.appendChild(document.createElement('div'));
      cleanUp.push(() => host.remove());
      host.attachShadow({ mode: 'open' }).append(element);
      await element.updateComplete;
      await until(() => textOf(element).includes(says.en));
      element.remove();
      element.lang = 'zh-CN';
      host.shadowRoot!.append(element);
      await until(() => textOf(element).includes(says['zh-Hans']));
    });

    for (const lang of ['en', 'zh-CN']) {
      for (const scheme of ['light', 'dark']) {
        it(`gives axe nothing to find: ${lang}, ${scheme}`, async () => {
          document.documentElement.style.colorScheme = scheme;
          document.documentElement.style.background = scheme === 'dark' ? '#141110' : '#fff';
          cleanUp.push(() => document.documentElement.removeAttribute('style'));
          provide();
          const element = make(lang);
          await until(() => textOf(element).includes(says[lang === 'en' ? 'en' : 'zh-Hans']));
          await settled(element);
          const { violations } = await axe.run(element, { resultTypes: ['violations'] });
          assert.deepEqual(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            [],
          );
        });
      }
    }

    it('has everything that can be pressed in reach of the Tab key, with a name', async () => {
      provide();
      const element = make();
      await until(() => textOf(element).includes(says.en));
      await settled(element);
      const controls = [
        ...element.shadowRoot!.querySelectorAll<HTMLElement>('button, a[href], input'),
      ].filter((control) => control.checkVisibility() && control.tabIndex >= 0);
      assert.equal(controls.length > 0, hasControls);
      const reached: Element[] = [];
      while (reached.length < controls.length) {
        await sendKeys({ press: 'Tab' });
        reached.push(element.shadowRoot!.activeElement!);
      }
      assert.deepEqual(reached, controls);
      for (const control of controls) {
        const name =
          control.ariaLabel ?? (control as HTMLInputElement).labels?.[0]?.textContent ?? control.textContent;
        assert.notEqual(name?.trim(), '');
      }
      (document.activeElement as HTMLElement | null)?.blur();
    });

    // Last: a policy cannot be taken back.
    it('breaks no strict policy: no inline style, no markup from text', async () => {
      const violations: string[] = [];
      const note = (event: SecurityPolicyViolationEvent) => violations.push(event.violatedDirective);
      document.addEventListener('securitypolicyviolation', note);
      cleanUp.push(() => document.removeEventListener('securitypolicyviolation', note));
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "style-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
      document.head.append(policy);
      // That the policy holds at all:
      document.body.appendChild(document.createElement('p')).setAttribute('style', 'color: red');
      await until(() => violations.length > 0);
      violations.length = 0;
      provide();
      const element = make();
      await until(() => textOf(element).includes(says.en));
      await settled(element);
      assert.deepEqual(violations, []);
    });
  });
}

/** The text that is rendered in an element's shadow root. */
export function textOf(element: Element): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

/** Waits until something holds; fails where it does not within a second. */
export async function until(holds: () => unknown, ms = 1000): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`never: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits for updates and animations. */
async function settled(element: LitElement): Promise<void> {
  await element.updateComplete;
  const animations = document.getAnimations();
  await Promise.allSettled(animations.map(({ finished }) => finished));
}
