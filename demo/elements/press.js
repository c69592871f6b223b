/** What a shopper does to an element so that it comes into a state: looks for something inside it, and presses it. */

const patienceMs = 10_000;

/** Resolves to the first match in the element's shadow tree as soon as it is there. */
export async function find(element, selector) {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    const found = element.shadowRoot?.querySelector(selector);
    if (found) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  throw new Error(`${element.localName} shows no ${selector}`);
}

export async function press(element, selector) {
  (await find(element, selector)).click();
}
