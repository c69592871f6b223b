import { assert } from 'chai';
import { html, nothing, render } from 'lit';
import { cardList } from '../../../src/elements/internal/card-list.js';
import { until } from '../../contracts/element-contract.js';

interface Item {
  readonly id: string;
  readonly text: string;
}

describe('a list of cards', () => {
  let place: HTMLElement;
  let rendered: string[];
  let moving: Set<string>;

  const itemsOf = (count: number) =>
    Array.from({ length: count }, (_, index): Item => ({ id: `${index}`, text: `card ${index}` }));
  const show = (items: readonly Item[], list: unknown = 'all', look: unknown = 'en') =>
    render(
      html`<ul
        ${cardList<Item>({
          items,
          list,
          look,
          keyOf: ({ id }) => id,
          isSame: (before, after) => before.text === after.text,
          isMoving: ({ id }) => moving.has(id),
          render: ({ id, text }, number) => {
            rendered.push(id);
            return { label: text, content: html`<button id="card-${number}">${text}</button>` };
          },
        })}
      ></ul>`,
      place,
    );
  const list = () => place.querySelector('ul')!;
  const texts = () => [...list().children].map(({ textContent }) => textContent);
  const isWhole = (count: number) =>
    until(() => list().childElementCount === count && !list().style.minBlockSize, 5000);

  before(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'li { content-visibility: auto; contain-intrinsic-block-size: auto 40px; block-size: 40px }',
    );
    document.adoptedStyleSheets.push(sheet);
  });
  beforeEach(() => {
    place = document.body.appendChild(document.createElement('main'));
    rendered = [];
    moving = new Set();
  });
  afterEach(() => {
    render(nothing, place);
    place.remove();
  });

  it('shows at once what fits into the window, and soon after everything, in its order', async () => {
    const items = itemsOf(1000);
    show(items);
    assert.isAtLeast(list().childElementCount, 4);
    assert.isAtMost(list().childElementCount, 20);
    await isWhole(1000);
    assert.deepEqual(
      texts(),
      items.map(({ text }) => text),
    );
    assert.lengthOf(rendered, 1000);
  });

  it('yields between slices', async () => {
    show(itemsOf(1000));
    let longest = 0;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
    await isWhole(1000);
    channel.port1.close();
    // A slice is 5 ms; a busy machine may take some more.
    assert.isBelow(longest, 200);
  });

  it('keeps the height of the whole from its first slice on', async () => {
    show(itemsOf(3000));
    const kept: number[] = [];
    const observer = new MutationObserver(() => kept.push(parseFloat(list().style.minBlockSize)));
    observer.observe(list(), { attributeFilter: ['style'] });
    await isWhole(3000);
    observer.disconnect();
    assert.approximately(kept.find(Boolean)! / list().offsetHeight, 1, 0.1);
  });

  it('renders a card anew only where it shows something else', async () => {
    show(itemsOf(50));
    await isWhole(50);
    const [first, second] = list().children;
    rendered = [];
    show(itemsOf(50).map((item) => (item.id === '1' ? { ...item, text: 'another' } : item)));
    assert.deepEqual(rendered, ['1']);
    assert.equal(list().children[0], first);
    assert.equal(list().children[1], second);
    assert.equal(second!.textContent, 'another');
  });

  it('renders all anew for another look: what is seen at once, the rest soon after', async () => {
    show(itemsOf(200));
    await isWhole(200);
    rendered = [];
    show(itemsOf(200), 'all', 'zh-Hans');
    assert.include(rendered, '0');
    assert.isBelow(rendered.length, 200);
    await until(() => new Set(rendered).size === 200, 5000);
  });

  it('begins anew for another list, and keeps its cards', async () => {
    show(itemsOf(100));
    await isWhole(100);
    const card = list().children[40];
    rendered = [];
    show([itemsOf(100)[40]!], 'found');
    assert.deepEqual(texts(), ['card 40']);
    assert.equal(list().children[0], card);
    assert.deepEqual(rendered, []);
    show(itemsOf(100));
    await isWhole(100);
    assert.deepEqual(
      texts(),
      itemsOf(100).map(({ text }) => text),
    );
  });

  it('takes in and out what comes and goes, and leaves the focus where it is', async () => {
    show(itemsOf(60));
    await isWhole(60);
    const button = list().children[30]!.querySelector('button')!;
    button.focus();
    const next = [{ id: 'new', text: 'new' }, ...itemsOf(60).filter(({ id }) => id !== '3')];
    show(next);
    await isWhole(60);
    assert.deepEqual(
      texts(),
      next.map(({ text }) => text),
    );
    assert.equal(document.activeElement, button);
  });

  it('gives each card a number of its own, and lets it keep it', async () => {
    show(itemsOf(30));
    await isWhole(30);
    show(itemsOf(30).reverse());
    await isWhole(30);
    const ids = [...list().querySelectorAll('button')].map(({ id }) => id);
    assert.lengthOf(new Set(ids), 30);
    assert.equal(ids[0], 'card-29');
  });

  it('renders what moves with time at each update, where it can be seen', async () => {
    show(itemsOf(200));
    await isWhole(200);
    rendered = [];
    for (const id of ['2', '150']) moving.add(id);
    show(itemsOf(200));
    assert.deepEqual(rendered, ['2']);
    list().children[150]!.scrollIntoView();
    show(itemsOf(200));
    assert.deepEqual(rendered, ['2', '150']);
  });

  it('does nothing more once it is removed', async () => {
    show(itemsOf(1000));
    render(nothing, place);
    rendered = [];
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(rendered, []);
  });
});
