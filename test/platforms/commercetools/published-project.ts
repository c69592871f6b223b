/**
 * A stand-in for a project of commercetools, made of the published contract: the HTTP API as its own SDK describes it (`@commercetools/platform-sdk` 8.25.0), whose types each answer here has.
 * No project was asked. What types do not say (versions, all actions or none, when a code is refused and when it is only not applied) is done as the SDK's comments say.
 */
import type { AddressInfo } from 'node:net';
import type { ConcurrentModificationError, ErrorResponse, MyCartUpdate } from '@commercetools/platform-sdk';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cartId, codeId, refusalOf, toProjectCart, type ProjectCart } from './published-cart.js';

export interface PublishedProject {
  /** The API, with the project's key. */
  readonly url: string;
  /** All updates that were asked for, in their order. */
  readonly updates: readonly MyCartUpdate[];
  /** Returns the access token of a new shopper with these in the cart. */
  visit(contents?: ProjectCart): string;
  /** The shopper's cart, as it is kept. */
  cart(token: string): ProjectCart;
  /** As somebody else who updates it. */
  change(token: string, contents: Partial<ProjectCart>): void;
  close(): Promise<void>;
}

export async function openPublishedProject(): Promise<PublishedProject> {
  const carts = new Map<string, { contents: ProjectCart; version: number }>();
  const updates: MyCartUpdate[] = [];
  const app = new Hono<{ Variables: { token: string } }>();

  app.use('/shop/*', async (context, next) => {
    const token = /^Bearer (.+)$/.exec(context.req.header('Authorization') ?? '')?.[1];
    if (!token) return context.json(failure(401, 'invalid_token'), 401);
    context.set('token', token);
    return next();
  });

  app.get('/shop/me/active-cart', (context) => {
    const kept = carts.get(context.get('token'));
    if (!kept) return context.json(failure(404, 'ResourceNotFound'), 404);
    return context.json(toProjectCart(context.get('token'), kept, context.req.queries('expand')));
  });

  app.post('/shop/me/carts/:id', async (context) => {
    const token = context.get('token');
    const kept = carts.get(token);
    if (!kept || cartId(token) !== context.req.param('id'))
      return context.json(failure(404, 'ResourceNotFound'), 404);
    const update = await context.req.json<MyCartUpdate>();
    updates.push(update);
    if (update.version !== kept.version) {
      const error: ConcurrentModificationError = {
        code: 'ConcurrentModification',
        message: `Object ${cartId(token)} has a different version than expected.`,
        currentVersion: kept.version,
      };
      return context.json(
        { statusCode: 409, message: error.message, errors: [error] } satisfies ErrorResponse,
        409,
      );
    }
    let next = kept.contents.codes;
    for (const action of update.actions) {
      if (action.action === 'removeDiscountCode')
        next = next.filter((code) => codeId(code) !== action.discountCode.id);
      if (action.action !== 'addDiscountCode') continue;
      const error = refusalOf(action.code);
      // None of the actions is done.
      if (error)
        return context.json(
          { statusCode: 400, message: error.message, errors: [error] } satisfies ErrorResponse,
          400,
        );
      if (!next.includes(action.code)) next = [...next, action.code];
    }
    kept.contents = { ...kept.contents, codes: next };
    kept.version++;
    return context.json(toProjectCart(token, kept, context.req.queries('expand')));
  });

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`,
    updates,
    visit(
      contents = {
        lines: ['mug', 'shirt', 'sticker'].map((product) => ({ product, quantity: 1 })),
        codes: [],
      },
    ) {
      const token = `shopper-${carts.size}`;
      carts.set(token, { contents, version: 1 });
      return token;
    },
    cart: (token) => carts.get(token)!.contents,
    change(token, contents) {
      const kept = carts.get(token)!;
      kept.contents = { ...kept.contents, ...contents };
      kept.version++;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function failure(statusCode: number, code: 'ResourceNotFound' | 'invalid_token'): ErrorResponse {
  return { statusCode, message: code, errors: [{ code, message: code }] };
}
