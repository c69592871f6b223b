import { AdapterError, type Adapter } from '../../../src/adapters/adapter.js';
import { createPlatformAdapter } from '../../../src/adapters/internal/create-platform-adapter.js';
import type { PlatformOptions } from '../../../src/adapters/internal/platform-options.js';
import type { PlatformCart } from '../../../src/adapters/internal/platform.js';
import { amount, is, list, object, parse, text, type Shape } from '../../../src/model/shape.js';

const exact: Shape<number> = is('not-a-number', (value) => Number.isFinite(value) && (value as number) >= 0);
const cartShape = object({
  lines: list(object({ id: text, title: text, price: amount, quantity: amount })),
  codes: list(text),
  discounts: list(object({ code: text, line: text, amount: exact })),
  total: exact,
});
const codesShape = object({ cart: cartShape, refused: list(object({ code: text, reason: text })) });

/** The adapter of the plainest platform: a whole one, by the port that the real ones answer, too. `token` is the cart's number. */
export function createPlainAdapter(options: PlatformOptions & { readonly server: string }): Adapter {
  const path = () => `/carts/${options.token?.get() ?? ''}`;
  return createPlatformAdapter(
    {
      name: 'plain',
      server: options.server,
      capabilities: { reasons: 'native', allocations: 'native' },
      isCartRequest: (path) => path.startsWith('/carts/'),
      async read(ask) {
        const { status, value } = await ask({ path: path(), accepts: [404] });
        return status === 404 ? undefined : toPlatformCart(read(cartShape, value));
      },
      async setCodes(codes, _, ask) {
        const { value } = await ask({ path: `${path()}/codes`, method: 'PUT', body: { codes } });
        const { cart, refused } = read(codesShape, value);
        return {
          cart: toPlatformCart(cart),
          refused: refused.map(({ code, reason }) => ({ code, reason: { code: reason, params: {} } })),
        };
      },
    },
    options,
  );
}

function toPlatformCart({ lines, codes, discounts, total }: ReturnType<typeof cartShape>): PlatformCart {
  return {
    cart: {
      currency: 'USD',
      lines: lines.map(({ id, title, price, quantity }) => ({
        id,
        product: id,
        title,
        unitPrice: price,
        quantity,
      })),
    },
    codes,
    discounts: discounts.map(({ code, line, amount }) => ({ code, label: code, amount, from: line })),
    payable: total,
    basis: 'net',
  };
}

function read<T>(shape: Shape<T>, value: unknown): T {
  const parsed = parse(shape, value);
  if (parsed.ok) return parsed.value;
  throw new AdapterError('bad-response', JSON.stringify(parsed.problems[0]));
}
