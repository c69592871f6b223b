import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readScriptFiles } from '../../e2e/read-script-files.js';
import { contractFeed } from '../../contracts/platform-contract.js';

/** A storefront with the lines of `docs/medusa.md` and nothing else of ours, at another origin than Medusa. */
export interface Storefront {
  readonly origin: string;
  close(): Promise<void>;
}

/** Where its Medusa is, known when a page is asked for. */
export interface StorefrontBackend {
  readonly url: string;
  readonly key: string;
}

/** Counts how often the page hears that codes have changed. */
const listener = `window.heard = 0; document.addEventListener('medusa-codes-changed', () => window.heard++);`;

export async function openStorefront(backend: () => StorefrontBackend): Promise<Storefront> {
  const files = new Map<string, readonly [type: string, body: string]>([
    ['/coupons.json', ['application/json', JSON.stringify({ coupons: contractFeed })]],
    ['/listener.js', ['text/javascript', listener]],
    ['/favicon.ico', ['image/x-icon', '']],
  ]);
  for (const [path, body] of readScriptFiles()) files.set(`/${path}`, ['text/javascript', body]);
  const server = createServer(({ url }, response) => {
    const file = files.get(url!);
    if (file) return response.writeHead(200, { 'content-type': file[0] }).end(file[1]);
    const { url: medusa, key } = backend();
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src 'self'; img-src *; connect-src 'self' ${medusa}`,
    });
    response.end(`<!doctype html><html lang="en"><title>Cart</title><script src="/listener.js"></script>
      <script type="module" src="/couponkit.js" data-platform="medusa" data-server="${medusa}"
        data-key="${key}" data-token="cart_id" data-coupons="/coupons.json"></script>
      <body><coupon-cart checkout-url="/checkout"></coupon-cart></body></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
