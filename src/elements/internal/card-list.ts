/**
 * How does a list of a thousand cards cost no more than one of twenty until it is seen? What fits into the window is rendered at once, the rest right
 * after it in slices that leave room for input and frames. Every card stays in the document, so that the browser's search and screen readers
 * find it; what is out of sight costs neither style nor layout (`content-visibility`).
 *
 * A card is rendered anew only where what it shows has changed.
 */
import { noChange, render, type ElementPart, type TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';

export interface CardList<Item> {
  /** In the order in which they are shown. */
  readonly items: readonly Item[];
  /** Another value: another list, begun at its top. The same: changed in place. */
  readonly list: unknown;
  /** Another value: every card is rendered anew; a language, say. */
  readonly look: unknown;
  /** Unique among the items. */
  keyOf(item: Item): string;
  /** Whether the card of `before` is right for `after`, too. */
  isSame(before: Item, after: Item): boolean;
  /** Whether its card changes with time: it is rendered at each update while it can be seen. */
  isMoving?(item: Item): boolean;
  /** @param number for ids: each card of a list has its own and keeps it */
  render(item: Item, number: number): RenderedCard;
}

export interface RenderedCard {
  /** What a screen reader calls a card that is out of sight: not every browser tells it what stands in one that is not laid out. */
  readonly label: string;
  readonly content: TemplateResult;
}

interface Card {
  readonly place: HTMLLIElement;
  readonly number: number;
  /** What it shows; absent: nothing yet. */
  shown?: { readonly item: unknown; readonly look: unknown };
}

/** How long one slice may take. */
const sliceMs = 5;
/** How long a page without pictures waits. */
const unseenMs = 250;
/** Cards that are rendered at once: a window full of small ones, and no more than this. */
const mostAtOnce = 20;
const leastHeight = 128;
const leastWidth = 464;

class CardListDirective extends AsyncDirective {
  readonly #cards = new Map<string, Card>();
  #given!: CardList<unknown>;
  #place!: HTMLElement;
  /** Up to where all is as it has to be. */
  #done = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  override render(_: CardList<never>): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [next]: [CardList<never>]): unknown {
    const last = this.#given as CardList<unknown> | undefined;
    const given = (this.#given = next as unknown as CardList<unknown>);
    this.#place = element as HTMLElement;
    // Without bullets Safari would not call it a list.
    if (!last) element.setAttribute('role', 'list');
    const { items } = given;
    const first = countInWindow();
    const isNew = !last || last.list !== given.list;
    const count = Math.max(first, isNew ? 0 : this.#place.childElementCount);
    const shown = items.slice(0, count).map((item) => ({ item, card: this.#cardOf(item) }));
    const stale = new Set(shown.filter(({ item, card }) => this.#isStale(card, item)));
    const moving = new Set(given.isMoving && shown.filter(({ item }) => given.isMoving!(item)));
    // Looked at before anything is changed, so that nothing is laid out twice.
    const seen = stale.size > first || moving.size ? findSeen(this.#place) : none;
    const now = shown.filter((each, index) =>
      stale.has(each)
        ? stale.size <= first || index < first || seen.has(each.card.place)
        : moving.has(each) && seen.has(each.card.place),
    );
    for (const { item, card } of now) this.#fill(card, item);
    const places = shown.map(({ card }) => card.place);
    if (isNew) this.#begin(places);
    else this.#patch(places);
    this.#done = 0;
    this.#start();
    return noChange;
  }

  override disconnected(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  override reconnected(): void {
    this.#start();
  }

  #begin(places: readonly HTMLElement[]): void {
    const focused = (this.#place.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    this.#place.style.minBlockSize = '';
    this.#place.replaceChildren(...places);
    if (this.#place.isConnected) this.#place.parentElement!.scrollTop = 0;
    if (focused && places.some((place) => place.contains(focused))) focused.focus({ preventScroll: true });
  }

  /** Moves nothing that stays in its order, and so takes the focus from nothing. */
  #patch(places: readonly HTMLElement[]): void {
    const { children, childElementCount } = this.#place;
    let child = this.#place.firstElementChild;
    let same = 0;
    for (; child && child === places[same]; child = child.nextElementSibling) same++;
    if (same === places.length && same === childElementCount) return;
    const wanted = new Set<Element>(places);
    for (const child of [...children]) if (!wanted.has(child)) child.remove();
    for (const [index, place] of places.entries())
      if (children[index] !== place) this.#place.insertBefore(place, children[index] ?? null);
  }

  /** What comes later waits for the picture of what is there. A page that nobody sees has no pictures, and must not wait for long. */
  #start(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#plan(0));
    this.#plan(unseenMs);
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), ms);
  }

  /** One slice of what is left. */
  #goOn(): void {
    const { items } = this.#given;
    const end = performance.now() + sliceMs;
    this.#reserve();
    for (; this.#done < items.length && performance.now() < end; this.#done++) {
      const item = items[this.#done]!;
      const card = this.#cardOf(item);
      if (this.#isStale(card, item)) this.#fill(card, item);
      if (card.place.parentNode !== this.#place) this.#place.append(card.place);
    }
    if (this.#done < items.length) this.#plan(0);
    else this.#place.style.minBlockSize = '';
  }

  /** Keeps the height that the whole list will take, so that the scroll bar is right from the start. */
  #reserve(): void {
    const { style, childElementCount } = this.#place;
    const { length } = this.#given.items;
    if (style.minBlockSize || childElementCount === length) return;
    style.minBlockSize = `${Math.round((this.#place.offsetHeight / childElementCount) * length)}px`;
  }

  #cardOf(item: unknown): Card {
    const key = this.#given.keyOf(item);
    let card = this.#cards.get(key);
    if (!card) {
      card = { place: document.createElement('li'), number: this.#cards.size };
      this.#cards.set(key, card);
    }
    return card;
  }

  #isStale({ shown }: Card, item: unknown): boolean {
    return !shown || shown.look !== this.#given.look || !this.#given.isSame(shown.item, item);
  }

  #fill(card: Card, item: unknown): void {
    card.shown = { item, look: this.#given.look };
    const { label, content } = this.#given.render(item, card.number);
    card.place.setAttribute('aria-label', label);
    render(content, card.place);
  }
}

/** For the list's own tag: `<ul ${cardList({ … })}></ul>`. It makes its `<li>`. */
export const cardList = directive(CardListDirective) as <Item>(given: CardList<Item>) => unknown;

const none: ReadonlySet<Element> = new Set();

/** Returns the cards that are in the window. They go down the page, so that few have to be asked where they are. */
function findSeen({ children, offsetHeight }: HTMLElement): ReadonlySet<Element> {
  if (!offsetHeight) return none;
  let from = 0;
  for (let to = children.length; from < to;) {
    const middle = (from + to) >> 1;
    if (children[middle]!.getBoundingClientRect().bottom < 0) from = middle + 1;
    else to = middle;
  }
  const seen = new Set<Element>();
  for (let child = children[from]; child; child = child.nextElementSibling ?? undefined) {
    if (child.getBoundingClientRect().top > innerHeight) break;
    seen.add(child);
  }
  return seen;
}

/** Something is always above a list: a heading, tabs, a search field. */
function countInWindow(): number {
  const columns = Math.max(1, Math.floor(innerWidth / leastWidth));
  const rows = Math.max(1, Math.ceil(innerHeight / leastHeight) - 1);
  return Math.min(mostAtOnce, rows * columns);
}
