/**
 * What the measurement does in the page. Each answers with times in milliseconds; the fewer of them are someone else's, the better: everything is mounted, looked
 * at and removed in turns.
 */
import { CouponCart } from '../../dist/elements/coupon-cart.js';
import { CouponCenter } from '../../dist/elements/coupon-center.js';
import * as engine from '../../dist/engine/index.js';
import { createSession } from '../../dist/index.js';
import { drawOffers } from './draw-offers.js';
import { mountPlainList } from './plain-list.js';

customElements.define('coupon-center', CouponCenter);
customElements.define('coupon-cart', CouponCart);

const warmUpTurns = 3;
const networkMs = 100;

const cart = {
  currency: 'CNY',
  lines: Array.from({ length: 5 }, (_, index) => ({
    id: `line-${index}`,
    product: `product-${index}`,
    title: `Product ${index}`,
    shop: `shop-${index}`,
    categories: ['tea', 'shirt', 'lamp'].slice(index % 3),
    unitPrice: 90_000 + 7_310 * index,
    quantity: 2,
  })),
};

/** A session that has its offers. */
async function openSession(count, withCart = false) {
  let offers = drawOffers(count, Date.now());
  const wallet = [];
  const adapter = {
    name: `bench ${count} ${Math.random()}`,
    capabilities: {
      verify: 'emulated',
      offers: 'native',
      claim: 'native',
      exchange: 'missing',
      reserve: 'missing',
      campaigns: 'missing',
      reasons: 'native',
      allocations: 'native',
    },
    offers: async () => ({ offers, wallet, serverTime: Date.now() }),
    claim: async ({ offer }) => {
      await new Promise((answered) => setTimeout(answered, networkMs));
      const { coupon } = offers.find((each) => each.coupon.id === offer);
      offers = offers.map((each) =>
        each.coupon.id === offer ? { ...each, claim: { ...each.claim, state: 'claimed' } } : each,
      );
      const held = { id: `held-${offer}`, coupon, state: 'held' };
      wallet.push(held);
      return { held, fresh: true };
    },
    close: async () => {},
  };
  const session = createSession({ adapter, engine });
  await session.loadOffers();
  if (withCart) session.setCart(cart);
  return session;
}

/** From putting the element into the page to its first layout. */
async function mountCenter(session) {
  const start = performance.now();
  const center = document.createElement('coupon-center');
  center.session = session;
  document.body.append(center);
  while (!center.shadowRoot?.querySelector('.ticket')) await undefined;
  center.getBoundingClientRect();
  return { element: center, ms: performance.now() - start };
}

function mountPlain(offers) {
  const start = performance.now();
  const element = mountPlainList(offers, CouponCenter.elementStyles);
  element.getBoundingClientRect();
  return { element, ms: performance.now() - start };
}

function frame() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** In turns: 20 offers, many, and many in a windowed list of plain nodes. Milliseconds of each turn. */
async function measureMounts(turns, many) {
  const few = await openSession(20);
  const lots = await openSession(many);
  const offers = lots.$offers.get();
  const times = { few: [], many: [], plain: [] };
  for (let turn = -warmUpTurns; turn < turns; turn++) {
    for (const [name, mount] of [
      ['few', () => mountCenter(few)],
      ['many', () => mountCenter(lots)],
      ['plain', () => mountPlain(offers)],
    ]) {
      await frame();
      const { element, ms } = await mount();
      if (turn >= 0) times[name].push(ms);
      element.remove();
    }
  }
  return times;
}

/** A button that says how often it was pressed, and nothing else. */
async function openButton() {
  const button = document.body.appendChild(document.createElement('button'));
  let count = 0;
  button.addEventListener('click', () => (button.textContent = `${++count}`));
  await frame();
}

/** A center that has all of its cards. */
async function openCenter(many) {
  const session = await openSession(many);
  const { element } = await mountCenter(session);
  await isWhole(element.shadowRoot.querySelector('.cards'), many);
}

/** A cart with its list of coupons open, all of them in it, and compared. */
async function openChooser(many) {
  const session = await openSession(many, true);
  const element = document.createElement('coupon-cart');
  element.session = session;
  document.body.append(element);
  while (!session.$best.get() || !element.shadowRoot.querySelector('#coupons')) await frame();
  await element.openChooser();
  const list = element.shadowRoot.querySelector('#choices ul');
  await isWhole(list, Number(/\d+/.exec(element.shadowRoot.querySelector('#tab-available').textContent)[0]));
  return list.childElementCount;
}

/** Puts a center into the page and takes it out again, with its session. */
async function mountAndForget(many, times) {
  for (let time = 0; time < times; time++) {
    const session = await openSession(many);
    const { element } = await mountCenter(session);
    await isWhole(element.shadowRoot.querySelector('.cards'), many);
    element.remove();
    session.destroy();
  }
  await frame();
}

async function isWhole(list, many) {
  while (list.childElementCount < many || list.style.minBlockSize) await frame();
  await frame();
}

/** Collects how long interactions take from the press to the next picture, and tasks that are too long. */
function observe() {
  const seen = { interactions: new Map(), longTasks: [] };
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId)
        seen.interactions.set(interactionId, Math.max(duration, seen.interactions.get(interactionId) ?? 0));
  }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  return {
    take() {
      const taken = { interactions: [...seen.interactions.values()], longTasks: seen.longTasks };
      seen.interactions.clear();
      seen.longTasks = [];
      return taken;
    },
  };
}

globalThis.bench = {
  frame,
  openSession,
  mountCenter,
  measureMounts,
  openButton,
  openCenter,
  openChooser,
  mountAndForget,
  observe,
};
