/**
 * Shows elements in their states: each `[data-element][data-state]` gets a session of its own over a stage of that state's facts. Also the buttons that
 * copy, and those that show what would lie over the page.
 */
import { createSession } from 'couponkit';
import { provideSession } from 'couponkit/define';
import { createStage } from './stage.js';

/** For the answers of a stage. */
const patienceMs = 1500;

const places = [...document.querySelectorAll('[data-state]')];

// What was dismissed here on another day is shown again.
for (const name of Object.keys(localStorage)) {
  if (name.startsWith('couponkit:dismissed:')) localStorage.removeItem(name);
}
// Elements are tried here: nobody leaves the page by that.
for (const name of ['click', 'submit']) {
  document.addEventListener(name, (event) => {
    const [target] = event.composedPath();
    const isLink = name === 'submit' || target.closest?.('a[href]');
    if (isLink && event.composedPath().some((each) => places.includes(each))) event.preventDefault();
  });
}
document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-copy]');
  if (button) void copy(button);
});

await Promise.all(places.map(showState));
// Some acts take the focus, and the page with it.
document.activeElement.blur();
if (!location.hash) scrollTo(0, 0);
document.documentElement.dataset.shown = 'all';

/** Gives a place its session, and does what leads to the state. */
async function showState(place) {
  const { element: tag, state: name } = place.dataset;
  const { states } = await import(`/elements/${tag}.js`);
  const { facts, act, isModal } = states.find((each) => each.name === name);
  const { cart, shopper } = facts;
  const session = createSession({ adapter: createStage(facts), ...(shopper && { shopper }) });
  provideSession(place, () => session);
  if (cart) session.setCart(cart);
  const element = place.querySelector(tag);
  await hasShown(element, tag);
  const button = place.parentElement.querySelector('[data-act]');
  button?.addEventListener('click', () => act(element));
  if (act && !isModal) await act(element);
  place.dataset.shown = name;
}

/** The element says something; or it has nothing to say: then what stands in it is seen. */
async function hasShown(element, tag) {
  await customElements.whenDefined(tag);
  const end = performance.now() + patienceMs;
  while (!element.shadowRoot.textContent.trim() && performance.now() < end) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await element.updateComplete;
}

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const { textContent } = button;
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = textContent), 2000);
}
