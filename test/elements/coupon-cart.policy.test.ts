import { expect } from 'chai';
import { until } from './open-cart.js';

describe('coupon-cart under a strict policy', () => {
  it('works with nothing but its own script allowed, and Trusted Types required', async () => {
    const frame = document.createElement('iframe');
    const policy = `default-src 'none'; script-src ${location.origin}; require-trusted-types-for 'script'; trusted-types lit-html`;
    frame.srcdoc = `<!doctype html><html lang="en"><meta http-equiv="Content-Security-Policy" content="${policy}">
      <title>A shop</title><body><script type="module" src="${new URL('strict-page.ts', import.meta.url).href}"></script>`;
    document.body.append(frame);
    await until(() => frame.contentWindow?.finished, 'the strict page');
    expect(frame.contentWindow!.finished).to.equal('all of it');
    expect(frame.contentWindow!.violations).to.deep.equal([]);
    frame.remove();
  });
});
