import type { Cart, Line } from './cart.js';
import { currency, scalar } from './shared-shapes.js';
import type { Parsed } from './problem.js';
import {
  amount,
  dictionary,
  flag,
  join,
  list,
  object,
  parse,
  positive,
  text,
  type Report,
  type Shape,
} from './shape.js';

/** Returns a clean copy of a cart, or every problem that it has, with its path: `lines[2].unitPrice`. */
export function parseCart(value: unknown): Parsed<Cart> {
  return parse(cartShape, value);
}

const line: Shape<Line> = object({
  id: text,
  product: text,
  'sku?': text,
  'title?': text,
  'image?': text,
  'shop?': text,
  'brand?': text,
  'categories?': list(text),
  'tags?': list(text),
  unitPrice: amount,
  quantity: positive,
  'minUnitPrice?': amount,
  'discountable?': flag,
});

const fields: Shape<Cart> = object({
  currency,
  lines: list(line),
  'shipping?': list(object({ 'shop?': text, fee: amount })),
  'attributes?': dictionary(scalar),
  'paymentMethod?': text,
  'region?': text,
});

/** The form of a cart, in whatever it stands. */
export const cartShape: Shape<Cart> = (value, path, report) => {
  const clean = fields(value, path, report);
  const { lines = [], shipping = [] } = clean;
  reportDuplicates(
    lines.map((each) => each.id),
    (index) => join(path, `lines[${index}].id`),
    report,
  );
  reportDuplicates(
    shipping.map((each) => each.shop),
    (index) => join(path, `shipping[${index}].shop`),
    report,
  );
  reportTotals({ lines, shipping }, path, report);
  return clean;
};

/** Reports where a cart comes to more money or units than can be counted exactly, though no line of it is wrong. */
export function reportTotals(
  { lines, shipping = [] }: Pick<Cart, 'lines' | 'shipping'>,
  path: string,
  report: Report,
): void {
  const max = Number.MAX_SAFE_INTEGER;
  const total = [
    ...lines.map((each) => each.unitPrice * each.quantity),
    ...shipping.map((each) => each.fee),
  ].reduce((a, b) => a + b, 0);
  if (total > max) report(join(path, 'lines'), 'too-large', { max });
  let units = 0;
  // Units that cost nothing are counted, too.
  const tooMany = lines.findIndex(({ quantity }) => (units += quantity) > max);
  if (tooMany >= 0) report(join(path, `lines[${tooMany}].quantity`), 'too-large', { max });
}

function reportDuplicates(keys: readonly unknown[], pathOf: (index: number) => string, report: Report): void {
  const seen = new Set<unknown>();
  keys.forEach((key, index) => {
    if (seen.has(key)) report(pathOf(index), 'duplicate');
    seen.add(key);
  });
}
