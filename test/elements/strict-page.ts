/** Runs the cart through all of its parts in a page with a strict policy, and keeps what the browser objected to. */
declare global {
  interface Window {
    violations: string[];
    finished?: string;
  }
}

window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  window.violations.push(`${violatedDirective} ${blockedURI} ${sample}`),
);

try {
  window.finished = await walk();
} catch (error) {
  window.finished = String(error);
}

async function walk(): Promise<string> {
  // nanostores asks for it, as in the runner's page.
  Object.assign(window, { process: { env: { NODE_ENV: 'production' } } });
  const [{ CouponCart }, { provideSession }, engine, { createSession }, { cart, createBackend, until }] =
    await Promise.all([
      import('../../src/elements/coupon-cart.js'),
      import('../../src/elements/internal/session-context.js'),
      import('../../src/engine/index.js'),
      import('../../src/stores/create-session.js'),
      import('./open-cart.js'),
    ]);
  const session = createSession({ adapter: createBackend(), engine });
  provideSession(document, () => session);
  customElements.define('coupon-cart', CouponCart);
  const element = new CouponCart();
  element.expanded = element.showFunding = true;
  element.cart = cart;
  document.body.append(element);
  const find = (selector: string): HTMLElement => element.shadowRoot!.querySelector<HTMLElement>(selector)!;
  await until(() => find('.layers small'), 'the breakdown');
  find('#code').click();
  await until(() => find('#code-field'), 'the code box');
  await element.openChooser();
  await until(() => find('.ticket'), 'the chooser');
  find('dialog').querySelector<HTMLElement>('footer button')!.click();
  session.remove('shop');
  await until(() => find('#best'), 'the way back');
  const { backgroundColor } = getComputedStyle(find('.saving'));
  return backgroundColor === 'rgba(0, 0, 0, 0)' ? 'without styles' : 'all of it';
}

export {};
