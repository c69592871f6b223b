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
  render(item: Item, number: number): TemplateResult;
}

interface Card {
  readonly place: HTMLLIElement;
  readonly number: number;
  /** What it shows; absent: nothing yet. */
  shown?: { readonly item: unknown; readonly look: unknown };
}

/** How long one slice may take. */
const sliceMs = 5;
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

  override render(_: CardList<never>): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [next]: [CardList<never>]): unknown {
    const last = this.#given as CardList<unknown> | undefined;
    const given = (this.#given = next as unknown as CardList<unknown>);
    this.#place = element as HTMLElement;
    // Without bullets Safari would not call it a list.
    this.#place.role = 'list';
    const { items } = given;
    const first = countInWindow();
    const isNew = !last || last.list !== given.list;
    const count = Math.max(first, isNew ? 0 : this.#place.childElementCount);
    const shown = items.slice(0, count).map((item) => ({ item, card: this.#cardOf(item) }));
    const stale = new Set(shown.filter(({ item, card }) => this.#isStale(card, item)));
    // All is looked at before anything is changed, so that nothing is laid out twice.
    const now = shown.filter((each, index) =>
      stale.has(each)
        ? stale.size <= first || index < first || isSeen(each.card)
        : given.isMoving?.(each.item) && isSeen(each.card),
    );
    for (const { item, card } of now) this.#fill(card, item);
    const places = shown.map(({ card }) => card.place);
    if (isNew) this.#begin(places);
    else this.#patch(places);
    this.#done = 0;
    this.#plan();
    return noChange;
  }

  override disconnected(): void {
    clearTimeout(this.#timer);
  }

  override reconnected(): void {
    this.#plan();
  }

  #begin(places: readonly HTMLElement[]): void {
    const focused = (this.#place.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    this.#place.style.minBlockSize = '';
    this.#place.replaceChildren(...places);
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

  #plan(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn());
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
    if (this.#done < items.length) this.#plan();
    else this.#place.style.minBlockSize = '';
  }

  /** Keeps the height that the whole list will take, so that the scroll bar is right from the start. */
  #reserve(): void {
    const { style, childElementCount, offsetHeight } = this.#place;
    const { length } = this.#given.items;
    if (!style.minBlockSize && childElementCount < length)
      style.minBlockSize = `${Math.round((offsetHeight / childElementCount) * length)}px`;
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
    render(this.#given.render(item, card.number), card.place);
  }
}

/** For the list's own tag: `<ul ${cardList({ … })}></ul>`. It makes its `<li>`. */
export const cardList = directive(CardListDirective) as <Item>(given: CardList<Item>) => unknown;

/** Where a browser cannot tell, everything is. */
function isSeen({ place }: Card): boolean {
  return place.firstElementChild?.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
}

function countInWindow(): number {
  const columns = Math.max(1, Math.floor(innerWidth / leastWidth));
  return Math.min(mostAtOnce, Math.ceil(innerHeight / leastHeight) * columns);
}
