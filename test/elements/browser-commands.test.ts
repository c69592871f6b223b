/** What the tests of elements ask of every engine: that its keys, its window and its preferences are those of a shopper. */
import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';

describe('the browser', () => {
  let host: HTMLElement;
  let root: ShadowRoot;

  beforeEach(() => {
    host = document.body.appendChild(document.createElement('div'));
    root = host.attachShadow({ mode: 'open' });
    root.append(document.createElement('button'), document.createElement('input'));
  });
  afterEach(() => host.remove());

  it('presses, holds and types keys as a person does', async () => {
    const heard: string[] = [];
    for (const type of ['keydown', 'click'])
      root.addEventListener(type, (event) =>
        heard.push(`${event.isTrusted} ${type} ${(event as KeyboardEvent).key ?? ''}`),
      );
    await sendKeys({ press: 'Tab' });
    assert.equal(root.activeElement!.localName, 'button');
    assert.isTrue(root.activeElement!.matches(':focus-visible'));
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Enter' });
    assert.deepEqual(heard, ['true keydown  ', 'true click ', 'true keydown Enter', 'true click ']);
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: '券a' });
    assert.equal(root.querySelector('input')!.value, '券a');
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ up: 'Shift' });
    assert.equal(root.activeElement!.localName, 'button');
  });

  it('moves and presses a pointer', async () => {
    const { x, y, width, height } = root.querySelector('button')!.getBoundingClientRect();
    const clicked = new Promise((resolve) => root.addEventListener('click', resolve, { once: true }));
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    assert.isTrue(((await clicked) as Event).isTrusted);
  });

  it('has a window of the size that is asked for, and the focus', async () => {
    await setViewport({ width: 390, height: 800 });
    assert.deepEqual([innerWidth, innerHeight, document.hasFocus()], [390, 800, true]);
    await setViewport({ width: 800, height: 600 });
    assert.deepEqual([innerWidth, innerHeight, document.hasFocus()], [800, 600, true]);
  });

  it('tells styles, those in use too, what the shopper prefers', async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { color: rgb(1, 1, 1); }
      @media (prefers-reduced-motion: reduce) { :host { color: rgb(2, 2, 2); } }
      @media (prefers-color-scheme: dark) { :host { color: rgb(3, 3, 3); } }`);
    root.adoptedStyleSheets = [sheet];
    const look = () => getComputedStyle(host).color;
    assert.equal(look(), 'rgb(1, 1, 1)');
    await emulateMedia({ reducedMotion: 'reduce' });
    assert.equal(look(), 'rgb(2, 2, 2)');
    await emulateMedia({ reducedMotion: 'no-preference' });
    assert.equal(look(), 'rgb(1, 1, 1)');
    await emulateMedia({ colorScheme: 'dark' });
    assert.equal(look(), 'rgb(3, 3, 3)');
    await emulateMedia({ colorScheme: 'light' });
    assert.equal(look(), 'rgb(1, 1, 1)');
  });
});
