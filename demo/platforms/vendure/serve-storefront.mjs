/** Serves the storefront's page, as its merchant's web server would: under a strict policy, at an origin of its own. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages, renderStorefront } from './render-storefront.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const elements = fileURLToPath(new URL('../../../dist/cdn/', import.meta.url));
const files = /^\/(storefront\.(css|js)|coupons\.json|images\/\w+\.svg)$/;
const types = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/**
 * @param options `{ port?, shopApi }`: `shopApi()` gives the address of the Shop API, once it is known
 * @returns `{ address, stop() }`
 */
export async function serveStorefront({ port = 0, shopApi }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const [, language] = /^\/([\w-]+)\/$/.exec(pathname) ?? [];
    if (pathname === '/') return response.writeHead(302, { Location: '/en/' }).end();
    if (Object.hasOwn(languages, language ?? '')) return sendPage(response, language, shopApi());
    const file = files.test(pathname)
      ? join(here, pathname)
      : pathname.startsWith('/couponkit/') && join(elements, pathname.slice('/couponkit'.length));
    if (!file) return response.writeHead(404).end();
    try {
      const content = readFileSync(file);
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendPage(response, language, shopApi) {
  const { origin } = new URL(shopApi);
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self' ${origin}`,
      `connect-src 'self' ${origin}`,
      "require-trusted-types-for 'script'",
    ].join('; '),
  });
  response.end(renderStorefront(language, shopApi));
}
