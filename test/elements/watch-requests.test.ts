import { assert } from 'chai';
import {
  watchRequests,
  type RequestWatch,
  type WatchOptions,
} from '../../src/adapters/internal/watch-requests.js';

/** Longer than changes are gathered for; a request has ended before. */
const settleMs = 250;
/** Files of the test server stand for answers of an API. */
const api = '/test/golden';
const cart = `${api}/quote.json`;
const items = `${api}/allocate.json`;
/** The same server by another name is another origin. */
const elsewhere = `http://127.0.0.1:${location.port}${api}`;

describe('the watch over requests', () => {
  let watch: RequestWatch | undefined;
  let told: number;

  const open = (options: Partial<WatchOptions> = {}) => {
    told = 0;
    watch = watchRequests({ server: api, ...options }, () => told++);
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, settleMs));
  const ask = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { cache: 'no-store', ...init });
    await response.text();
  };
  const askOurselves = (url: string, init?: RequestInit) => {
    watch!.own(url);
    return ask(url, init);
  };
  const hide = (isHidden: boolean) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
  };

  afterEach(() => {
    watch?.stop();
    Reflect.deleteProperty(document, 'hidden');
  });

  it('tells of a request that the page makes', async () => {
    open();
    await ask(cart);
    await settle();
    assert.equal(told, 1);
  });

  it('tells once of many changes at a time', async () => {
    open({ events: ['cart:changed'] });
    for (let count = 0; count < 5; count++) document.dispatchEvent(new Event('cart:changed'));
    await settle();
    assert.equal(told, 1);
  });

  it('tells of those to another origin', async () => {
    open({ server: elsewhere });
    await ask(`${elsewhere}/quote.json`, { mode: 'no-cors' });
    await settle();
    assert.equal(told, 1);
  });

  it('tells of those by XMLHttpRequest', async () => {
    open();
    const request = new XMLHttpRequest();
    request.open('GET', cart);
    const ended = new Promise((resolve) => (request.onloadend = resolve));
    request.send();
    await ended;
    await settle();
    assert.equal(told, 1);
  });

  it('tells of one that goes elsewhere where the platform has ways beside its API', async () => {
    open({ server: '/test/gold', isPageRequest: (url) => new URL(url).searchParams.has('wc-ajax') });
    await ask(`${cart}?other`);
    await settle();
    assert.equal(told, 0);
    await ask(`${cart}?wc-ajax=add_to_cart`);
    await settle();
    assert.equal(told, 1);
  });

  it('hears events that do not bubble, and those of the window', async () => {
    open({ events: ['cart:changed'] });
    document.body.dispatchEvent(new Event('cart:changed'));
    await settle();
    dispatchEvent(new Event('cart:changed'));
    await settle();
    assert.equal(told, 2);
  });

  it('tells of none that goes elsewhere', async () => {
    open({ server: '/test/gold' });
    await Promise.all([ask(cart), ask('/package.json'), ask(`/package.json?${cart}`)]);
    await settle();
    assert.equal(told, 0);
  });

  it('asks what stands behind the server whether it is about the cart', async () => {
    const paths: string[] = [];
    open({
      server: `${api}/`,
      isCartRequest: (path) => {
        paths.push(path);
        return path.startsWith('/quote');
      },
    });
    await ask(`${items}?page=2`);
    await settle();
    assert.deepEqual([told, paths], [0, ['/allocate.json?page=2']]);
    await ask(cart);
    await settle();
    assert.equal(told, 1);
  });

  it('does not tell of our own', async () => {
    open();
    await Promise.all([askOurselves(cart), askOurselves(cart), askOurselves(cart, { method: 'POST' })]);
    await settle();
    assert.equal(told, 0);
  });

  it('tells of the page’s request to the same address at the same time as ours', async () => {
    open();
    const ours = askOurselves(cart);
    await Promise.all([ours, ask(cart)]);
    await settle();
    assert.equal(told, 1);
  });

  it('tells of the page’s request after one of ours that was aborted', async () => {
    open();
    const controller = new AbortController();
    const ours = askOurselves(cart, { signal: controller.signal }).catch(() => 'aborted');
    controller.abort();
    assert.equal(await ours, 'aborted');
    await settle();
    assert.equal(told, 0);
    // No browser needs to say that ours has ended; the page's must not be taken for it.
    await ask(cart);
    await settle();
    assert.equal(told, 1);
  });

  it('has two copies of the script read once each, though each sees what the other asks', async () => {
    let readings = 0;
    const copies = [1, 2].map(() => {
      const copy = watchRequests({ server: api }, () => {
        readings++;
        copy.own(cart);
        void ask(cart);
      });
      return copy;
    });
    await ask(cart);
    await settle();
    await settle();
    for (const copy of copies) copy.stop();
    assert.equal(readings, 2);
  });

  it('tells another copy of the script of what it has changed', async () => {
    open();
    const other = watchRequests({ server: api }, () => {});
    other.own(cart, true);
    await ask(cart, { method: 'POST' });
    await settle();
    other.stop();
    assert.equal(told, 1);
  });

  it('tells of events by which the page says so', async () => {
    open({ events: ['cart:changed'] });
    document.body.dispatchEvent(new Event('cart:changed', { bubbles: true }));
    document.dispatchEvent(new Event('cart:opened'));
    await settle();
    assert.equal(told, 1);
  });

  it('says nothing while the page is hidden, and says so once it is seen again', async () => {
    open();
    hide(true);
    await ask(cart);
    await settle();
    assert.equal(told, 0);
    hide(false);
    await settle();
    assert.equal(told, 1);
  });

  it('tells when the shopper comes back to the page as it was left', async () => {
    open();
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    await settle();
    assert.equal(told, 0);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await settle();
    assert.equal(told, 1);
  });

  it('tells nothing after it was stopped', async () => {
    open({ events: ['cart:changed'] });
    document.dispatchEvent(new Event('cart:changed'));
    watch!.stop();
    document.dispatchEvent(new Event('cart:changed'));
    await ask(cart);
    hide(false);
    await settle();
    assert.equal(told, 0);
  });
});
