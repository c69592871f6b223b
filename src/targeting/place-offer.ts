/**
 * Where on the page is an offer shown? In every element with the `data-placement` that its rule names, such as
 * `<coupon-banner data-placement="cart" hidden>`: it is given the coupon or the campaign, and is to be seen.
 */
import type { TargetedOffer } from './rule.js';

export interface PlacedOffer {
  readonly elements: readonly HTMLElement[];
  /** Hides the elements again, as they were. */
  remove(): void;
}

export function hasPlacement({ placement }: TargetedOffer): boolean {
  return elementsOf(placement).length > 0;
}

export function placeOffer({ coupon, campaign, placement }: TargetedOffer): PlacedOffer {
  const elements = elementsOf(placement);
  const name = coupon === undefined ? 'campaign' : 'coupon';
  const before = elements.map((element) => element.getAttribute(name));
  for (const element of elements) {
    element.setAttribute(name, coupon ?? campaign);
    element.hidden = false;
  }
  return {
    elements,
    remove() {
      elements.forEach((element, index) => {
        element.hidden = true;
        const value = before[index]!;
        if (value === null) element.removeAttribute(name);
        else element.setAttribute(name, value);
      });
    },
  };
}

function elementsOf(placement: string): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-placement]')].filter(
    ({ dataset }) => dataset['placement'] === placement,
  );
}
